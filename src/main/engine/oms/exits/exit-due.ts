import { isLive } from '../../domain/order.ts';
import type { OrderRecord } from '../../domain/order.ts';

/** How long the exit of a target or stop may take to fill. */
export const EXIT_DUE_MS = 1000;

/** True for the stop of a bracket that rests at the exchange, or is on its way there, and has not triggered. */
export function isRestingStop({ source, triggerPrice, state }: OrderRecord): boolean {
  return source === 'BRACKET' && triggerPrice !== null && state !== 'OPEN' && state !== 'PARTIAL';
}

/**
 * True for the exit of a target or stop that should have been filled by now (B4); a stop that has triggered is at once. A
 * clock that was set back makes none young (F8).
 */
export function isOverdueExit(record: OrderRecord, now: number): boolean {
  const { source, state, createdAt, triggerPrice } = record;
  if (source !== 'BRACKET' || !isLive(state) || isRestingStop(record)) return false;
  const age = now - createdAt;
  return triggerPrice !== null || age < 0 || age >= EXIT_DUE_MS;
}
