import { randomUUID } from 'node:crypto';
import { Random } from './random.ts';

/** The only source of identifiers in the engine. */
export interface Ids {
  /** A random UUID, version 4. */
  uuid(): string;
}

/** Unpredictable ids, so that a collision or a guess tells nothing. */
export const systemIds: Ids = { uuid: () => randomUUID() };

/** The same ids for the same seed; for tests and simulation. */
export function seededIds(seed: number): Ids {
  const random = new Random(seed);
  const hex = (digits: number) =>
    Math.floor(random.next() * 16 ** digits)
      .toString(16)
      .padStart(digits, '0');
  return {
    uuid: () =>
      `${hex(8)}-${hex(4)}-4${hex(3)}-${(8 + Math.floor(random.next() * 4)).toString(16)}${hex(3)}-${hex(6)}${hex(6)}`,
  };
}
