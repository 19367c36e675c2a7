import type { LatencyFigure, LatencyKind } from '../../../contract/latency.ts';

export const LATENCY_NAMES: Record<LatencyKind, string> = {
  keyToWire: 'key→wire',
  wireToAck: 'wire→ack',
  tickToScreen: 'tick→screen',
  tickToRisk: 'tick→risk act',
};

export const LATENCY_MEANINGS: Record<LatencyKind, string> = {
  keyToWire: 'From the key press in this window to the order handed to the broker',
  wireToAck: "From there to the broker's answer",
  tickToScreen: 'From a tick coming in to its figure on this screen, one sample a second',
  tickToRisk: 'From a tick reaching the stops and limits to the order, cancel or halt that it set off',
};

/** From these 99th percentiles on, ms, a leg is called slow, and very slow. */
const SLOW: Record<LatencyKind, { slow: number; verySlow: number }> = {
  keyToWire: { slow: 20, verySlow: 100 },
  wireToAck: { slow: 500, verySlow: 2000 },
  tickToScreen: { slow: 300, verySlow: 1000 },
  tickToRisk: { slow: 20, verySlow: 100 },
};

export interface PaceVerdict {
  word: 'ok' | 'SLOW' | 'VERY SLOW';
  tone: 'warn' | 'danger' | undefined;
}

/** How a 99th percentile is to be taken. */
export function paceOf(kind: LatencyKind, p99: number): PaceVerdict {
  const { slow, verySlow } = SLOW[kind];
  if (p99 >= verySlow) return { word: 'VERY SLOW', tone: 'danger' };
  return p99 >= slow ? { word: 'SLOW', tone: 'warn' } : { word: 'ok', tone: undefined };
}

/** What a gauge shows: the newest samples, and before there are any the day's. */
export function newest(figure: LatencyFigure): { count: number; p50: number; p99: number } {
  return figure.recent ?? figure;
}

/** Milliseconds in the few digits of a gauge: "0.42", "8.1", "84", "1,204". */
export function shortMs(ms: number): string {
  if (ms < 1) return ms.toFixed(2);
  if (ms < 10) return ms.toFixed(1);
  return Math.round(ms).toLocaleString('en-IN');
}

/** Milliseconds to the microsecond: "1,804.250"; only whole ones, with ≈, when no more is known. */
export function exactMs(ms: number, exact = true): string {
  const text = Math.abs(ms).toLocaleString('en-IN', {
    minimumFractionDigits: exact ? 3 : 0,
    maximumFractionDigits: exact ? 3 : 0,
  });
  return `${exact ? '' : '≈ '}${ms < 0 && Number(text) !== 0 ? '−' : ''}${text}`;
}
