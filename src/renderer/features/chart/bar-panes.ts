import {
  HistogramSeries,
  LineSeries,
  type HistogramData,
  type IChartApi,
  type ISeriesApi,
  type LineData,
  type PriceScaleMargins,
} from 'lightweight-charts';
import type { Bar } from '../../../contract/market.ts';
import { openInterestOptions, volumeColor, volumeOptions } from './chart-options.ts';
import { toChartTime } from './chart-time.ts';
import type { ChartTheme } from './chart-theme.ts';

export type BarPaneId = 'volume' | 'oi';
type Series = ISeriesApi<'Histogram'> | ISeriesApi<'Line'>;

/** A pane for a figure of the bars themselves. An index has none of them: such panes are not there. */
export interface BarPane {
  id: BarPaneId;
  /** Of the height, where the prices have PRICE_SHARE. */
  share: number;
  margins: PriceScaleMargins;
  has(bar: Bar): boolean;
  addTo(chart: IChartApi, pane: number, theme: ChartTheme): Series;
  /** Null where the bar has nothing to draw. */
  point(bar: Bar, theme: ChartTheme): HistogramData | LineData | null;
  restyle(series: Series, theme: ChartTheme): void;
}

export const PRICE_SHARE = 360;

/** From top to bottom. */
export const BAR_PANES: readonly BarPane[] = [
  {
    id: 'volume',
    share: 54,
    margins: { top: 0.3, bottom: 0 },
    has: (bar) => bar.volume > 0,
    addTo: (chart, pane) => chart.addSeries(HistogramSeries, volumeOptions(), pane),
    point: (bar, theme) => ({
      time: toChartTime(bar.ts),
      value: bar.volume,
      color: volumeColor(theme, bar.close >= bar.open),
    }),
    // Its bars have a colour of their own, each.
    restyle: () => undefined,
  },
  {
    id: 'oi',
    share: 46,
    margins: { top: 0.4, bottom: 0.1 },
    has: (bar) => bar.oi > 0,
    addTo: (chart, pane, theme) => chart.addSeries(LineSeries, openInterestOptions(theme), pane),
    point: (bar) => (bar.oi > 0 ? { time: toChartTime(bar.ts), value: bar.oi } : null),
    restyle: (series, theme) => series.applyOptions(openInterestOptions(theme)),
  },
];
