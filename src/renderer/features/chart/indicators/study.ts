import type { UTCTimestamp } from 'lightweight-charts';
import type { Output } from '../../../../indicators/indicator.ts';
import type { PenToken } from './pens.ts';

/** The pane of the candles; any other one is named by the indicator that has it to itself. */
export const PRICE_PANE = 'price';

/** Figures at one place of the time axis, in the order of the study's outputs, as they are drawn; NaN draws nothing. */
export interface StudyPoint {
  time: UTCTimestamp;
  values: readonly number[];
}

/** How a study is drawn. */
export interface StudyLook {
  outputs: readonly Output[];
  pen: PenToken;
  /** Whether the area between two edges is filled. */
  filled: boolean;
  daily: boolean;
  guides: readonly number[];
}

/** One series of the chart: those outputs of an indicator that are drawn over the same bars and on the same scale. */
export interface Study extends StudyLook {
  id: string;
  pane: string;
  /** Bars by which it reaches beyond the newest one. */
  ahead: number;
  points: readonly StudyPoint[];
}

/** What a bar changed of a study: its newest point, or all of them where `point` is null. */
export interface StudyChange {
  study: Study;
  point: StudyPoint | null;
}
