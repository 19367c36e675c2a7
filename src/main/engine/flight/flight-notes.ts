import type { OrderSource } from '../../../contract/enums.ts';
import type { JournalEntry } from '../domain/order.ts';
import type { RiskDecision } from '../rms/decision.ts';

/**
 * Where the order path leaves its times. Before an order has left it calls `now` and nothing else; every note is made
 * after. A note never fails and never waits: what is told here may be lost.
 */
export interface FlightNotes {
  /** Monotonic ms. */
  now(): number;
  /** A client asked for something. `pressedAt`: its key press, by our monotonic clock; null when it does not know. */
  asked(intentId: string, pressedAt: number | null): void;
  /** Orders were decided on together. `askedAs` names the intent that was asked for, of which they may be parts. */
  decided(
    orders: readonly { id: string }[],
    askedAs: string,
    times: { begun: number; decided: number },
    decision: RiskDecision,
  ): void;
  /** A write is durable, and what it let go has left. `at` is the commit; `halts`: the trading state changed in it. */
  committed(entries: readonly JournalEntry[], at: number, halts: boolean): void;
  /** The broker was handed an order. */
  wired(order: { id: string; intentId: string; source: OrderSource }): void;
  /** The broker's answer to a place has come. */
  answered(orderId: string): void;
  /** The risk watch begins on a tick, and has done with it. */
  tick(): void;
  tickDone(): void;
  /** Makes every note so far readable. */
  write(): void;
}

/** For an OMS whose flights nobody records. */
export const noFlightNotes: FlightNotes = {
  now: () => 0,
  asked: () => {},
  decided: () => {},
  committed: () => {},
  wired: () => {},
  answered: () => {},
  tick: () => {},
  tickDone: () => {},
  write: () => {},
};
