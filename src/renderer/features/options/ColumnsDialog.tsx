import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { CHAIN_COLUMN_IDS, CHAIN_COLUMNS, CHAIN_VIEWS } from './chain-columns.ts';
import { chainViewStore, columnsOf, resetColumns, toggleColumn } from './chain-view.ts';

/** Which columns the view in front shows; each view remembers its own. */
export function ColumnsDialog({ onClose }: { onClose: () => void }) {
  const look = chainViewStore();
  const shown = columnsOf(look, look.view);
  return (
    <Dialog
      title={`Columns of ${CHAIN_VIEWS[look.view].title}`}
      width={340}
      onClose={onClose}
      foot={
        <>
          <Button onClick={resetColumns}>As they came</Button>
          <Button look="primary" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      <fieldset className="column-list" aria-label="Columns">
        {CHAIN_COLUMN_IDS.map((id) => (
          <label key={id}>
            <input
              type="checkbox"
              checked={shown.includes(id)}
              disabled={id === 'ltp'}
              onChange={() => toggleColumn(id)}
            />
            <span>{CHAIN_COLUMNS[id].name}</span>
          </label>
        ))}
      </fieldset>
    </Dialog>
  );
}
