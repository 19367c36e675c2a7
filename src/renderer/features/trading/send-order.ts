import type { OrderType, Side, Validity } from '../../../contract/enums.ts';
import type { Instrument, Quote } from '../../../contract/market.ts';
import type { Intent, Order } from '../../../contract/trading.ts';
import { client } from '../../client/client.ts';
import { sentenceOf } from '../../client/call-error.ts';
import { keyOrTitle } from '../../commands/keys-store.ts';
import { isArmed } from '../../stores/armed.ts';
import { draftFor, draftOrder, type DraftOrder } from '../../stores/draft-order.ts';
import { press } from '../../stores/last-press.ts';
import { latestQuoteOf } from '../../stores/quotes.ts';
import { positionsStore } from '../../stores/tables.ts';
import { announce } from '../../stores/toasts.ts';
import { draftProtection, entryPrice } from '../ticket/draft-prices.ts';
import { PressGuard } from './press-guard.ts';
import { onlyReduces } from './trading-words.ts';

/** An entry as a key or button asks for it. `price` in paise, null at market; with a trigger it is a stop. */
export interface Entry {
  side: Side;
  orderType: OrderType;
  price: number | null;
  triggerPrice?: number | null;
  validity?: Validity;
}

export const pressGuard = new PressGuard();

/** What the trader is asked on a second press within the cooldown. */
export const SENT_A_MOMENT_AGO = 'Sent a moment ago. Press again to send another.';

/** What an intent is made of besides the entry itself. */
export interface IntentSubject {
  instrument: Instrument;
  draft: DraftOrder;
  /** Units held of the instrument, negative when short. */
  netQty: number;
  quote: Quote | undefined;
}

/** The full intent of an entry, with a fresh id each time. An order that only reduces the position takes no target or stop. */
export function intentOf(
  { instrument, draft, netQty, quote }: IntentSubject,
  entry: Entry,
  confirmed: boolean,
): Intent {
  const { triggerPrice = null, validity = 'DAY' } = entry;
  const asked = { ...draft, ...entry, validity };
  const { tpPrice, slPrice } = onlyReduces(netQty, entry.side, draft.lots * instrument.lotSize)
    ? { tpPrice: null, slPrice: null }
    : draftProtection(asked, triggerPrice ?? entryPrice(asked, quote), instrument.tickSize);
  return {
    intentId: crypto.randomUUID(),
    instrumentId: instrument.id,
    side: entry.side,
    lots: draft.lots,
    orderType: entry.orderType,
    price: entry.price,
    tpPrice,
    slPrice,
    triggerPrice,
    validity,
    confirmed,
  };
}

/**
 * Sends an entry if the desk is armed and it is no accidental repetition. Gives the order as it was decided, or null
 * when nothing went out. Its final state is announced from the orders topic, not from here. `commandId` names the command
 * whose key would send the same, null when only the button does.
 */
export async function sendEntry(instrument: Instrument, entry: Entry, commandId: string | null): Promise<Order | null> {
  if (instrument.kind === 'INDEX') {
    announce(
      'warn',
      `${instrument.name} is an index and cannot be traded. Press ${keyOrTitle('atmCall')} for the call or ${keyOrTitle('atmPut')} for the put at the money.`,
    );
    return null;
  }
  if (!isArmed()) {
    const again = commandId === null ? 'the send button' : keyOrTitle(commandId);
    announce('warn', `Disarmed: nothing was sent. Press ${keyOrTitle('arm')} to arm, then ${again}.`);
    return null;
  }
  const { side, orderType, price, triggerPrice, validity } = entry;
  const key = [instrument.id, side, orderType, price, triggerPrice, validity, draftOrder().lots].join();
  const verdict = pressGuard.press(key, performance.now());
  if (verdict === 'ask') {
    announce('warn', SENT_A_MOMENT_AGO);
    return null;
  }
  try {
    const order = await client.call('orders.place', {
      ...intentOf(subjectOf(instrument), entry, verdict === 'confirmed'),
      ...press(),
    });
    if (order.reason?.code === 'RMS_DUPLICATE') askAgain(key);
    return order;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'RMS_DUPLICATE') askAgain(key);
    else announce('danger', sentenceOf(error));
    return null;
  }
}

function subjectOf(instrument: Instrument): IntentSubject {
  const held = positionsStore.getState().rows.find((row) => row.instrumentId === instrument.id);
  return { instrument, draft: draftOf(instrument), netQty: held?.netQty ?? 0, quote: latestQuoteOf(instrument.id) };
}

function draftOf(instrument: Instrument): DraftOrder {
  draftFor(instrument.id);
  return draftOrder();
}

function askAgain(key: string): void {
  pressGuard.refused(key, performance.now());
  announce('warn', SENT_A_MOMENT_AGO);
}
