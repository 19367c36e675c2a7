import type { OrderSource } from '../../../contract/enums.ts';
import type { Check } from '../../../contract/trading.ts';
import type { Clock, Timer } from '../core/clock.ts';
import type { OperatorLog } from '../core/operator-log.ts';
import type { JournalEntry } from '../domain/order.ts';
import type { RiskDecision } from '../rms/decision.ts';
import type { CacheStore, FlightNoteRecord } from '../store/cache-store.ts';
import type { FlightNotes } from './flight-notes.ts';
import type { LatencyBook } from './latency-book.ts';

/** Notes are written this long after the first of them, when the order has long left. */
const WRITE_MS = 250;
/** Beyond these the oldest are forgotten: memory stays flat on a disk that refuses. */
const MOST_UNWRITTEN = 20_000;
const MOST_ASKED = 500;
const MOST_FLYING = 5000;
/** A window's clock is aligned to less than this: a press so little after its arrival was at the arrival. */
const ALIGNED_MS = 5;
/** A press further back than this was no press of the order. */
const MOST_PRESS_AGE_MS = 60_000;

interface Note {
  orderId: string;
  kind: FlightNoteRecord['kind'];
  /** Monotonic ms. */
  at: number;
  seq: number | null;
  checks: Check[] | null;
}

interface Flying {
  /** Epoch ms of the monotonic zero, taken once per order: its times are then exact to each other. */
  zero: number;
  wiredAt: number | null;
}

/** Collects the notes of one session in memory, counts its latencies, and writes the notes off the order path. */
export class FlightRecorder implements FlightNotes {
  readonly #clock: Clock;
  readonly #cache: CacheStore;
  readonly #latency: LatencyBook | null;
  readonly #log: OperatorLog;
  readonly #asked = new Map<string, { pressedAt: number | null; receivedAt: number }>();
  readonly #flying = new Map<string, Flying>();
  #unwritten: Note[] = [];
  #writing: Timer | null = null;
  #tickAt: number | null = null;
  #refused = false;

  /** @param parts `latency` null: the clock is a replay's, which stands still while the engine works and measures nothing */
  constructor(parts: { clock: Clock; cache: CacheStore; latency: LatencyBook | null; log: OperatorLog }) {
    this.#clock = parts.clock;
    this.#cache = parts.cache;
    this.#latency = parts.latency;
    this.#log = parts.log;
  }

  now(): number {
    return this.#clock.monotonic();
  }

  asked(intentId: string, pressedAt: number | null): void {
    const receivedAt = this.now();
    // Asked twice, the first is the one that placed.
    if (this.#asked.has(intentId)) return;
    this.#asked.set(intentId, { pressedAt: this.#pressedAt(pressedAt, receivedAt), receivedAt });
    dropOldest(this.#asked, MOST_ASKED);
  }

  decided(
    orders: readonly { id: string }[],
    askedAs: string,
    times: { begun: number; decided: number },
    decision: RiskDecision,
  ): void {
    const asked = this.#asked.get(askedAs);
    const checked = orders.map(({ id }) => {
      if (asked !== undefined && asked.pressedAt !== null) this.#note(id, 'pressed', asked.pressedAt);
      this.#note(id, 'received', asked?.receivedAt ?? times.begun);
      return this.#note(id, 'checked', times.decided);
    });
    // Words are made at the end of this turn: the order's siblings have left, and no tick has moved what was looked at.
    queueMicrotask(() => {
      const checks = decision.checks();
      for (const note of checked) note.checks = checks;
    });
  }

  committed(entries: readonly JournalEntry[], at: number, halts: boolean): void {
    for (const { orderId, seq } of entries) this.#note(orderId, 'committed', at, seq);
    if (this.#tickAt === null || !(halts || entries.some(isAct))) return;
    this.#latency?.add('tickToRisk', this.now() - this.#tickAt);
    this.#tickAt = null;
  }

  wired({ id, intentId, source }: { id: string; intentId: string; source: OrderSource }): void {
    const at = this.now();
    this.#note(id, 'wired', at);
    this.#flight(id).wiredAt = at;
    const asked = this.#asked.get(intentId);
    if (source === 'HAND' && asked !== undefined) {
      this.#latency?.add('keyToWire', at - (asked.pressedAt ?? asked.receivedAt));
    }
  }

  answered(orderId: string): void {
    const at = this.now();
    this.#note(orderId, 'answered', at);
    const { wiredAt } = this.#flight(orderId);
    if (wiredAt !== null) this.#latency?.add('wireToAck', at - wiredAt);
  }

  tick(): void {
    this.#tickAt = this.now();
  }

  tickDone(): void {
    this.#tickAt = null;
  }

  /** Writes what waits to be, so that it can be read. A disk that refuses costs the notes, nothing else. */
  write(): void {
    this.#writing?.cancel();
    this.#writing = null;
    if (this.#unwritten.length === 0) return;
    const records = this.#unwritten.map((note) => this.#record(note));
    this.#unwritten = [];
    try {
      this.#cache.addFlightNotes(records);
      this.#refused = false;
    } catch (error) {
      if (!this.#refused) this.#log.error('Flight notes could not be kept; the orders themselves are.', error);
      this.#refused = true;
    }
  }

  /** A press that can be: no replay's clock tells one, and none is of the future or long ago. */
  #pressedAt(pressedAt: number | null, receivedAt: number): number | null {
    if (pressedAt === null || this.#latency === null) return null;
    const age = receivedAt - pressedAt;
    return age < -ALIGNED_MS || age > MOST_PRESS_AGE_MS ? null : Math.min(pressedAt, receivedAt);
  }

  #note(orderId: string, kind: Note['kind'], at: number, seq: number | null = null): Note {
    this.#flight(orderId);
    const note: Note = { orderId, kind, at, seq, checks: null };
    this.#unwritten.push(note);
    if (this.#unwritten.length > MOST_UNWRITTEN) this.#unwritten.shift();
    this.#writing ??= this.#clock.setTimeout(() => this.write(), WRITE_MS);
    return note;
  }

  #flight(orderId: string): Flying {
    const known = this.#flying.get(orderId);
    if (known !== undefined) return known;
    const flight = { zero: this.#clock.now() - this.#clock.monotonic(), wiredAt: null };
    this.#flying.set(orderId, flight);
    dropOldest(this.#flying, MOST_FLYING);
    return flight;
  }

  #record({ orderId, kind, at, seq, checks }: Note): FlightNoteRecord {
    const data = checks === null ? null : JSON.stringify(checks);
    return { orderId, kind, at: this.#flight(orderId).zero + at, seq, data };
  }
}

/** An order or a request that goes out. */
function isAct({ event }: JournalEntry): boolean {
  return event.type === 'sending' || event.type === 'request';
}

function dropOldest(map: Map<string, unknown>, most: number): void {
  if (map.size <= most) return;
  for (const oldest of map.keys()) {
    map.delete(oldest);
    return;
  }
}
