import { countWithin, roomAt } from '../core/sliding-window.ts';
import type { BrokerCapabilities } from '../brokers/broker.ts';

type RateLimits = Pick<BrokerCapabilities, 'rateLimits'>;

/** One sliding window of the broker: places, modifies and cancels used, and what is allowed. */
export interface WindowUsage {
  windowMs: number;
  used: number;
  max: number;
  /** The part of `max` that entries must leave. */
  reservedForExits: number;
}

/** The use of every window at `now`; `sent` and `now` in monotonic ms, `sent` oldest first. */
export function usage(sent: readonly number[], now: number, capabilities: RateLimits): WindowUsage[] {
  return capabilities.rateLimits.map((limit) => ({ ...limit, used: countWithin(sent, now, limit.windowMs) }));
}

/**
 * The first monotonic ms from `now` on at which one more place, modify or cancel may leave (O12).
 * Entries leave the reserve of every window to exits and cancels, which may use all of it.
 */
export function grantAt(sent: readonly number[], now: number, capabilities: RateLimits, isExit: boolean): number {
  let at = now;
  for (const limit of capabilities.rateLimits) {
    const max = isExit ? limit.max : limit.max - limit.reservedForExits;
    at = Math.max(at, roomAt(sent, now, limit.windowMs, max));
  }
  return at;
}
