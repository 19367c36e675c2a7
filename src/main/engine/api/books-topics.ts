import type { HeldLock } from '../../../contract/protection.ts';
import type { Funds, Position } from '../../../contract/trading.ts';
import type { Risk } from '../../../contract/risk.ts';
import type { TableDelta } from '../../../contract/protocol.ts';
import type { Clock } from '../core/clock.ts';
import type { Signal } from '../core/signal.ts';
import type { TradingSession } from '../desk/trading-session.ts';
import type { TopicSubscription } from './desk-api.ts';

const MARK_MS = 250;

/** A table whose rows are told one by one, each after it is durable. */
export function rowsOf<Row>(
  snapshot: Row[],
  changed: Signal<Row>,
  emit: (delta: TableDelta<Row>) => void,
): { snapshot: Row[]; close: () => void } {
  return { snapshot, close: changed.on((row) => emit({ upsert: [row], remove: [] })) };
}

/** Positions: at once when one changes, and marked to market four times a second while the market moves. */
export function positionsTopic(
  { oms, hub }: TradingSession,
  clock: Clock,
  emit: (delta: TableDelta<Position>) => void,
): TopicSubscription<'positions'> {
  let moved = false;
  const held = new Set(oms.positionViews().map(({ instrumentId }) => instrumentId));
  const leave = [
    oms.positions.on((position) => {
      held.add(position.instrumentId);
      emit({ upsert: [position], remove: [] });
    }),
    hub.onTick(({ instrumentId }) => {
      moved ||= held.has(instrumentId);
    }),
  ];
  const timer = clock.setInterval(() => {
    if (!moved) return;
    moved = false;
    emit({ upsert: oms.positionViews(), remove: [] });
  }, MARK_MS);
  return { snapshot: oms.positionViews(), close: closing(leave, timer) };
}

/** The account's day, four times a second while it changes. */
export function fundsTopic(
  { oms }: TradingSession,
  clock: Clock,
  emit: (funds: Funds) => void,
): TopicSubscription<'funds'> {
  return sampled(() => oms.funds(), clock, emit);
}

/** The profit locks, four times a second while they change. */
export function locksTopic(
  { oms }: TradingSession,
  clock: Clock,
  emit: (locks: HeldLock[]) => void,
): TopicSubscription<'locks'> {
  return sampled(() => oms.profitLocks.views(), clock, emit);
}

/** Limits and counters, four times a second while they change, and at once on a change of state. */
export function riskTopic(
  { oms }: TradingSession,
  clock: Clock,
  emit: (risk: Risk) => void,
): TopicSubscription<'risk'> {
  const sample = sampled(() => oms.risk(), clock, emit);
  const leave = oms.riskChanged.on(() => emit(oms.risk()));
  return { snapshot: sample.snapshot, close: closing([leave, sample.close], null) };
}

/** A value, four times a second while it changes. */
export function sampled<Value>(
  read: () => Value,
  clock: Clock,
  emit: (value: Value) => void,
): { snapshot: Value; close: () => void } {
  const snapshot = read();
  let told = JSON.stringify(snapshot);
  const timer = clock.setInterval(() => {
    const value = read();
    const text = JSON.stringify(value);
    if (text === told) return;
    told = text;
    emit(value);
  }, MARK_MS);
  return { snapshot, close: () => timer.cancel() };
}

function closing(leave: (() => void)[], timer: { cancel(): void } | null): () => void {
  return () => {
    for (const unsubscribe of leave) unsubscribe();
    timer?.cancel();
  };
}
