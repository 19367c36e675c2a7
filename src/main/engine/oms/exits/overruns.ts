import type { Timer } from '../../core/clock.ts';
import type { OrderRecord } from '../../domain/order.ts';
import type { OmsContext } from '../oms-context.ts';
import type { OrderPlacer } from '../orders/place.ts';
import { ExitTries } from './exit-tries.ts';
import { flattenOverrun, overrunLots } from './overrun.ts';

/** Flattens what the exits of an entry filled too much (B1'), at a pace of its own: a broker that refuses it is not flooded. */
export class Overruns {
  readonly #context: OmsContext;
  readonly #placer: OrderPlacer;
  readonly #tries: ExitTries;
  /** The next look at each entry. */
  readonly #next = new Map<string, Timer>();

  constructor(context: OmsContext, placer: OrderPlacer) {
    this.#context = context;
    this.#placer = placer;
    this.#tries = new ExitTries(context.clock);
  }

  /** Looks at what an entry's exits took; `again` is called when it is worth another look. */
  look(entry: OrderRecord, again: () => void): void {
    const { phase, trust, quotes, doubt } = this.#context;
    const lots = overrunLots(this.#context, entry);
    if (lots === 0) return;
    if (this.#tries.mustWait(entry.id)) {
      this.#lookLater(entry.id, again);
      return;
    }
    const quote = quotes.get(entry.instrumentId);
    const touch = (entry.side === 'BUY' ? quote?.ask : quote?.bid) ?? 0;
    const canGo = trust.since !== null && touch > 0;
    if (canGo) this.#tries.note(entry.id);
    else this.#tries.putOff(entry.id);
    this.#lookLater(entry.id, again);
    if (!canGo || !phase().open) return;
    try {
      flattenOverrun(this.#context, this.#placer, entry, lots);
    } catch (error) {
      doubt(`What the exits of ${entry.name} filled too much could not be flattened`, error);
    }
  }
  /** Once for each entry. A timer may fire a moment before its time, as after a suspend: then it is still to wait, and set again. */
  #lookLater(entryId: string, again: () => void): void {
    if (this.#next.has(entryId)) return;
    const timer = this.#context.clock.setTimeout(() => {
      this.#next.delete(entryId);
      again();
    }, this.#tries.wait(entryId));
    this.#next.set(entryId, timer);
  }
}
