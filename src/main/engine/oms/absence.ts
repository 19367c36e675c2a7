import type { BrokerCapabilities } from '../brokers/broker.ts';

/** What is known of an order that the broker never answered for. Epoch ms. */
export interface AbsenceEvidence {
  /** When the attempt to send it ended. */
  attemptEndedAt: number;
  /** When each complete read of the order book without the order was begun, oldest first. */
  readsBegunAt: readonly number[];
}

/**
 * The absence proof of T8: true when the order is certain not to be at the broker. A broker whose book is exact and
 * repeats our tag proves it with one complete read begun after the attempt ended; for any other nothing here proves it.
 */
export function absenceProven(
  evidence: AbsenceEvidence,
  capabilities: Pick<BrokerCapabilities, 'orderBookLagMs' | 'tagged'>,
): boolean {
  if (!capabilities.tagged || capabilities.orderBookLagMs > 0) return false;
  return evidence.readsBegunAt.some((begun) => begun >= evidence.attemptEndedAt);
}
