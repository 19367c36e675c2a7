import type { DrillFault } from '../../../../contract/drill.ts';
import { AppError } from '../../core/app-error.ts';
import type { Clock } from '../../core/clock.ts';
import type { Random } from '../../core/random.ts';
import { Signal } from '../../core/signal.ts';
import type {
  Broker,
  BrokerBooks,
  BrokerCapabilities,
  BrokerUpdate,
  CommandOutcome,
  OrderChange,
  PlaceRequest,
} from '../broker.ts';
import { BookFaults } from './book-faults.ts';
import { CommandFaults } from './command-faults.ts';
import { LateCancels } from './late-cancels.ts';
import { UpdateFaults } from './update-faults.ts';

/** What a drill can break at a broker. */
export type BrokerFault = Exclude<DrillFault, 'feedSilent' | 'priceGap'>;

/** What a book that lags declares of itself while it may: the absence proof of T8 then takes its full length. */
const LAG_DECLARED_MS = 15_000;

export interface FaultyBrokerParts {
  inner: Broker;
  clock: Clock;
  /** Hears of subscribers that throw. */
  onError: (error: unknown) => void;
}

/**
 * A paper account that can be made to fail, fault by fault. With none on, everything passes through unchanged. A fault
 * changes what is told, and when; the account behind it stays the truth, and nothing is doubled or lost there.
 */
export class FaultyBroker implements Broker {
  readonly updates = new Signal<BrokerUpdate>();
  /** Monotonic ms of each command that was sent here, since the last `watchCommands`. */
  readonly commandTimes: number[] = [];
  readonly #inner: Broker;
  readonly #clock: Clock;
  readonly #onError: (error: unknown) => void;
  readonly #commands: CommandFaults;
  readonly #stream: UpdateFaults;
  readonly #books: BookFaults;
  readonly #cancels: LateCancels;
  readonly #hits = new Map<BrokerFault, number>();
  readonly #leave: () => void;
  #watched = false;
  #logins = 0;
  #closed = false;

  constructor({ inner, clock, onError }: FaultyBrokerParts) {
    this.#inner = inner;
    this.#clock = clock;
    this.#onError = onError;
    this.#commands = new CommandFaults(clock, (fault) => this.#struck(fault));
    this.#stream = new UpdateFaults(
      clock,
      (update) => this.#tell(update),
      () => this.#struck(this.#stream.stalledAt === null ? 'updatesShuffled' : 'streamStalled'),
    );
    this.#books = new BookFaults(clock, () => inner.books());
    this.#cancels = new LateCancels(
      clock,
      inner,
      (update) => this.#stream.take(update),
      () => this.#struck('lateFill'),
    );
    this.#leave = inner.updates.on((update) => this.#stream.take(update));
  }

  get capabilities(): BrokerCapabilities {
    const { capabilities } = this.#inner;
    if (this.#books.exact) return capabilities;
    return { ...capabilities, orderBookLagMs: Math.max(capabilities.orderBookLagMs, LAG_DECLARED_MS) };
  }

  get lastHeardAt(): number | null {
    return this.#stream.stalledAt ?? this.#inner.lastHeardAt;
  }

  /** The faults that are on. */
  get active(): BrokerFault[] {
    const on: Record<BrokerFault, boolean> = {
      answerLost: this.#commands.has('answerLost'),
      failedBefore: this.#commands.has('failedBefore'),
      rateLimited: this.#commands.has('rateLimited'),
      slowAnswers: this.#commands.has('slowAnswers'),
      lateFill: this.#cancels.active,
      streamStalled: this.#stream.stalledAt !== null,
      updatesShuffled: this.#stream.shuffling,
      bookUnreliable: this.#books.fault !== null,
      sessionExpired: this.#commands.has('sessionExpired'),
    };
    return (Object.keys(on) as BrokerFault[]).filter((fault) => on[fault]);
  }

  /** Commands, updates and reads that a fault has struck since the last `watchCommands`. */
  hits(fault: BrokerFault): number {
    return this.#hits.get(fault) ?? 0;
  }

  /** Starts, or ends, counting hits and commands. */
  watchCommands(watched: boolean): void {
    this.#watched = watched;
    if (!watched) return;
    this.#hits.clear();
    this.commandTimes.length = 0;
  }

  begin(fault: BrokerFault, random: Random): void {
    if (this.#closed) return;
    if (fault === 'streamStalled') this.#stream.stall();
    else if (fault === 'updatesShuffled') this.#stream.shuffle(random);
    else if (fault === 'bookUnreliable') this.#books.begin(random);
    else if (fault === 'lateFill') this.#cancels.begin(random);
    else this.#commands.begin(fault, random);
  }

  /** Takes a fault off; what it held back is let go, once no other fault holds it. */
  end(fault: BrokerFault): void {
    if (fault === 'streamStalled') this.#stream.resume();
    else if (fault === 'updatesShuffled') this.#stream.order();
    else if (fault === 'bookUnreliable') this.#books.end();
    else if (fault === 'lateFill') this.#cancels.end();
    else {
      if (fault === 'sessionExpired' && this.#commands.has(fault)) this.#logins += 1;
      this.#commands.end(fault);
    }
  }

  /** Takes every fault off: all that was held back is told before this returns, or sent on its way. */
  endAll(): void {
    for (const fault of this.active) this.end(fault);
  }

  place(request: PlaceRequest): Promise<CommandOutcome> {
    return this.#command(() => this.#inner.place(request));
  }

  modify(brokerOrderId: string, change: OrderChange): Promise<CommandOutcome> {
    return this.#command(() => this.#inner.modify(brokerOrderId, change));
  }

  cancel(brokerOrderId: string): Promise<CommandOutcome> {
    return this.#command(() => this.#cancels.cancel(brokerOrderId));
  }

  async books(): Promise<BrokerBooks> {
    if (this.#commands.has('sessionExpired')) {
      this.#struck('sessionExpired');
      throw new AppError('BROKER_UNKNOWN', 'The login has expired (fault drill); it is renewed in a few seconds.');
    }
    if (this.#books.fault !== null) this.#struck('bookUnreliable');
    const books = await this.#books.read();
    if (this.#logins === 0) return books;
    return { ...books, session: { ...books.session, id: `${books.session.id} login ${this.#logins + 1}` } };
  }

  /** The account's own books, whatever is broken on the way to them. */
  truth(): Promise<BrokerBooks> {
    return this.#inner.books();
  }

  close(): void {
    this.#closed = true;
    this.#leave();
    this.endAll();
    this.#inner.close();
  }

  #command(send: () => Promise<CommandOutcome>): Promise<CommandOutcome> {
    if (this.#watched) this.commandTimes.push(this.#clock.monotonic());
    return this.#commands.carry(send);
  }

  #struck(fault: BrokerFault): void {
    if (this.#watched) this.#hits.set(fault, this.hits(fault) + 1);
  }

  #tell(update: BrokerUpdate): void {
    if (this.#closed) return;
    try {
      this.updates.emit(update);
    } catch (error) {
      this.#onError(error);
    }
  }
}
