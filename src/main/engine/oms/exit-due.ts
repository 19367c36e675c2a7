import { isLive } from '../domain/order.ts';
import type { OrderRecord } from '../domain/order.ts';

/** How long the exit of a target or stop may take to fill. */
export const EXIT_DUE_MS = 1000;

/** True for the exit of a target or stop that should have been filled by now (B4). */
export function isOverdueExit({ source, state, createdAt }: OrderRecord, now: number): boolean {
  return source === 'BRACKET' && isLive(state) && now - createdAt >= EXIT_DUE_MS;
}
