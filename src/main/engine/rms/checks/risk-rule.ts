import type { ErrorCode, WireError } from '../../../../contract/errors.ts';
import type { Limits } from '../../../../contract/risk.ts';
import type { RiskOrder, RiskSnapshot } from '../decision.ts';

/** What a rule saw: value and limit as a person reads them, and the refusal, if it refuses. */
export interface Verdict {
  value: string;
  limit: string;
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

export function pass(value: string, limit: string, ratio: number | null = null): Verdict {
  return { value, limit, ratio, denial: null };
}

/** A refusal; `message` names the rule, the value, the limit and what would pass. */
export function refuse(
  code: ErrorCode,
  seen: { value: string; limit: string; ratio?: number },
  message: string,
  details: Record<string, unknown>,
): Verdict {
  return { value: seen.value, limit: seen.limit, ratio: seen.ratio ?? null, denial: { code, message, details } };
}
