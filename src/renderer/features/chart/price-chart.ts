import {
  CandlestickSeries,
  createChart,
  TickMarkType,
  type AutoscaleInfo,
  type IChartApi,
  type ISeriesApi,
  type ISeriesPrimitive,
  type LogicalRange,
  type MouseEventParams,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts';
import type { Interval } from '../../../contract/enums.ts';
import type { Bar } from '../../../contract/market.ts';
import { inr, istDate, istTime } from '../../ui/format.ts';
import { INTERVAL_MS } from './bars.ts';
import { fromChartTime, toChartTime } from './chart-time.ts';
import { candleOptions, chartOptions, PAISE } from './chart-options.ts';
import { AxisLabels } from './axis-labels.ts';
import { BAR_PANES, PRICE_SHARE, type BarPane } from './bar-panes.ts';
import type { ChartTheme } from './chart-theme.ts';
import { drawFills } from './draw-fills.ts';
import type { FillMark } from './fill-marks.ts';
import { drawGhosts } from './ghosts/draw-ghosts.ts';
import type { Ghost } from './ghosts/ghosts.ts';
import { drawProfiles, type Profile } from './indicators/draw-profiles.ts';
import { Studies } from './indicators/studies.ts';
import type { Study, StudyChange } from './indicators/study.ts';
import { LinesPrimitive, type LinesPicture } from './lines-primitive.ts';
import { PanePrimitive } from './pane-primitive.ts';

/** What the chart tells its panel. */
export interface PriceChartEvents {
  /** The first bars on screen are near the oldest held. */
  onNearOldest(): void;
  /** The bar under the crosshair by its start (epoch ms), null when the pointer is elsewhere. */
  onHover(ts: number | null): void;
  /** The chart was drawn: whatever follows its scale has to move. */
  onLayout(): void;
}

/** Measures of the panes in pixels. */
export interface PaneLayout {
  width: number;
  priceHeight: number;
  /** Where the other panes begin: `volume`, `oi`, and those of indicators by their keys. */
  tops: ReadonlyMap<string, number>;
}

const SEPARATOR = 1;
const BAR_SPACING = 6;
/** Free bars right of the newest one. */
const RIGHT_OFFSET = 9;
/** The same right of what indicators draw ahead of it. */
const AHEAD_OFFSET = 2;
const NEAR_OLDEST = 60;
/** The arrangement of candles without any other series. */
const ALONE = '[[],[]]';

/** The drawing itself: candles, volume, open interest and indicators with own lines and fills. Knows nothing of React or the wire. */
export class PriceChart {
  #chart: IChartApi;
  #candles: ISeriesApi<'Candlestick'>;
  #barSeries = new Map<BarPane, ReturnType<BarPane['addTo']>>();
  #studies: Studies;
  #profiles: PanePrimitive<Profile>;
  /** Which series there are besides the candles, and in which panes. */
  #arrangement = '';
  #candleRange: NonNullable<AutoscaleInfo['priceRange']> | null = null;
  #lines: LinesPrimitive;
  #fills: PanePrimitive<FillMark>;
  #ghosts: PanePrimitive<Ghost>;
  #theme: ChartTheme;
  #bars: readonly Bar[] = [];
  #labels = new AxisLabels((price) => this.#lines.covers(price));
  #tickSize = 1;
  #gone = false;

  constructor(host: HTMLElement, theme: ChartTheme, events: PriceChartEvents) {
    this.#theme = theme;
    this.#chart = createChart(host, {
      ...chartOptions(theme),
      autoSize: true,
      localization: {
        timeFormatter: (time: Time) =>
          `${istDate(fromChartTime(time as UTCTimestamp))} ${istTime(fromChartTime(time as UTCTimestamp))}`,
      },
      timeScale: {
        borderVisible: false,
        timeVisible: true,
        barSpacing: BAR_SPACING,
        rightOffset: RIGHT_OFFSET,
        minBarSpacing: 1,
        tickMarkFormatter: tickLabel,
      },
    });
    this.#lines = new LinesPrimitive(theme, () => {
      if (this.#labels.areStale()) queueMicrotask(() => this.#formatPrices());
      events.onLayout();
    });
    this.#fills = new PanePrimitive('top', theme, drawFills);
    this.#ghosts = new PanePrimitive('top', theme, drawGhosts);
    this.#candles = this.#chart.addSeries(CandlestickSeries, {
      ...candleOptions(theme),
      autoscaleInfoProvider: (base: () => AutoscaleInfo | null) => {
        const own = base();
        this.#candleRange = own?.priceRange ?? null;
        return this.#lines.autoscale(own);
      },
    });
    this.#candles.priceScale().applyOptions({ scaleMargins: { top: 0.02, bottom: 0.02 } });
    this.#profiles = new PanePrimitive('bottom', theme, drawProfiles);
    this.#candles.attachPrimitive(this.#profiles);
    this.#candles.attachPrimitive(this.#lines);
    this.#candles.attachPrimitive(this.#ghosts);
    this.#candles.attachPrimitive(this.#fills);
    this.#studies = new Studies(this.#chart, theme, () => this.#candleRange);
    this.#chart.timeScale().subscribeVisibleLogicalRangeChange((range: LogicalRange | null) => {
      if (range && range.from < NEAR_OLDEST && this.#bars.length > 0) events.onNearOldest();
    });
    this.#chart.subscribeCrosshairMove((move: MouseEventParams) => {
      events.onHover(move.time === undefined || !move.point ? null : fromChartTime(move.time as UTCTimestamp));
    });
  }

  /** Tick of the price scale in paise, and whether the axis needs seconds. */
  setSubject(tickSize: number, interval: Interval): void {
    this.#tickSize = tickSize;
    this.#formatPrices();
    this.#chart.applyOptions({ timeScale: { secondsVisible: INTERVAL_MS[interval] < INTERVAL_MS['1m'] } });
  }

  /** All bars anew, with the indicators of them; `fresh` returns the view to the newest bar and lets the price scale follow. */
  setBars(bars: readonly Bar[], studies: readonly Study[], fresh: boolean): void {
    this.#bars = bars;
    const panes = BAR_PANES.filter((pane) => bars.some((bar) => pane.has(bar)));
    const arrangement = JSON.stringify([panes.map(({ id }) => id), studies.map(({ id, pane }) => [id, pane])]);
    if (arrangement === this.#arrangement && arrangement !== ALONE) {
      this.#candles.setData(bars.map(candle));
      for (const [pane, series] of this.#barSeries) series.setData(this.#points(pane));
      this.#studies.set(studies);
    } else this.#arrange(panes, studies);
    this.#arrangement = arrangement;
    if (!fresh) return;
    const ahead = Math.max(0, ...studies.map((study) => study.ahead));
    this.#chart.timeScale().applyOptions({ barSpacing: BAR_SPACING });
    this.#chart.timeScale().scrollToPosition(Math.max(AHEAD_OFFSET, RIGHT_OFFSET - ahead), false);
    this.#candles.priceScale().setAutoScale(true);
  }

  /** The newest bar and what it changed of the indicators; false when a figure came for which there is no pane: `setBars` again. */
  updateBar(bar: Bar, changes: readonly StudyChange[]): boolean {
    if (BAR_PANES.some((pane) => pane.has(bar) && !this.#barSeries.has(pane))) return false;
    this.#candles.update(candle(bar));
    for (const [pane, series] of this.#barSeries) {
      const point = pane.point(bar, this.#theme);
      if (point) series.update(point);
    }
    for (const { study, point } of changes) {
      if (point) this.#studies.update(study.id, point);
      else this.#studies.set([study]);
    }
    return true;
  }

  showLines(picture: LinesPicture): void {
    this.#lines.show(picture);
  }

  /** Volume by price at the side of the candles. */
  showProfiles(profiles: readonly Profile[]): void {
    this.#profiles.show(profiles);
  }

  /** Puts a layer of its own over the candles. */
  attach(layer: ISeriesPrimitive): void {
    this.#candles.attachPrimitive(layer);
  }

  /** The bars on the chart, oldest first; their list changes as they come. */
  get bars(): readonly Bar[] {
    return this.#bars;
  }

  showFills(marks: readonly FillMark[]): void {
    this.#fills.show(marks);
  }

  /** What the account did on the day that is replayed. */
  showGhosts(ghosts: readonly Ghost[]): void {
    this.#ghosts.show(ghosts);
  }

  setTheme(theme: ChartTheme): void {
    this.#theme = theme;
    this.#chart.applyOptions(chartOptions(theme));
    this.#candles.applyOptions(candleOptions(theme));
    for (const [pane, series] of this.#barSeries) {
      pane.restyle(series, theme);
      series.setData(this.#points(pane));
    }
    this.#studies.setTheme(theme);
    this.#profiles.setTheme(theme);
    this.#lines.setTheme(theme);
    this.#fills.setTheme(theme);
    this.#ghosts.setTheme(theme);
  }

  /** Pixels from the top of the price pane for a price in paise; null while nothing is drawn. */
  yOf(price: number): number | null {
    return this.#lines.y(price);
  }

  /** Price in paise at pixels from the top of the price pane; null while nothing is drawn. */
  priceAt(y: number): number | null {
    const rupees = this.#candles.coordinateToPrice(y);
    return rupees === null ? null : rupees * PAISE;
  }

  layout(): PaneLayout {
    const heights = this.#chart.panes().map((pane) => pane.getHeight());
    const tops = heights.map((_, index) =>
      heights.slice(0, index).reduce((sum, height) => sum + height + SEPARATOR, 0),
    );
    return {
      width: this.#chart.timeScale().width(),
      priceHeight: heights[0] ?? 0,
      tops: new Map([
        ...[...this.#barSeries].map(([{ id }, series]) => [id, tops[series.getPane().paneIndex()]!] as const),
        ...[...this.#studies.panes()].map(([id, index]) => [id, tops[index]!] as const),
      ]),
    };
  }

  /** While a line is dragged neither the chart nor its scale may move; gives the function that lets go. */
  hold(): () => void {
    const scale = this.#candles.priceScale();
    const { autoScale } = scale.options();
    scale.setAutoScale(false);
    this.#chart.applyOptions({ handleScroll: false, handleScale: false });
    return () => {
      this.#chart.applyOptions({ handleScroll: true, handleScale: true });
      scale.setAutoScale(autoScale);
    };
  }

  destroy(): void {
    this.#gone = true;
    this.#chart.remove();
  }

  /** The scale asks for its labels anew after this alone. */
  #formatPrices(): void {
    if (this.#gone) return;
    this.#candles.applyOptions({
      priceFormat: {
        type: 'custom',
        minMove: this.#tickSize / PAISE,
        formatter: (rupees: number) => inr(rupees * PAISE),
        tickmarksFormatter: (marks: number[]) => this.#labels.print(marks),
      },
    });
  }

  #points(pane: BarPane) {
    return this.#bars.flatMap((bar) => pane.point(bar, this.#theme) ?? []);
  }

  /** Other series, or others in number: the candles come first again, and all others after them. */
  #arrange(panes: readonly BarPane[], studies: readonly Study[]): void {
    this.#studies.clear();
    for (const series of [...this.#barSeries.values()].toReversed()) this.#chart.removeSeries(series);
    this.#barSeries.clear();
    // A lone series that is given its own times again leaves the library with points of two generations, and the next
    // series to come throws "Value is null": so it is emptied first.
    this.#candles.setData([]);
    this.#candles.setData(this.#bars.map(candle));
    panes.forEach((pane, index) => {
      const series = pane.addTo(this.#chart, index + 1, this.#theme);
      this.#barSeries.set(pane, series);
      series.setData(this.#points(pane));
      series.getPane().setStretchFactor(pane.share);
      series.priceScale().applyOptions({ scaleMargins: pane.margins });
    });
    this.#studies.add(studies, panes.length + 1);
    this.#candles.getPane().setStretchFactor(PRICE_SHARE);
  }
}

function candle(bar: Bar) {
  return {
    time: toChartTime(bar.ts),
    open: bar.open / PAISE,
    high: bar.high / PAISE,
    low: bar.low / PAISE,
    close: bar.close / PAISE,
  };
}

function tickLabel(time: Time, type: TickMarkType): string {
  const ts = fromChartTime(time as UTCTimestamp);
  if (type === TickMarkType.TimeWithSeconds) return istTime(ts);
  if (type === TickMarkType.Time) return istTime(ts).slice(0, 5);
  return istDate(ts).slice(4);
}
