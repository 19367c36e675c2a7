import { DAY_MS, istDay, istMidnight } from '../../core/ist.ts';
import type { OmsContext } from '../oms-context.ts';

/** While a settlement price is not known, or could not be written, it is asked for this often. */
const AGAIN_MS = 10_000;

/**
 * Marks open futures to market once a day has ended (P10), at the first moment after it that somebody looks: the day roll, or
 * the next start. A fill of a new day settles its own position first, in the ledger.
 */
export class DailySettlement {
  readonly #context: Pick<OmsContext, 'clock' | 'ledger' | 'portfolio' | 'log'>;
  /** Epoch ms before which nothing is due; infinite until the books were read, since they may tell of fills before. */
  #next = Number.POSITIVE_INFINITY;

  constructor(context: Pick<OmsContext, 'clock' | 'ledger' | 'portfolio' | 'log'>) {
    this.#context = context;
  }

  /** The books have been read: what they told of earlier days is booked. */
  start(): void {
    this.#next = 0;
    this.look();
  }

  /** Something was booked: what is open may not be what was looked at. */
  onBooked(): void {
    if (this.#next !== Number.POSITIVE_INFINITY) this.#next = 0;
  }

  /** Cheap until a day has ended; never throws, since marks and stops wait behind it. */
  look(): void {
    const { clock, ledger, portfolio, log } = this.#context;
    const now = clock.now();
    if (now < this.#next) return;
    this.#next = istMidnight(istDay(now)) + DAY_MS;
    const due = portfolio.unsettled();
    if (due.length === 0) return;
    try {
      ledger.write((draft) => {
        for (const { instrumentId } of due) draft.settle(instrumentId, null);
      });
    } catch (error) {
      log.error('A daily settlement could not be written; it is tried again.', error);
    }
    if (portfolio.unsettled().length > 0) this.#next = now + AGAIN_MS;
  }
}
