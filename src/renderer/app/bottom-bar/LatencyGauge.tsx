import type { LatencyKind } from '../../../contract/latency.ts';
import { showLatency } from '../../features/flight/flight-view.ts';
import { LatencyBars } from '../../features/flight/LatencyBars.tsx';
import { LATENCY_MEANINGS, LATENCY_NAMES, newest, paceOf, shortMs } from '../../features/flight/latency-words.ts';
import { useLatency } from '../../stores/latency.ts';
import { Tag } from '../../ui/Tag.tsx';

/** One leg of an order's way: the day's histogram, median and 99th percentile of the newest; opens the latency view. */
export function LatencyGauge({ kind }: { kind: LatencyKind }) {
  const figure = useLatency(kind);
  if (!figure) return null;
  const { p50, p99, count } = newest(figure);
  const { word, tone } = paceOf(kind, p99);
  return (
    <button
      type="button"
      className="latency-gauge"
      title={`${LATENCY_MEANINGS[kind]}: median and 99th percentile of the last ${count}, ms. ${word === 'ok' ? 'In its usual range.' : `${word}.`} Click for the day.`}
      onClick={showLatency}
    >
      <span className="t3">{LATENCY_NAMES[kind]}</span>
      <LatencyBars figure={figure} height={14} barWidth={3} />
      <span className="t1">{shortMs(p50)} ms</span>
      <span className="t3">p99 {shortMs(p99)}</span>
      {tone ? <Tag tone={tone}>{word}</Tag> : null}
    </button>
  );
}
