import { createHash } from 'node:crypto';

/**
 * The intent id of part `index` of an intent: the same parts for the same intent on every run, so that a repeated key
 * press or a restart cannot place a part twice (O5). Part 0 is the intent itself.
 */
export function derivedId(intentId: string, index: number): string {
  if (index === 0) return intentId;
  const hex = createHash('sha256').update(`${intentId}/${index}`).digest('hex');
  const variant = ((Number.parseInt(hex[16]!, 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
