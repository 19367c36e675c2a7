import type { JournalEntry, OrderRecord, TradeRecord } from '../domain/order.ts';
import type { PositionRecord } from '../domain/position.ts';
import type { RiskStateRecord } from '../domain/risk-state.ts';
import type { BracketRecord, ProfitLockRecord } from '../store/desk-store.ts';

/** One write of a transaction, by the name of the method that made it. */
export interface Write {
  name: string;
  args: readonly unknown[];
}

/** A journal line with the order as it was before and after the transaction that wrote it. */
export interface Journalled {
  entry: JournalEntry;
  before: OrderRecord | null;
  after: OrderRecord;
}

/** What one transaction changed. */
export interface Committed {
  orders: OrderRecord[];
  journal: Journalled[];
  trades: TradeRecord[];
  positions: PositionRecord[];
  brackets: BracketRecord[];
  locks: ProfitLockRecord[];
  riskStates: RiskStateRecord[];
  lines: string[];
}

/** Everything that became durable, followed write by write from outside the engine. */
export class Durable {
  readonly orders = new Map<string, OrderRecord>();
  readonly byTag = new Map<string, OrderRecord>();
  /** Number of the last journal line of each order. */
  readonly seqs = new Map<string, number>();
  readonly trades = new Map<string, TradeRecord[]>();
  readonly positions = new Map<number, PositionRecord>();
  readonly brackets = new Map<string, BracketRecord>();
  /** Profit locks by their id, those that are over too. */
  readonly locks = new Map<string, ProfitLockRecord>();
  readonly live = new Set<string>();
  riskState: RiskStateRecord | null = null;
  #fresh: Committed[] = [];

  /** Takes over what a transaction wrote, once it is committed. */
  commit(writes: readonly Write[]): void {
    const committed: Committed = {
      orders: [],
      journal: [],
      trades: [],
      positions: [],
      brackets: [],
      locks: [],
      riskStates: [],
      lines: [],
    };
    const before = new Map<string, OrderRecord | null>();
    for (const { name, args } of writes) {
      const [first, second] = args;
      if (name === 'saveOrder') {
        const order = first as OrderRecord;
        before.set(order.id, this.orders.get(order.id) ?? null);
        this.#putOrder(order);
        committed.orders.push(order);
      } else if (name === 'appendTrade') {
        const trade = first as TradeRecord;
        const known = this.trades.get(trade.orderId);
        if (known === undefined) this.trades.set(trade.orderId, [trade]);
        else known.push(trade);
        committed.trades.push(trade);
      } else if (name === 'savePosition') {
        const position = first as PositionRecord;
        this.positions.set(position.instrumentId, position);
        committed.positions.push(position);
      } else if (name === 'saveBracket') {
        const bracket = first as BracketRecord;
        this.brackets.set(bracket.entryOrderId, bracket);
        committed.brackets.push(bracket);
      } else if (name === 'saveProfitLock') {
        const lock = first as ProfitLockRecord;
        this.locks.set(lock.id, lock);
        committed.locks.push(lock);
      } else if (name === 'saveRiskState') {
        this.riskState = first as RiskStateRecord;
        committed.riskStates.push(this.riskState);
      } else if (name === 'log') {
        committed.lines.push(second as string);
      }
    }
    for (const { name, args } of writes) {
      if (name !== 'appendJournal') continue;
      const entry = args[0] as JournalEntry;
      const after = this.orders.get(entry.orderId)!;
      committed.journal.push({ entry, before: before.get(entry.orderId) ?? null, after });
    }
    this.#fresh.push(committed);
  }

  /** What was committed since this was last asked. */
  takeFresh(): Committed[] {
    const fresh = this.#fresh;
    if (fresh.length > 0) this.#fresh = [];
    return fresh;
  }

  #putOrder(order: OrderRecord): void {
    this.orders.set(order.id, order);
    if (order.tag !== '') this.byTag.set(order.tag, order);
    if (isOpen(order.state)) this.live.add(order.id);
    else this.live.delete(order.id);
  }
}

const OPEN_STATES: ReadonlySet<string> = new Set([
  'DRAFT',
  'QUEUED',
  'SENDING',
  'UNKNOWN',
  'ACKED',
  'TRIGGER_PENDING',
  'OPEN',
  'PARTIAL',
]);

function isOpen(state: string): boolean {
  return OPEN_STATES.has(state);
}
