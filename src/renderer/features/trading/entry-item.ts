import type { Side } from '../../../contract/enums.ts';
import type { Instrument } from '../../../contract/market.ts';
import { keyOf } from '../../commands/keys-store.ts';
import { draftOrder } from '../../stores/draft-order.ts';
import { focusInstrument } from '../../stores/focus.ts';
import type { MenuItem } from '../../ui/ContextMenu.tsx';
import { sendEntry } from './send-order.ts';
import { lotsText } from './trading-words.ts';

/** Buys or sells the draft's lots of an instrument at market, as its key does: needs ARMED, and takes the focus. */
export function entryItem(instrument: Instrument, side: Side): MenuItem {
  const command = side === 'BUY' ? 'buy' : 'sell';
  return {
    label: `${side} ${lotsText(draftOrder().lots)} at market`,
    hotkey: keyOf(command),
    tone: side === 'BUY' ? 'up' : 'down',
    run: () => {
      focusInstrument(instrument);
      void sendEntry(instrument, { side, orderType: 'MARKET', price: null }, command);
    },
  };
}
