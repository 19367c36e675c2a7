import { useState } from 'react';
import type { Retention } from '../../../contract/data.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { NumberField } from '../../ui/NumberField.tsx';
import { setRetention } from './data-desk.ts';

/** How long days are kept. */
export function RetentionDialog({ retention, onClose }: { retention: Retention; onClose: () => void }) {
  const [draft, setDraft] = useState(retention);
  const change = (part: Partial<Retention>) => setDraft((now) => ({ ...now, ...part }));
  const save = async () => {
    if (await setRetention(draft)) onClose();
  };
  return (
    <Dialog
      title="How long data is kept"
      onClose={onClose}
      onEnter={() => void save()}
      foot={
        <>
          <span className="grow" />
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" onClick={() => void save()}>
            Keep it so
          </Button>
        </>
      }
    >
      <div className="data-fields">
        <NumberField
          name="Ticks and bars, days"
          value={draft.tickDays}
          onChange={(tickDays) => change({ tickDays })}
          step={1}
          min={1}
          max={36_500}
          optional
          live
          placeholder="for ever"
          origin={365}
        />
        <NumberField
          name="Option chains, days"
          value={draft.chainDays}
          onChange={(chainDays) => change({ chainDays })}
          step={1}
          min={1}
          max={36_500}
          optional
          live
          placeholder="for ever"
          origin={365}
        />
      </div>
      <label className="row">
        <input
          type="checkbox"
          checked={draft.unarchived}
          onChange={(event) => change({ unarchived: event.target.checked })}
        />
        Delete days that were never archived, too
      </label>
      <p className="sub">
        Days older than that are deleted by themselves, archived files with them; today never. Empty keeps them for
        ever.
      </p>
    </Dialog>
  );
}
