import { basename } from 'node:path';
import { AppError } from '../../core/app-error.ts';

/** Says of DuckDB's refusal to open a file what a person can do about it. */
export function openFailure(file: string, cause: unknown): AppError {
  const text = messageOf(cause);
  const details = { file, cause: text };
  const name = basename(file);
  if (/could not set lock|conflicting lock/i.test(text)) {
    return new AppError('STORE_LOCKED', `${name} is open in another program. Close it and start again.`, details);
  }
  if (/newer version|version number \d+, but/i.test(text)) {
    return new AppError(
      'STORE_NEWER',
      `${name} was written by a newer version of the terminal. Start that version, or move the file away to begin a new one.`,
      details,
    );
  }
  return new AppError(
    'STORE_DAMAGED',
    `${name} cannot be opened (${firstLine(text)}). Nothing was changed. Put back a copy of it, or move it away to begin a new one.`,
    details,
  );
}

/** A read or write that failed on an open file. */
export function storeFailure(act: string, cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  const text = messageOf(cause);
  if (/no space left|disk is full|not enough space/i.test(text)) {
    const sentence = `The tick store could not ${act}: the disk is full. Free some space; recording goes on by itself.`;
    return new AppError('STORE_FAILED', sentence, { cause: text });
  }
  return new AppError('STORE_FAILED', `The tick store could not ${act}: ${firstLine(text)}`, { cause: text });
}

export function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

export function firstLine(text: string): string {
  return text.split('\n', 1)[0]!.trim();
}
