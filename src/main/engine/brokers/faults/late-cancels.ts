import type { Clock } from '../../core/clock.ts';
import type { Random } from '../../core/random.ts';
import type { Broker, BrokerUpdate, CommandOutcome } from '../broker.ts';
import { Held } from './held.ts';

/** How long the order works on at the exchange after its cancel was confirmed, ms. */
const WORKS_ON_MS = { from: 300, to: 1500 };
/** Between tries of a cancel that the broker's order rate had no room for, ms. */
const RETRY_MS = 250;
const SHARE = 0.7;

/** Cancels that are confirmed before the exchange has heard of them: the order may fill after its end (F17, F18). */
export class LateCancels {
  readonly #clock: Clock;
  readonly #inner: Broker;
  readonly #tell: (update: BrokerUpdate) => void;
  readonly #struck: () => void;
  readonly #held: Held;
  #random: Random | null = null;

  constructor(clock: Clock, inner: Broker, tell: (update: BrokerUpdate) => void, struck: () => void) {
    this.#clock = clock;
    this.#inner = inner;
    this.#tell = tell;
    this.#struck = struck;
    this.#held = new Held(clock);
  }

  get active(): boolean {
    return this.#random !== null;
  }

  begin(random: Random): void {
    this.#random = random;
  }

  /** Cancels that are still on their way reach the exchange now. */
  end(): void {
    this.#random = null;
    this.#held.letGo();
  }

  async cancel(brokerOrderId: string): Promise<CommandOutcome> {
    const random = this.#random;
    if (random === null || random.next() >= SHARE) return this.#inner.cancel(brokerOrderId);
    const { orders } = await this.#inner.books();
    const row = orders.find((order) => order.brokerOrderId === brokerOrderId);
    const works = row?.status === 'OPEN' || row?.status === 'PARTIAL' || row?.status === 'TRIGGER_PENDING';
    if (!works || this.#random === null) return this.#inner.cancel(brokerOrderId);
    this.#struck();
    this.#held.later(random.integer(WORKS_ON_MS.from, WORKS_ON_MS.to), () => this.#reach(brokerOrderId));
    this.#tell({ type: 'order', order: { ...row, status: 'CANCELLED', ts: this.#clock.now() } });
    return { outcome: 'accepted', brokerOrderId };
  }

  /** A cancel that was confirmed must come true: only the order's own end excuses it. */
  #reach(brokerOrderId: string): void {
    void this.#inner.cancel(brokerOrderId).then((outcome) => {
      if (outcome.outcome !== 'refused' || outcome.code !== 'RMS_RATE_LIMIT') return;
      this.#clock.setTimeout(() => this.#reach(brokerOrderId), RETRY_MS);
    });
  }
}
