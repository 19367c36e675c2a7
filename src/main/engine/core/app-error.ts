import type { ErrorCode, WireError } from '../../../contract/errors.ts';

/** A refusal a person can act on: a code of the contract's table and a sentence with rule, value, limit and next step. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: Record<string, unknown>;

  constructor(code: ErrorCode, message: string, details: Record<string, unknown> = {}) {
    super(message);
    this.name = 'AppError';
    this.code = code;
    this.details = details;
  }

  toWire(): WireError {
    return { code: this.code, message: this.message, details: this.details };
  }
}
