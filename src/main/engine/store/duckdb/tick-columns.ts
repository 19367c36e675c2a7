import type { TickColumns } from '../tick-store.ts';

/** The buffers of the columns, each once, to be transferred rather than copied. */
export function columnBuffers(columns: TickColumns): ArrayBuffer[] {
  const buffers = Object.values(columns as unknown as Record<string, number | { buffer: ArrayBuffer }>)
    .filter((column) => typeof column !== 'number')
    .map((column) => column.buffer);
  return [...new Set(buffers)];
}
