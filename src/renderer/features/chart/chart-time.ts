import type { UTCTimestamp } from 'lightweight-charts';
import { IST_OFFSET_MS } from '../../../contract/ist.ts';

/** The chart knows UTC only: its times are IST wall-clock seconds, so that days and labels break where India's do. */
const IST_OFFSET_SECONDS = IST_OFFSET_MS / 1000;

/** Epoch ms to the chart's time. */
export function toChartTime(ts: number): UTCTimestamp {
  return (Math.floor(ts / 1000) + IST_OFFSET_SECONDS) as UTCTimestamp;
}

/** The chart's time back to epoch ms. */
export function fromChartTime(time: UTCTimestamp): number {
  return (time - IST_OFFSET_SECONDS) * 1000;
}
