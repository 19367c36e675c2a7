import type { OrderType, Side } from '../../../contract/enums.ts';
import type { Instrument } from '../../../contract/market.ts';
import type { Intent, Order } from '../../../contract/trading.ts';
import { client } from '../../client/client.ts';
import { sentenceOf } from '../../client/call-error.ts';
import { isArmed } from '../../stores/armed.ts';
import { draftOrder } from '../../stores/draft-order.ts';
import { quoteOf } from '../../stores/quotes.ts';
import { positionsStore } from '../../stores/tables.ts';
import { announce } from '../../stores/toasts.ts';
import { draftProtection, entryPrice } from '../ticket/draft-prices.ts';
import { PressGuard } from './press-guard.ts';
import { onlyReduces } from './trading-words.ts';

/** An entry as a key or button asks for it. `price` in paise, null at market. */
export interface Entry {
  side: Side;
  orderType: OrderType;
  price: number | null;
}

export const pressGuard = new PressGuard();

/** What the trader is asked on a second press within the cooldown. */
export const SENT_A_MOMENT_AGO = 'Sent a moment ago. Press again to send another.';

/** The full intent of an entry: lots, target and stop come from the draft. A fresh id each time. */
export function intentOf(instrument: Instrument, entry: Entry, confirmed: boolean): Intent {
  const draft = { ...draftOrder(), ...entry };
  const quantity = draft.lots * instrument.lotSize;
  const netQty = positionsStore.getState().rows.find((row) => row.instrumentId === instrument.id)?.netQty ?? 0;
  const expected = entryPrice(draft, quoteOf(instrument.id));
  const { tpPrice, slPrice } = onlyReduces(netQty, entry.side, quantity)
    ? { tpPrice: null, slPrice: null }
    : draftProtection(draft, expected, instrument.tickSize);
  return {
    intentId: crypto.randomUUID(),
    instrumentId: instrument.id,
    side: entry.side,
    lots: draft.lots,
    orderType: entry.orderType,
    price: entry.price,
    tpPrice,
    slPrice,
    confirmed,
  };
}

/**
 * Sends an entry if the desk is armed and it is no accidental repetition. Gives the order as it was decided, or null
 * when nothing went out. Its final state is announced from the orders topic, not from here.
 */
export async function sendEntry(instrument: Instrument, entry: Entry, keycap: string): Promise<Order | null> {
  if (instrument.kind === 'INDEX') {
    announce(
      'warn',
      `${instrument.name} is an index and cannot be traded. Press C for the call or P for the put at the money.`,
    );
    return null;
  }
  if (!isArmed()) {
    announce('warn', `Disarmed: nothing was sent. Press Ctrl Space to arm, then ${keycap}.`);
    return null;
  }
  const key = [instrument.id, entry.side, entry.orderType, entry.price, draftOrder().lots].join();
  const verdict = pressGuard.press(key, performance.now());
  if (verdict === 'ask') {
    announce('warn', SENT_A_MOMENT_AGO);
    return null;
  }
  try {
    const order = await client.call('orders.place', intentOf(instrument, entry, verdict === 'confirmed'));
    if (order.reason?.code === 'RMS_DUPLICATE') askAgain(key);
    return order;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'RMS_DUPLICATE') askAgain(key);
    else announce('danger', sentenceOf(error));
    return null;
  }
}

function askAgain(key: string): void {
  pressGuard.refused(key, performance.now());
  announce('warn', SENT_A_MOMENT_AGO);
}
