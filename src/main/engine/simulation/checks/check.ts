import type { Instrument } from '../../../../contract/market.ts';
import type { BrokerCapabilities, BrokerFill } from '../../brokers/broker.ts';
import type { MarketQuote } from '../../domain/quote.ts';
import type { RiskDecision, RiskOrder } from '../../rms/decision.ts';
import type { Limits } from '../../../../contract/risk.ts';
import type { HeldLock } from '../../../../contract/protection.ts';
import type { DeskStore } from '../../store/desk-store.ts';
import type { Committed, Durable } from '../durable.ts';
import type { Sent } from '../sim-broker.ts';
import type { TrueOrder } from '../sim-exchange.ts';

/** The broker's ground truth. */
export interface Truth {
  readonly orders: ReadonlyMap<string, TrueOrder>;
  readonly fills: readonly BrokerFill[];
  /** Tags of the places that were taken, as often as they were. */
  readonly accepted: readonly string[];
  /** Net units by contract. */
  readonly positions: ReadonlyMap<number, number>;
  /** How many reads of the books have failed, as the program heard of it. */
  readonly failedReads: number;
  /** True time at which the books last showed other positions than there are; 0 is never. */
  readonly misledAt: number;
}

/** What a market offers, paise; 0 where there is nothing. */
export type Offer = Readonly<Pick<MarketQuote, 'bid' | 'ask' | 'ltp'>>;

/** The program as it is in memory, as far as it can be seen. */
export interface RunningDesk {
  /** Contract views of today's orders. */
  orders(): readonly { id: string; state: string; filled: number; quantity: number; filledValue: number }[];
  netQty(instrumentId: number): number;
  /** Epoch ms since which the books agree, or null. */
  reconciledAt(): number | null;
  /** True while it says that the broker's books could not be read. */
  booksUnread(): boolean;
  /** ACTIVE, REDUCING or HALTED; null while it says itself that this is not written. */
  tradingState(): string | null;
  /** The stops in force by contract, paise; of positions that have one. */
  stops(): readonly { instrumentId: number; netQty: number; slPrice: number }[];
  /** Whether a position is said to be UNPROTECTED. */
  isUnprotected(instrumentId: number): boolean;
  /** Profit locks that are not over. */
  locks(): readonly HeldLock[];
  /** Its own quote of a contract, null without one. */
  quote(instrumentId: number): Offer | null;
  /** Whether it takes that quote for old. */
  isStale(instrumentId: number): boolean;
  /** The money of the day, paise. */
  money(): { opening: number; realised: number; charges: number };
  /** Margin of a set of positions at their marks, paise. */
  marginOf(positions: readonly { instrumentId: number; netQty: number }[]): number;
  /** Whether what a contract stands on has a price; margin is a guess without. */
  hasForward(instrumentId: number): boolean;
}

/** What checks look at. */
export interface CheckedWorld {
  /** True time, epoch ms. */
  readonly now: number;
  /** IST day by the machine's clock, `YYYY-MM-DD`. */
  readonly wallDay: string;
  /** Whether the exchange trades. */
  readonly isOpen: boolean;
  /** What the account was opened with, paise. */
  readonly margin: number;
  /** The true market of a contract. */
  readonly market: { get(instrumentId: number): Offer | null };
  readonly durable: Durable;
  readonly truth: Truth;
  readonly capabilities: BrokerCapabilities;
  readonly store: Pick<DeskStore, 'journal' | 'verifyLogs'>;
  readonly limits: Limits;
  /** True time of the last tick. */
  readonly lastTickAt: number;
  /** True when the trader has re-armed in this step. */
  readonly rearmed: boolean;
  /** Null while the program is down. */
  readonly desk: RunningDesk | null;
  /** Whether the program was down, asleep or without its disk at any time since. */
  readonly hamperedSince: (at: number) => boolean;
  /** Orders that lived when the trader cancelled everything, the last time; null when that never was. */
  readonly cancelledAll: ReadonlySet<string> | null;
  readonly instrument: (id: number) => Instrument;
}

/** Says that an invariant is broken: its id and a sentence. */
export type Violate = (rule: string, sentence: string) => void;

/** One group of invariants, watched while a seed runs. A check keeps its own books and trusts none of the engine's. */
export interface Check {
  /** Ids of the invariants, e.g. O5. */
  readonly rules: readonly string[];
  /** A transaction is durable. */
  onCommit?(committed: Committed, world: CheckedWorld, violate: Violate): void;
  /** A command leaves the program. */
  onSent?(sent: Sent, world: CheckedWorld, violate: Violate): void;
  /** The RMS has decided. */
  onDecision?(order: RiskOrder, decision: RiskDecision, violate: Violate): void;
  /** After each step. */
  onStep?(world: CheckedWorld, violate: Violate): void;
  /** Faults and trading have stopped for a while: everything must have come right. */
  atRest?(world: CheckedWorld, violate: Violate): void;
}
