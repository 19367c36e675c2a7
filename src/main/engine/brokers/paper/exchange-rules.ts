import type { ErrorCode } from '../../../../contract/errors.ts';
import type { Instrument, SessionPhase } from '../../../../contract/market.ts';
import { priceText } from '../../core/money.ts';
import { tradingEnds } from '../../domain/trading-ends.ts';

/** Why an order cannot be taken. */
export interface Refusal {
  code: ErrorCode;
  message: string;
}

/**
 * What a broker and the exchange refuse by the order's shape alone: a closed market, no such contract, an expired one, lot, freeze, tick.
 * Null when the order may rest in the book.
 * @param now epoch ms
 */
export function exchangeRefusal(
  instrument: Instrument | null,
  { quantity, price }: { quantity: number; price: number },
  phase: SessionPhase,
  now: number,
): Refusal | null {
  const refuse = (message: string): Refusal => ({ code: 'BROKER_REFUSED', message });
  if (instrument === null) return refuse('The exchange knows no such contract.');
  const { name, lotSize, freezeQty, tickSize, kind, expiry } = instrument;
  if (kind === 'INDEX') return refuse(`${name} is an index and cannot be traded.`);
  if (tradingEnds(instrument) <= now) return refuse(`${name} expired on ${expiry}.`);
  if (!phase.open) return refuse(`The market is closed: ${phase.label}.`);
  if (!(quantity > 0 && quantity % lotSize === 0)) {
    return refuse(`Quantity ${quantity} is not a multiple of the lot of ${lotSize} of ${name}.`);
  }
  if (freezeQty !== null && quantity > freezeQty) {
    return refuse(`Quantity ${quantity} is above the freeze quantity of ${freezeQty} of ${name}.`);
  }
  if (!(price > 0 && price % tickSize === 0)) {
    return refuse(`Price ${priceText(price)} is not a multiple of the tick of ${priceText(tickSize)} of ${name}.`);
  }
  return null;
}
