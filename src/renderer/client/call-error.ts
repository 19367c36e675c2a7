import type { ErrorCode, WireError } from '../../contract/errors.ts';

/** A refused or failed call: `message` is a sentence for a person, `code` and `details` are the contract's. */
export class CallError extends Error {
  readonly code: ErrorCode;
  readonly details: Record<string, unknown>;

  constructor(error: WireError) {
    super(error.message);
    this.name = 'CallError';
    this.code = error.code;
    this.details = error.details;
  }
}

/** The sentence of anything thrown by a call. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
