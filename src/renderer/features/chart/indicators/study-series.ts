import {
  customSeriesDefaultOptions,
  type CustomBarItemData,
  type CustomSeriesOptions,
  type CustomSeriesWhitespaceData,
  type ICustomSeriesPaneRenderer,
  type ICustomSeriesPaneView,
  type PaneRendererCustomData,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts';
import type { Output } from '../../../../indicators/indicator.ts';
import { faded, type ChartTheme } from '../chart-theme.ts';
import { layoutChips } from '../chip-layout.ts';
import type { StudyLook, StudyPoint } from './study.ts';

type PriceToY = Parameters<ICustomSeriesPaneRenderer['draw']>[1];
type Target = Parameters<ICustomSeriesPaneRenderer['draw']>[0];
type Item = CustomBarItemData<Time, StudyPoint>;

/** A point on screen, px. */
interface Place {
  x: number;
  y: number;
}

/** The drawing of one moment: where its bars are and how its figures become heights. */
interface Canvas {
  context: CanvasRenderingContext2D;
  width: number;
  spacing: number;
  items: readonly Item[];
  x: (item: Item) => number;
  y: PriceToY;
}

const DAY_SECONDS = 86_400;
const NAME_HEIGHT = 11;
/** Of the first line, the second, and all others of an indicator. */
const DASHES = [[], [5, 3], [1.5, 2.5]] as const;

/** Draws the outputs of a study as lines, areas between two edges and histograms; a line is broken where it has no value. */
export class StudySeries implements ICustomSeriesPaneView<Time, StudyPoint>, ICustomSeriesPaneRenderer {
  #look: StudyLook;
  #theme: ChartTheme;
  #data: PaneRendererCustomData<Time, StudyPoint> | null = null;

  constructor(look: StudyLook, theme: ChartTheme) {
    this.#look = look;
    this.#theme = theme;
  }

  /** Takes another look or theme; shown with the next drawing. */
  restyle(look: StudyLook, theme: ChartTheme): void {
    this.#look = look;
    this.#theme = theme;
  }

  renderer(): ICustomSeriesPaneRenderer {
    return this;
  }

  update(data: PaneRendererCustomData<Time, StudyPoint>): void {
    this.#data = data;
  }

  /** All that is drawn, for the scale; the first output comes last, as the value of the series. */
  priceValueBuilder({ values }: StudyPoint): number[] {
    return values.filter((value) => !Number.isNaN(value)).toReversed();
  }

  isWhitespace(point: StudyPoint | CustomSeriesWhitespaceData<Time>): point is CustomSeriesWhitespaceData<Time> {
    return !('values' in point) || point.values.every(Number.isNaN);
  }

  defaultOptions(): CustomSeriesOptions {
    return customSeriesDefaultOptions;
  }

  draw(target: Target, y: PriceToY): void {
    const range = this.#data?.visibleRange;
    const first = range && this.#data!.bars[range.from];
    if (!range || !first) return;
    const { bars, barSpacing: spacing } = this.#data!;
    target.useMediaCoordinateSpace(({ context, mediaSize: { width } }) => {
      // Beyond the visible range the chart gives no places, yet the lines run on to the next bar.
      const items = bars.slice(Math.max(0, range.from - 1), range.to + 1);
      const x = (item: Item) => first.x + (item.time - first.time) * spacing;
      this.#paint({ context, width, spacing, items, x, y });
    });
  }

  #paint(canvas: Canvas): void {
    const { outputs, guides, filled } = this.#look;
    const { context } = canvas;
    for (const guide of guides) this.#guide(canvas, guide);
    const edges = outputs.flatMap(({ kind }, at) => (kind === 'band' ? [at] : []));
    if (filled && edges.length === 2) this.#area(canvas, edges[0]!, edges[1]!);
    let lines = 0;
    outputs.forEach((output, at) => {
      if (output.kind === 'histogram') this.#histogram(canvas, at);
      else if (output.kind === 'band') this.#line(canvas, at, { alpha: 0.6, width: 1, dash: [] });
      else {
        const dash = output.tone ? DASHES[0] : DASHES[Math.min(lines, DASHES.length - 1)]!;
        if (!output.tone) lines++;
        this.#line(canvas, at, { alpha: 1, width: 1.5, dash });
      }
    });
    if (this.#look.daily && outputs.length > 1) this.#names(canvas);
    context.setLineDash([]);
    context.globalAlpha = 1;
  }

  #guide({ context, width, y }: Canvas, guide: number): void {
    const at = y(guide);
    if (at === null) return;
    context.strokeStyle = this.#theme['--line-3'];
    context.lineWidth = 1;
    context.setLineDash([2, 4]);
    context.beginPath();
    context.moveTo(0, Math.round(at) + 0.5);
    context.lineTo(width, Math.round(at) + 0.5);
    context.stroke();
  }

  #area(canvas: Canvas, upper: number, lower: number): void {
    const { context } = canvas;
    context.fillStyle = faded(this.#theme[this.#look.pen], 0.08);
    const above = this.#runs(canvas, upper, lower);
    const under = this.#runs(canvas, lower, upper);
    above.forEach((run, index) => {
      context.beginPath();
      for (const { x, y } of [...run, ...under[index]!.toReversed()]) context.lineTo(x, y);
      context.closePath();
      context.fill();
    });
  }

  #line(canvas: Canvas, at: number, { alpha, width, dash }: { alpha: number; width: number; dash: readonly number[] }) {
    const { context } = canvas;
    context.strokeStyle = this.#colorOf(this.#look.outputs[at]!);
    context.globalAlpha = alpha;
    context.lineWidth = width;
    context.lineJoin = 'round';
    context.setLineDash([...dash]);
    context.beginPath();
    for (const run of this.#runs(canvas, at, at)) {
      context.moveTo(run[0]!.x, run[0]!.y);
      for (const { x, y } of run.slice(1)) context.lineTo(x, y);
    }
    context.stroke();
    context.globalAlpha = 1;
  }

  /** Bars up from nothing in the colour of a rise, down from it in that of a fall. */
  #histogram({ context, spacing, items, x, y }: Canvas, at: number): void {
    const floor = y(0);
    if (floor === null) return;
    const width = Math.max(1, Math.floor(spacing * 0.7));
    for (const item of items) {
      const value = item.originalData.values[at]!;
      const top = Number.isNaN(value) ? null : y(value);
      if (top === null) continue;
      context.fillStyle = faded(this.#theme[value >= 0 ? '--up' : '--down'], 0.5);
      context.fillRect(
        Math.round(x(item) - width / 2),
        Math.min(top, floor),
        width,
        Math.max(1, Math.abs(top - floor)),
      );
    }
  }

  /** The lines of a day have their names behind the newest bar. */
  #names({ context, items, x, y, spacing }: Canvas): void {
    const newest = items.at(-1)!;
    if (newest !== this.#data!.bars.at(-1)) return;
    context.font = `10px ${this.#theme['--font']}`;
    context.textBaseline = 'middle';
    context.fillStyle = this.#theme[this.#look.pen];
    const wishes = this.#look.outputs.flatMap(({ title: id }, at) => {
      const value = newest.originalData.values[at]!;
      const height = Number.isNaN(value) ? null : y(value);
      return height === null ? [] : [{ id, y: height, height: NAME_HEIGHT }];
    });
    // Names of lines that lie close are moved apart.
    for (const [name, top] of layoutChips(wishes, -Infinity, Infinity)) {
      context.fillText(name, x(newest) + spacing / 2 + 3, top + NAME_HEIGHT / 2);
    }
  }

  /** The places of an output, parted where it or `other` has no value and, for a daily one, where a day begins. */
  #runs({ items, x, y, spacing }: Canvas, at: number, other: number): Place[][] {
    const runs: Place[][] = [];
    let before: Item | null = null;
    for (const item of items) {
      const { values } = item.originalData;
      const height = Number.isNaN(values[at]) || Number.isNaN(values[other]) ? null : y(values[at]!);
      if (height === null) {
        before = null;
        continue;
      }
      if (before === null || item.time !== before.time + 1 || this.#partsDays(before, item)) runs.push([]);
      runs.at(-1)!.push({ x: x(item), y: height });
      before = item;
    }
    // A lone value is as wide as its bar.
    return runs.map((run) =>
      run.length > 1 ? run : [-0.5, 0.5].map((by) => ({ ...run[0]!, x: run[0]!.x + by * spacing })),
    );
  }

  #partsDays(before: Item, item: Item): boolean {
    const dayOf = ({ originalData: { time } }: Item) => Math.floor((time as UTCTimestamp) / DAY_SECONDS);
    return this.#look.daily && dayOf(before) !== dayOf(item);
  }

  #colorOf({ tone }: Output): string {
    return this.#theme[tone ? (`--${tone}` as const) : this.#look.pen];
  }
}
