import paper from '../../../../../resources/brokers/paper.json' with { type: 'json' };
import type { BrokerCapabilities } from '../broker.ts';

/** Milliseconds, drawn evenly from `from` to `to`. */
export interface LatencyRange {
  from: number;
  to: number;
}

/** How long the way to the broker and on to the exchange takes. */
export interface PaperLatency {
  acknowledgeMs: LatencyRange;
  exchangeMs: LatencyRange;
}

const { latency, rateLimits, name, orderBookLagMs, tagged, fillsTold, maxModifications, stopOrders, amo } = paper;

/** What a paper account can do. */
export const paperCapabilities: BrokerCapabilities = {
  name,
  rateLimits,
  orderBookLagMs,
  tagged,
  fillsTold,
  maxModifications,
  stopOrders,
  amo,
};

/** The latency of a paper account unless its settings say otherwise. */
export const paperLatency: PaperLatency = latency;

/** What is sent a full window apart may arrive this much closer, ms; it is not held against the sender. */
export const rateToleranceMs: number = paper.rateToleranceMs;
