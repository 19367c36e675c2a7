import type { ErrorCode, WireError } from '../../../../contract/errors.ts';
import type { Limits } from '../../../../contract/risk.ts';
import type { RiskOrder, RiskSnapshot } from '../decision.ts';

/** Value and limit as a person reads them. */
export interface Seen {
  value: string;
  limit: string;
}

/** What a rule saw, and the refusal, if it refuses. A pass is put into words only when somebody reads it. */
export interface Verdict {
  seen: () => Seen;
  /** value ÷ limit, or null when it has no such ratio. */
  ratio: number | null;
  denial: WireError | null;
}

/** One rule of the list: pure, and blind to everything but its three arguments. */
export interface RiskRule {
  /** The code of a refusal; a rule with two kinds of refusal names the other in `denial`. */
  readonly code: ErrorCode;
  /** The name a person reads, e.g. "Open lots". */
  readonly name: string;
  /** True when the rule never refuses an order that wholly reduces the confirmed position (R0). */
  readonly entriesOnly: boolean;
  check(order: RiskOrder, snapshot: RiskSnapshot, limits: Limits): Verdict;
}

export function pass(seen: () => Seen, ratio: number | null = null): Verdict {
  return { seen, ratio, denial: null };
}

/** What a rule of strategies says of an order that belongs to none. */
export const BY_HAND: Verdict = pass(() => ({ value: 'by hand', limit: 'off' }));

/** A refusal; `message` names the rule, the value, the limit and what would pass. */
export function refuse(
  code: ErrorCode,
  seen: Seen & { ratio?: number },
  message: string,
  details: Record<string, unknown>,
): Verdict {
  const { value, limit, ratio } = seen;
  return { seen: () => ({ value, limit }), ratio: ratio ?? null, denial: { code, message, details } };
}
