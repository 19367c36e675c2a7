import type {
  AutoscaleInfo,
  IPrimitivePaneView,
  ISeriesApi,
  ISeriesPrimitive,
  SeriesAttachedParameter,
} from 'lightweight-charts';
import type { ChartLine } from './chart-lines.ts';
import { toChartTime } from './chart-time.ts';
import type { ChartTheme } from './chart-theme.ts';
import { layoutChips, type ChipWish } from './chip-layout.ts';
import { PAISE } from './chart-options.ts';
import { inr } from '../../ui/format.ts';

type Target = Parameters<NonNullable<ReturnType<IPrimitivePaneView['renderer']>>['draw']>[0];

/** What the primitive draws. Prices in paise. */
export interface LinesPicture {
  lines: readonly ChartLine[];
  /** Last price, or null before the first tick. */
  ltp: number | null;
  /** Start of the bar the position was opened in, epoch ms, where the shaded zones begin. */
  openedAt: number | null;
}

const DASHES: Record<ChartLine['kind'], number[]> = {
  position: [],
  order: [3, 2],
  target: [6, 3],
  stop: [6, 3],
  unknown: [1, 3],
};

/** Room over and under the candles for the marks of fills, px. */
const MARKS = { above: 24, below: 24 };

/** Lines further than this many times the candles' own span stay out of the scale, or they would flatten the candles. */
const FAR = 1.5;

const TAG_HEIGHT = 16;
const LTP = 'ltp';

/** Draws the last price, the position, order, target and stop lines, their price tags, and the zones between them. */
export class LinesPrimitive implements ISeriesPrimitive {
  #picture: LinesPicture = { lines: [], ltp: null, openedAt: null };
  #theme: ChartTheme;
  #attached: SeriesAttachedParameter | null = null;
  #onLayout: () => void;
  #pane: IPrimitivePaneView[] = [
    { zOrder: () => 'bottom', renderer: () => ({ draw: (target) => this.#drawZones(target) }) },
    { zOrder: () => 'normal', renderer: () => ({ draw: (target) => this.#drawLines(target) }) },
  ];
  #axis: IPrimitivePaneView[] = [
    { zOrder: () => 'top', renderer: () => ({ draw: (target) => this.#drawTags(target) }) },
  ];

  /** `onLayout` is called at each drawing, when the scale is settled, so that the chips follow in the same frame. */
  constructor(theme: ChartTheme, onLayout: () => void) {
    this.#theme = theme;
    this.#onLayout = onLayout;
  }

  /** A new last price alone moves no scale: then only this pane is drawn again, where an update of the chart draws all, twice. */
  show(picture: LinesPicture): void {
    const { lines, ltp, openedAt } = this.#picture;
    this.#picture = picture;
    if (picture.lines !== lines || picture.openedAt !== openedAt) this.#attached?.requestUpdate();
    else if (picture.ltp !== ltp) this.#attached?.series.applyOptions({});
  }

  setTheme(theme: ChartTheme): void {
    this.#theme = theme;
    this.#attached?.requestUpdate();
  }

  /** Centre of a price in the pane, in pixels from its top. */
  y(price: number): number | null {
    return this.#series?.priceToCoordinate(price / PAISE) ?? null;
  }

  /** True when a label of the axis at this price (paise) would lie under a tag. */
  covers(price: number): boolean {
    const at = this.y(price);
    if (at === null) return false;
    const { lines, ltp } = this.#picture;
    const prices = lines.map((line) => line.price);
    if (ltp !== null) prices.push(ltp);
    return prices.some((tagged) => Math.abs((this.y(tagged) ?? Infinity) - at) < TAG_HEIGHT);
  }

  attached(parameters: SeriesAttachedParameter): void {
    this.#attached = parameters;
  }

  detached(): void {
    this.#attached = null;
  }

  paneViews(): readonly IPrimitivePaneView[] {
    return this.#pane;
  }

  priceAxisPaneViews(): readonly IPrimitivePaneView[] {
    return this.#axis;
  }

  /** Widens the scale to hold the lines that are near enough to the candles, with room for the marks of fills. */
  autoscale(base: AutoscaleInfo | null): AutoscaleInfo | null {
    if (!base?.priceRange) return base;
    const { minValue, maxValue } = base.priceRange;
    const reach = (maxValue - minValue) * FAR;
    const prices = this.#picture.lines
      .map((line) => line.price / PAISE)
      .filter((price) => price > minValue - reach && price < maxValue + reach);
    return {
      ...base,
      margins: MARKS,
      priceRange: { minValue: Math.min(minValue, ...prices), maxValue: Math.max(maxValue, ...prices) },
    };
  }

  get #series(): ISeriesApi<'Candlestick'> | null {
    return (this.#attached?.series as ISeriesApi<'Candlestick'> | undefined) ?? null;
  }

  #drawZones(target: Target): void {
    const { lines, openedAt } = this.#picture;
    const position = lines.find((line) => line.kind === 'position');
    const at = position && this.y(position.price);
    if (at === null || at === undefined) return;
    const opened = openedAt === null ? null : this.#attached!.chart.timeScale().timeToCoordinate(toChartTime(openedAt));
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      const from = Math.max(0, opened ?? 0);
      for (const line of lines) {
        if (line.id !== 'target' && line.id !== 'stop') continue;
        const y = this.y(line.price);
        if (y === null) continue;
        context.globalAlpha = 0.55;
        context.fillStyle = this.#theme[line.id === 'target' ? '--up-soft' : '--down-soft'];
        context.fillRect(from, Math.min(at, y), mediaSize.width - from, Math.abs(y - at));
        context.globalAlpha = 1;
      }
    });
  }

  #drawLines(target: Target): void {
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      const stroke = (price: number, color: string, dash: number[]): void => {
        const y = this.y(price);
        if (y === null) return;
        context.strokeStyle = color;
        context.setLineDash(dash);
        context.beginPath();
        context.moveTo(0, Math.round(y) + 0.5);
        context.lineTo(mediaSize.width, Math.round(y) + 0.5);
        context.stroke();
      };
      context.lineWidth = 1;
      for (const line of this.#picture.lines) stroke(line.price, this.#theme[line.color], DASHES[line.kind]);
      if (this.#picture.ltp !== null) {
        context.globalAlpha = 0.7;
        stroke(this.#picture.ltp, this.#theme['--text-1'], [1, 3]);
        context.globalAlpha = 1;
      }
      context.setLineDash([]);
    });
    this.#onLayout();
  }

  /** Tags of lines out of sight are left out; the others are nudged apart so that each can be read. */
  #tagWishes(): ChipWish[] {
    const { lines, ltp } = this.#picture;
    const height = this.#attached?.chart.panes()[0]?.getHeight() ?? 0;
    const tagged = lines.map(({ id, price }) => ({ id, price }));
    if (ltp !== null) tagged.push({ id: LTP, price: ltp });
    return tagged.flatMap(({ id, price }) => {
      const y = this.y(price);
      return y === null || y < 0 || y > height ? [] : [{ id, y, height: TAG_HEIGHT }];
    });
  }

  #drawTags(target: Target): void {
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      const theme = this.#theme;
      context.font = `600 11px ${theme['--font']}`;
      context.textBaseline = 'middle';
      const tops = layoutChips(this.#tagWishes(), 0, mediaSize.height);
      const tag = (id: string, price: number, fill: string, border: string, text: string, dash: number[]): void => {
        const at = tops.get(id);
        if (at === undefined) return;
        const top = Math.round(at) + 0.5;
        context.beginPath();
        context.roundRect(1.5, top, mediaSize.width - 3, TAG_HEIGHT, 3);
        context.fillStyle = fill;
        context.fill();
        context.strokeStyle = border;
        context.setLineDash(dash);
        context.stroke();
        context.setLineDash([]);
        context.fillStyle = text;
        context.fillText(inr(price), 6, top + TAG_HEIGHT / 2 + 0.5);
      };
      for (const line of this.#picture.lines) {
        const color = theme[line.color];
        tag(line.id, line.price, theme['--bg-1'], color, color, line.kind === 'unknown' ? [3, 2] : []);
      }
      const { ltp } = this.#picture;
      if (ltp !== null) tag(LTP, ltp, theme['--text-1'], theme['--text-1'], theme['--text-inverse'], []);
    });
  }
}
