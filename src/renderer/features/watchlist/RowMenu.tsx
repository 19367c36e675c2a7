import type { Instrument } from '../../../contract/market.ts';
import { keyOf } from '../../commands/keys-store.ts';
import { focusInstrument } from '../../stores/focus.ts';
import { ContextMenu, type MenuItem } from '../../ui/ContextMenu.tsx';
import { openAlert } from '../alerts/alert-actions.ts';
import { focusAtm } from '../trading/actions.ts';
import { entryItem } from '../trading/entry-item.ts';
import { removeFromWatchlist } from './watchlists.ts';

interface RowMenuProps {
  instrument: Instrument;
  at: { x: number; y: number };
  /** False for a list that is not saved. */
  editable: boolean;
  onClose: () => void;
}

/** What can be done with a row of the watchlist. Buying and selling need ARMED, as their keys do. */
export function RowMenu({ instrument, at, editable, onClose }: RowMenuProps) {
  const items: MenuItem[] = [
    ...(instrument.kind === 'INDEX'
      ? optionItems(instrument)
      : [entryItem(instrument, 'BUY'), entryItem(instrument, 'SELL')]),
    {
      label: 'Alert…',
      run: () => {
        focusInstrument(instrument);
        openAlert();
      },
    },
    { label: 'Chart and ticket', hotkey: 'Enter', run: () => focusInstrument(instrument) },
    ...(editable
      ? [{ label: 'Remove from the list', hotkey: 'Delete', run: () => removeFromWatchlist(instrument.id) }]
      : []),
  ];
  return <ContextMenu name={instrument.name} at={at} items={items} onClose={onClose} />;
}

function optionItems(index: Instrument): MenuItem[] {
  return (['CE', 'PE'] as const).map((kind) => ({
    label: kind === 'CE' ? 'Focus the ATM call' : 'Focus the ATM put',
    hotkey: keyOf(kind === 'CE' ? 'atmCall' : 'atmPut'),
    run: () => {
      focusInstrument(index);
      focusAtm(kind);
    },
  }));
}
