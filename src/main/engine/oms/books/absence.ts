import type { BrokerCapabilities } from '../../brokers/broker.ts';

/** One read of the broker's books, as far as the proof looks at it. Monotonic ms. */
export interface BookRead {
  begunAt: number;
  /** Rows of the order book. */
  rows: number;
  /** It has every order of today that the broker is known to have. */
  hasAllKnown: boolean;
  sessionId: string;
  /** IST trading day the books are of. */
  day: string;
  /** The broker says that something is wrong with it. */
  incident: boolean;
  /** The update stream gave a sign of life within the last 5 s. */
  streamHealthy: boolean;
}

/** What is known of an order that the broker never answered for. */
export interface AbsenceEvidence {
  /** When the attempt to send it ended, monotonic ms: its call had come back, or the run that made it was over. */
  attemptEndedAt: number;
  /** IST day it was sent on. */
  day: string;
  /** Reads of the book without the order, oldest first. */
  reads: readonly BookRead[];
}

/** Complete reads that a proof takes, how far apart they begin, and how long after the attempt the last one does, ms. */
export const READS = 3;
const APART_MS = 2000;
const AFTER_MS = 45_000;
/** How long an update stream may be silent and still count as healthy, ms. */
export const STREAM_SILENT_MS = 5000;

type Lagging = Pick<BrokerCapabilities, 'orderBookLagMs' | 'tagged'>;

/** How long after an attempt the last read of a proof has to begin, ms: twice the longest lag seen, never under 45 s. */
export function proofAfterMs({ orderBookLagMs }: Lagging): number {
  return Math.max(AFTER_MS, 2 * orderBookLagMs);
}

/** The reads that count towards a proof: complete ones of one login and day, 2 s apart; a short one begins it anew. */
export function countedReads({ attemptEndedAt, day, reads }: AbsenceEvidence): readonly BookRead[] {
  let counted: BookRead[] = [];
  let most: BookRead | null = null;
  for (const read of reads) {
    const sameBook: boolean = most?.sessionId === read.sessionId && most.day === read.day;
    const shrunk: boolean = sameBook && read.rows < most!.rows;
    if (!shrunk) most = read;
    if (shrunk || !read.hasAllKnown || read.incident || read.day !== day) counted = [];
    else if (read.begunAt >= attemptEndedAt) {
      const last = counted.at(-1);
      if (last !== undefined && last.sessionId !== read.sessionId) counted = [read];
      else if (last === undefined || read.begunAt - last.begunAt >= APART_MS) counted.push(read);
    }
  }
  return counted;
}

/**
 * The absence proof of T8: true when the order is certain not to be at the broker. It takes three complete reads of the
 * order book without it, at least 2 s apart, under one login on the day it was sent, the last begun 45 s or twice the
 * book's lag after the attempt ended, with the update stream alive. A broker that does not repeat our tag proves nothing:
 * the trader is asked.
 *
 * A broker that declares its book exact (lag 0) and repeats our tag answers from the one record that a place writes
 * before it is answered: no place can be on its way past a read begun after the attempt ended, so that one read that is
 * whole is the proof. Only a broker within this process can say so truly; a network's book has a lag.
 */
export function absenceProven(evidence: AbsenceEvidence, capabilities: Lagging): boolean {
  if (!capabilities.tagged) return false;
  const { attemptEndedAt, reads } = evidence;
  if (capabilities.orderBookLagMs === 0) {
    return reads.some((read) => read.begunAt >= attemptEndedAt && read.hasAllKnown && !read.incident);
  }
  const counted = countedReads(evidence);
  const last = counted.at(-1);
  return (
    last !== undefined &&
    counted.length >= READS &&
    last.begunAt - attemptEndedAt >= proofAfterMs(capabilities) &&
    last.streamHealthy
  );
}
