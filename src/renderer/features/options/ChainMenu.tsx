import type { Instrument } from '../../../contract/market.ts';
import { keyOf } from '../../commands/keys-store.ts';
import { draftOrder } from '../../stores/draft-order.ts';
import { focusInstrument } from '../../stores/focus.ts';
import { showPanel } from '../../stores/layouts-store.ts';
import { ContextMenu, type MenuItem } from '../../ui/ContextMenu.tsx';
import { entryItem } from '../trading/entry-item.ts';
import { lotsText } from '../trading/trading-words.ts';
import { legToBasket, legToPayoff, tradeLeg } from './leg-actions.ts';

interface ChainMenuProps {
  instrument: Instrument;
  at: { x: number; y: number };
  onClose: () => void;
}

/** What can be done with a leg of the chain. Buying and selling need ARMED, as their keys do. */
export function ChainMenu({ instrument, at, onClose }: ChainMenuProps) {
  const lots = lotsText(draftOrder().lots);
  const items: MenuItem[] = [
    entryItem(instrument, 'BUY'),
    entryItem(instrument, 'SELL'),
    { label: 'Order ticket', hotkey: 'Enter', run: () => tradeLeg(instrument.id) },
    { label: 'Add to the basket', hotkey: keyOf('legToBasket'), run: () => legToBasket(instrument) },
    { label: `Payoff: buy ${lots}`, hotkey: keyOf('payoffBuy'), run: () => legToPayoff(instrument, 1) },
    { label: `Payoff: sell ${lots}`, hotkey: keyOf('payoffSell'), run: () => legToPayoff(instrument, -1) },
    {
      label: 'Open the chart',
      run: () => {
        focusInstrument(instrument);
        showPanel('chart');
      },
    },
  ];
  return <ContextMenu name={instrument.name} at={at} items={items} onClose={onClose} />;
}
