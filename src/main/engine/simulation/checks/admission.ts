import type { RiskDecision, RiskOrder } from '../../rms/decision.ts';
import type { Sent } from '../sim-broker.ts';
import type { Check, CheckedWorld, Violate } from './check.ts';
import { onlyReduces, worstLots } from './exposure.ts';

/** Refusals that never meet an order which only takes back what is held. */
const ENTRIES_ONLY: ReadonlySet<string> = new Set([
  'RMS_HALTED',
  'RMS_REDUCING',
  'RMS_RECONCILING',
  'RMS_STALE_FEED',
  'RMS_MAX_LOTS',
  'RMS_MAX_LOSS',
  'RMS_MARGIN',
  'RMS_DUPLICATE',
  'RMS_LOCKED',
  'RMS_CLOCK_SKEW',
  'RMS_RESTRICTED',
  'RMS_ORDER_VALUE',
  'RMS_OPEN_VALUE',
  'RMS_POSITION_LOTS',
  'RMS_SHORT_LOTS',
  'RMS_PREMIUM',
  'RMS_DELTA',
  'RMS_VEGA',
  'RMS_OPEN_ORDERS',
  'RMS_ORDERS_DAY',
  'RMS_ORDER_TO_TRADE',
  'RMS_MODIFICATIONS',
  'RMS_SELF_TRADE',
]);

/** R0, R1, O7, O11, O13, K2: what may leave at all. */
export class Admission implements Check {
  readonly rules = ['R0', 'R1', 'O7', 'O11', 'O13', 'K2'];
  /** The largest quantity that was passed, by contract, side and price: what is above the freeze quantity goes in parts. */
  readonly #passed = new Map<string, number>();

  onDecision(
    { instrument, side, quantity, price, reduces }: RiskOrder,
    { denial }: RiskDecision,
    violate: Violate,
  ): void {
    // What only waits for its turn has been passed.
    if (denial === null || denial.code === 'RMS_RATE_LIMIT') {
      const key = `${instrument.id} ${side} ${price}`;
      this.#passed.set(key, Math.max(quantity, this.#passed.get(key) ?? 0));
    } else if (reduces && ENTRIES_ONLY.has(denial.code)) {
      violate('R0', `An exit, ${side} ${quantity} of ${instrument.name}, was refused by ${denial.code}.`);
    }
  }

  onSent(sent: Sent, world: CheckedWorld, violate: Violate): void {
    const { request } = sent;
    if (request === null) return;
    const { durable, limits } = world;
    const { tag, instrumentId, side, quantity, price } = request;
    const { name, lotSize, freezeQty } = world.instrument(instrumentId);
    if (quantity > (this.#passed.get(`${instrumentId} ${side} ${price}`) ?? 0)) {
      violate('R1', `${side} ${quantity} ${name} at ${price} left, and the RMS never passed it.`);
    }
    if (quantity <= 0 || quantity % lotSize !== 0 || (freezeQty !== null && quantity > freezeQty)) {
      violate('O13', `${side} ${quantity} ${name} left; the lot is ${lotSize}, the freeze quantity ${freezeQty}.`);
    }
    if (onlyReduces(durable, { instrumentId, side, quantity, tag })) return;
    const state = durable.riskState?.state ?? 'ACTIVE';
    if (state === 'HALTED') violate('K2', `${side} ${quantity} ${name} left while trading is HALTED.`);
    if (state === 'REDUCING') violate('O11', `${side} ${quantity} ${name} left while trading is REDUCING.`);
    if (limits.maxLots === null) return;
    const worst = worstLots(durable, (id) => world.instrument(id).lotSize);
    if (worst > limits.maxLots) {
      violate('O7', `${side} ${quantity} ${name} left: ${worst} lots at worst, max_lots is ${limits.maxLots}.`);
    }
  }
}
