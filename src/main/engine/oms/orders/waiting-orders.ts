import type { WireError } from '../../../../contract/errors.ts';
import type { Clock, Timer } from '../../core/clock.ts';
import type { OrderRecord } from '../../domain/order.ts';
import type { OrderLedger } from '../ledger/order-ledger.ts';

/** What keeps an order from leaving. */
interface InTheWay {
  isHeld: (record: OrderRecord) => boolean;
  /** What the trader is told when it did not clear in time. */
  tooLate: (record: OrderRecord, waitMs: number) => WireError;
}

interface Waiting {
  record: OrderRecord;
  free: () => void;
  timer: Timer;
}

/** Queued orders that wait until something at the broker is out of their way; looked at anew with every change of the books. */
export class WaitingOrders {
  readonly #clock: Clock;
  readonly #inTheWay: InTheWay;
  readonly #waiting = new Map<string, Waiting>();

  constructor({ clock, ledger }: { clock: Clock; ledger: OrderLedger }, inTheWay: InTheWay) {
    this.#clock = clock;
    this.#inTheWay = inTheWay;
    ledger.changed.on(() => this.#look());
  }

  /** Runs `free` once nothing is in the way, or `late` after `waitMs`. */
  wait(record: OrderRecord, waitMs: number, free: () => void, late: (reason: WireError) => void): void {
    const timer = this.#clock.setTimeout(() => {
      this.#waiting.delete(record.id);
      late(this.#inTheWay.tooLate(record, waitMs));
    }, waitMs);
    this.#waiting.set(record.id, { record, free, timer });
    this.#look();
  }

  /** It waits no more: it was dropped. */
  forget(orderId: string): void {
    this.#waiting.get(orderId)?.timer.cancel();
    this.#waiting.delete(orderId);
  }

  #look(): void {
    for (const [id, { record, free }] of this.#waiting) {
      if (this.#inTheWay.isHeld(record)) continue;
      this.forget(id);
      free();
    }
  }
}
