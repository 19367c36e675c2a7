import type { Quote } from '../../../contract/market.ts';
import type { Preview } from '../../../contract/trading.ts';
import type { Side, TradingState } from '../../../contract/enums.ts';
import type { DraftOrder } from '../../stores/draft-order.ts';
import { inr, signed } from '../../ui/format.ts';
import { lotsText } from '../trading/trading-words.ts';
import { placeOf } from './draft-prices.ts';

/** Where the limit price stands, e.g. "at bid" or "−0.40 from last"; empty without a book. */
export function placeText(price: number | null, quote: Quote | undefined): string {
  const place = price === null ? null : placeOf(price, quote);
  if (place === null) return '';
  if (typeof place === 'string') return place;
  return place.fromLast === 0 ? 'at last' : `${signed(place.fromLast)} from last`;
}

/** The position a preview ends in: "+4 lots at 154.63" or "flat". */
export function positionAfterText(preview: Preview, lotSize: number): string {
  const { positionAfterQty: quantity, positionAfterCost: cost } = preview;
  if (quantity === 0) return 'flat';
  const sign = quantity > 0 ? '+' : '−';
  return `${sign}${lotsText(Math.abs(quantity) / lotSize)} at ${inr(cost / quantity)}`;
}

/** The command that sends this draft as it stands, or null when only the button does. */
export function sendCommand(draft: DraftOrder): 'buy' | 'sell' | 'joinBid' | 'joinAsk' | null {
  if (draft.isStop || draft.validity !== 'DAY') return null;
  if (draft.orderType === 'MARKET') return draft.side === 'BUY' ? 'buy' : 'sell';
  if (draft.price !== null) return null;
  return draft.side === 'BUY' ? 'joinBid' : 'joinAsk';
}

/** What the send button says, and whether it may be pressed. */
export interface SendLabel {
  text: string;
  enabled: boolean;
}

/** The button's words for a draft and its limit and trigger in paise. Says why when it cannot be pressed. */
export function sendLabel(
  draft: DraftOrder,
  { price, triggerPrice }: { price: number | null; triggerPrice: number | null },
  desk: {
    mode: string;
    connected: boolean;
    armed: boolean;
    armKey: string | undefined;
    state: TradingState;
    reduces: boolean;
  },
): SendLabel {
  if (!desk.connected) return { text: 'Not connected: nothing can be sent', enabled: false };
  if (desk.state !== 'ACTIVE' && !desk.reduces) {
    return { text: `${desk.mode} · ${draft.side} refused while ${desk.state.toLowerCase()}`, enabled: false };
  }
  if (draft.isStop && triggerPrice === null)
    return { text: 'No last price to stop at: type a trigger', enabled: false };
  if (draft.orderType === 'LIMIT' && price === null) {
    return { text: `No ${nearName(draft.side)} to join: type a price`, enabled: false };
  }
  if (!desk.armed) return { text: desk.armKey ? `Arm with ${desk.armKey} to send` : 'Arm to send', enabled: false };
  const at = price === null ? 'at market' : `at ${inr(price)}`;
  const when = triggerPrice === null ? '' : `, stop ${inr(triggerPrice)}`;
  const ioc = draft.validity === 'IOC' ? ', IOC' : '';
  return { text: `${desk.mode} · ${draft.side} ${lotsText(draft.lots)} ${at}${when}${ioc}`, enabled: true };
}

function nearName(side: Side): string {
  return side === 'BUY' ? 'bid' : 'ask';
}
