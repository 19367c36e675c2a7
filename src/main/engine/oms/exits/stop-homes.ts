import { priceText } from '../../core/money.ts';
import { isLive } from '../../domain/order.ts';
import type { OrderRecord } from '../../domain/order.ts';
import type { OmsContext } from '../oms-context.ts';
import { isRestingStop } from './exit-due.ts';

/** Says where the stop of a position is, each time that changes: at the exchange, or held by this terminal. */
export class StopHomes {
  readonly #context: OmsContext;
  /** Stops that were said to rest at the exchange. */
  readonly #resting = new Set<string>();
  /** Why the stop of an entry was last said to be held here. */
  readonly #here = new Map<string, string>();

  constructor(context: OmsContext) {
    this.#context = context;
  }

  /**
   * Hears of every change of a stop at the exchange.
   * @param isNeeded the bracket still wants a stop
   */
  follow(stop: OrderRecord, isNeeded: boolean): void {
    const { id, name, state, triggerPrice, quantity, filled } = stop;
    if (state === 'TRIGGER_PENDING' && !this.#resting.has(id)) {
      this.#resting.add(id);
      this.#here.delete(stop.parentId!);
      const units = `${quantity - filled} units`;
      this.#say('order', `The stop of ${name} at ${priceText(triggerPrice!)} rests at the exchange, ${units}.`);
    }
    if (isLive(state)) return;
    const rested = this.#resting.delete(id);
    if (!isNeeded || !isRestingStop(stop) || state === 'FILLED') return;
    const why = whyEnded(stop);
    if (why !== null && (rested || state === 'REJECTED')) this.heldHere(stop.parentId!, name, why);
  }

  /** It is reached while nobody knows whether the one sent to the exchange is there. Said once. */
  reachedInDoubt({ parentId, name }: OrderRecord): void {
    const line = `UNPROTECTED: the stop of ${name} is reached, and whether the one sent to the exchange is there is not known. No other is sent beside it until the broker's books tell.`;
    if (this.#here.get(parentId!) === line) return;
    this.#here.set(parentId!, line);
    this.#say('rms', line);
  }

  /** The stop of an entry cannot rest at the exchange. Said once for each reason in a row. */
  heldHere(entryId: string, name: string, why: string): void {
    if (this.#here.get(entryId) === why) return;
    this.#here.set(entryId, why);
    this.#say('rms', `The stop of ${name} is held by this terminal: ${why}`);
  }

  /** It is cancelled to be placed anew. */
  replaced({ name }: OrderRecord, why: string): void {
    this.#say(
      'order',
      `${why}: the stop of ${name} at the exchange is cancelled and placed anew; this terminal holds it meanwhile.`,
    );
  }

  #say(type: 'order' | 'rms', line: string): void {
    try {
      this.#context.ledger.write((draft) => draft.log(type, line));
    } catch (error) {
      this.#context.log.error(`Could not be written: ${line}`, error);
    }
  }
}

/** Why a stop at the exchange ended untouched; null when this terminal asked for it. */
function whyEnded({ state, reason, requests }: OrderRecord): string | null {
  if (state === 'REJECTED') return `the one sent to the exchange was refused. ${reason?.message ?? ''}`.trim();
  if (state === 'EXPIRED') return 'the one at the exchange ended with the day; it is placed again in the next session.';
  const isOurs = requests.some(({ kind }) => kind === 'cancel');
  return state === 'CANCELLED' && !isOurs
    ? 'the one at the exchange was cancelled elsewhere; it is placed again.'
    : null;
}
