import {
  CandlestickSeries,
  createChart,
  HistogramSeries,
  LineSeries,
  TickMarkType,
  type IChartApi,
  type ISeriesApi,
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
import {
  candleOptions,
  chartOptions,
  openInterestOptions,
  PAISE,
  volumeColor,
  volumeOptions,
} from './chart-options.ts';
import { AxisLabels } from './axis-labels.ts';
import type { ChartTheme } from './chart-theme.ts';
import { FillsPrimitive } from './fills-primitive.ts';
import type { FillMark } from './fill-marks.ts';
import { LinesPrimitive, type LinesPicture } from './lines-primitive.ts';

/** What the chart tells its panel. */
export interface PriceChartEvents {
  /** The first bars on screen are near the oldest held. */
  onNearOldest(): void;
  /** The bar under the crosshair by its start (epoch ms), null when the pointer is elsewhere. */
  onHover(ts: number | null): void;
  /** The chart was drawn: whatever follows its scale has to move. */
  onLayout(): void;
}

/** Tops and heights of the panes in pixels; null for a pane that is not there. */
export interface PaneLayout {
  width: number;
  priceHeight: number;
  volumeTop: number | null;
  oiTop: number | null;
}

/** Shares of the height: prices, volume, open interest. */
const SHARES = [360, 54, 46] as const;
const SEPARATOR = 1;
const BAR_SPACING = 6;
/** Free bars right of the newest one. */
const RIGHT_OFFSET = 9;
const NEAR_OLDEST = 60;

/** The drawing itself: candles, volume and open interest with own lines and fills. Knows nothing of React or the wire. */
export class PriceChart {
  #chart: IChartApi;
  #candles: ISeriesApi<'Candlestick'>;
  #volume: ISeriesApi<'Histogram'> | null = null;
  #oi: ISeriesApi<'Line'> | null = null;
  #lines: LinesPrimitive;
  #fills: FillsPrimitive;
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
    this.#fills = new FillsPrimitive(theme);
    this.#candles = this.#chart.addSeries(CandlestickSeries, {
      ...candleOptions(theme),
      autoscaleInfoProvider: (base: () => ReturnType<LinesPrimitive['autoscale']>) => this.#lines.autoscale(base()),
    });
    this.#candles.priceScale().applyOptions({ scaleMargins: { top: 0.02, bottom: 0.02 } });
    this.#candles.attachPrimitive(this.#lines);
    this.#candles.attachPrimitive(this.#fills);
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

  /** All bars anew; `fresh` returns the view to the newest bar and lets the price scale follow. */
  setBars(bars: readonly Bar[], fresh: boolean): void {
    this.#bars = bars;
    // A lone series that is given its own times again leaves the library with points of two generations, and the next
    // series to come throws "Value is null": so it is emptied first, and other series come after it.
    if (!this.#volume && !this.#oi) this.#candles.setData([]);
    this.#candles.setData(bars.map(candle));
    this.#choosePanes();
    this.#volume?.setData(bars.map((bar) => this.#volumeBar(bar)));
    this.#oi?.setData(bars.filter((bar) => bar.oi > 0).map(oiPoint));
    if (!fresh) return;
    this.#chart.timeScale().applyOptions({ barSpacing: BAR_SPACING });
    this.#chart.timeScale().scrollToPosition(RIGHT_OFFSET, false);
    this.#candles.priceScale().setAutoScale(true);
  }

  /** The newest bar; `setBars` was called with the list it belongs to. */
  updateBar(bar: Bar): void {
    if ((bar.volume > 0 && !this.#volume) || (bar.oi > 0 && !this.#oi)) return this.setBars(this.#bars, false);
    this.#candles.update(candle(bar));
    this.#volume?.update(this.#volumeBar(bar));
    if (bar.oi > 0) this.#oi?.update(oiPoint(bar));
  }

  showLines(picture: LinesPicture): void {
    this.#lines.show(picture);
  }

  showFills(marks: readonly FillMark[]): void {
    this.#fills.show(marks);
  }

  setTheme(theme: ChartTheme): void {
    this.#theme = theme;
    this.#chart.applyOptions(chartOptions(theme));
    this.#candles.applyOptions(candleOptions(theme));
    this.#oi?.applyOptions(openInterestOptions(theme));
    // Its bars have a colour of their own, each.
    this.#volume?.setData(this.#bars.map((bar) => this.#volumeBar(bar)));
    this.#lines.setTheme(theme);
    this.#fills.setTheme(theme);
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
      volumeTop: this.#volume ? tops[this.#volume.getPane().paneIndex()]! : null,
      oiTop: this.#oi ? tops[this.#oi.getPane().paneIndex()]! : null,
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

  #volumeBar(bar: Bar) {
    return { time: toChartTime(bar.ts), value: bar.volume, color: volumeColor(this.#theme, bar.close >= bar.open) };
  }

  /** An index has no volume and no open interest: such panes are not there. */
  #choosePanes(): void {
    const wantsVolume = this.#bars.some((bar) => bar.volume > 0);
    const wantsOi = this.#bars.some((bar) => bar.oi > 0);
    if (wantsVolume === (this.#volume !== null) && wantsOi === (this.#oi !== null)) return;
    if (this.#oi) this.#chart.removeSeries(this.#oi);
    if (this.#volume) this.#chart.removeSeries(this.#volume);
    this.#volume = wantsVolume ? this.#chart.addSeries(HistogramSeries, volumeOptions(), 1) : null;
    this.#oi = wantsOi
      ? this.#chart.addSeries(LineSeries, openInterestOptions(this.#theme), wantsVolume ? 2 : 1)
      : null;
    this.#candles.getPane().setStretchFactor(SHARES[0]);
    this.#volume?.getPane().setStretchFactor(SHARES[1]);
    this.#volume?.priceScale().applyOptions({ scaleMargins: { top: 0.3, bottom: 0 } });
    this.#oi?.getPane().setStretchFactor(SHARES[2]);
    this.#oi?.priceScale().applyOptions({ scaleMargins: { top: 0.4, bottom: 0.1 } });
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

function oiPoint(bar: Bar) {
  return { time: toChartTime(bar.ts), value: bar.oi };
}

function tickLabel(time: Time, type: TickMarkType): string {
  const ts = fromChartTime(time as UTCTimestamp);
  if (type === TickMarkType.TimeWithSeconds) return istTime(ts);
  if (type === TickMarkType.Time) return istTime(ts).slice(0, 5);
  return istDate(ts).slice(4);
}
