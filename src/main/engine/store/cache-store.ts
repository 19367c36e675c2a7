import type { LatencyKind } from '../../../contract/latency.ts';

/** What was noted of an order besides its journal. */
export interface FlightNoteRecord {
  orderId: string;
  kind: 'pressed' | 'received' | 'checked' | 'committed' | 'wired' | 'answered';
  /** Epoch ms with its fraction. */
  at: number;
  /** The journal entry that `committed` speaks of. */
  seq: number | null;
  /** JSON of the checks, for `checked`. */
  data: string | null;
}

/** The durations of one kind and IST day, in the buckets of the histogram that counted them. */
export interface LatencyRecord {
  day: string;
  kind: LatencyKind;
  /** Milliseconds. */
  max: number;
  buckets: [bucket: number, count: number][];
}

/** What may be lost: nothing in it is needed to trade, and a power cut may take the last seconds of it. */
export interface CacheStore {
  /** Adds notes, all or none. Throws when the disk refuses. */
  addFlightNotes(notes: readonly FlightNoteRecord[]): void;
  /** In the order they were added. */
  flightNotes(orderId: string): FlightNoteRecord[];
  /** Replaces what is kept of each day and kind. Throws when the disk refuses. */
  saveLatency(records: readonly LatencyRecord[]): void;
  /** Newest day first. */
  latency(days: number): LatencyRecord[];
  close(): void;
}
