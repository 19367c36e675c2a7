import {
  type AutoscaleInfo,
  type CustomSeriesOptions,
  type IChartApi,
  type ISeriesApi,
  type SeriesPartialOptions,
  type WhitespaceData,
  type Time,
} from 'lightweight-charts';
import type { Output } from '../../../../indicators/indicator.ts';
import { compact, inr } from '../../../ui/format.ts';
import { PAISE } from '../chart-options.ts';
import type { ChartTheme } from '../chart-theme.ts';
import { StudySeries } from './study-series.ts';
import { PRICE_PANE, type Study, type StudyPoint } from './study.ts';

type Series = ISeriesApi<
  'Custom',
  Time,
  StudyPoint | WhitespaceData,
  CustomSeriesOptions,
  SeriesPartialOptions<CustomSeriesOptions>
>;
type Range = NonNullable<AutoscaleInfo['priceRange']>;

/** Height of an indicator's pane, where the prices have PRICE_SHARE. */
const SHARE = 84;
const MARGINS = { top: 0.24, bottom: 0.08 };
/** A study over the candles may widen the scale by this part of their own span, or a far one would flatten them. */
const REACH = 0.5;

/** The series of the indicators on a chart. */
export class Studies {
  #chart: IChartApi;
  #theme: ChartTheme;
  #candles: () => Range | null;
  #shown = new Map<string, { study: Study; series: Series; view: StudySeries }>();

  /** `candles` is the range of the candles on screen, in rupees. */
  constructor(chart: IChartApi, theme: ChartTheme, candles: () => Range | null) {
    this.#chart = chart;
    this.#theme = theme;
    this.#candles = candles;
  }

  /** The panes that the studies need, from top to bottom. */
  static panesOf(studies: readonly Study[]): string[] {
    return [...new Set(studies.map(({ pane }) => pane))].filter((pane) => pane !== PRICE_PANE);
  }

  /** Adds a series for each study, their panes from `pane` on. */
  add(studies: readonly Study[], pane: number): void {
    const panes = Studies.panesOf(studies);
    for (const study of studies) {
      const view = new StudySeries(study, this.#theme);
      const at = study.pane === PRICE_PANE ? 0 : pane + panes.indexOf(study.pane);
      const series = this.#chart.addCustomSeries(view, this.#options(study), at);
      this.#shown.set(study.id, { study, series, view });
      series.setData([...study.points]);
      if (at === 0) continue;
      series.getPane().setStretchFactor(SHARE);
      series.priceScale().applyOptions({ scaleMargins: MARGINS });
    }
  }

  /** New points and looks for the studies that are there. */
  set(studies: readonly Study[]): void {
    for (const study of studies) {
      const shown = this.#shown.get(study.id)!;
      shown.study = study;
      shown.view.restyle(study, this.#theme);
      shown.series.setData([...study.points]);
    }
  }

  update(id: string, point: StudyPoint): void {
    this.#shown.get(id)?.series.update(point);
  }

  setTheme(theme: ChartTheme): void {
    this.#theme = theme;
    for (const { study, series, view } of this.#shown.values()) {
      view.restyle(study, theme);
      series.applyOptions({});
    }
  }

  /** Index of the pane of each study that has one to itself. */
  panes(): Map<string, number> {
    return new Map(
      [...this.#shown.values()]
        .filter(({ study }) => study.pane !== PRICE_PANE)
        .map(({ study, series }) => [study.pane, series.getPane().paneIndex()]),
    );
  }

  clear(): void {
    for (const { series } of this.#shown.values()) this.#chart.removeSeries(series);
    this.#shown.clear();
  }

  #options({ pane, outputs, guides }: Study): SeriesPartialOptions<CustomSeriesOptions> {
    return {
      priceLineVisible: false,
      lastValueVisible: false,
      priceFormat: formatOf(outputs[0]!),
      ...(outputs[0]!.scale === 'self' ? { priceScaleId: outputs[0]!.id } : {}),
      autoscaleInfoProvider: (base: () => AutoscaleInfo | null) =>
        pane === PRICE_PANE ? near(base(), this.#candles()) : holding(base(), guides),
    };
  }
}

function formatOf({ unit }: Output) {
  if (unit === 'units') return { type: 'custom' as const, minMove: 1, formatter: compact };
  if (unit === 'plain') return { type: 'price' as const, precision: 1, minMove: 0.1 };
  return { type: 'custom' as const, minMove: 0.01, formatter: (rupees: number) => inr(rupees * PAISE) };
}

/** What of a range lies near the candles. */
function near(base: AutoscaleInfo | null, candles: Range | null): AutoscaleInfo | null {
  if (!base?.priceRange || !candles) return null;
  const reach = (candles.maxValue - candles.minValue) * REACH;
  return {
    priceRange: {
      minValue: Math.min(candles.minValue, Math.max(base.priceRange.minValue, candles.minValue - reach)),
      maxValue: Math.max(candles.maxValue, Math.min(base.priceRange.maxValue, candles.maxValue + reach)),
    },
  };
}

/** A range widened to hold the guides. */
function holding(base: AutoscaleInfo | null, guides: readonly number[]): AutoscaleInfo | null {
  if (!base?.priceRange) return base;
  const { minValue, maxValue } = base.priceRange;
  return { ...base, priceRange: { minValue: Math.min(minValue, ...guides), maxValue: Math.max(maxValue, ...guides) } };
}
