import type {
  IPrimitivePaneView,
  ISeriesPrimitive,
  Logical,
  PrimitiveHoveredItem,
  SeriesAttachedParameter,
} from 'lightweight-charts';
import type { Bar } from '../../../../contract/market.ts';
import { PAISE } from '../chart-options.ts';
import { barIndexAt } from '../bars.ts';
import { readPalette, type DrawingPalette } from './drawing-colors.ts';
import type { Anchor, Drawing } from './drawing.ts';
import { distance, type Point } from './geometry.ts';
import { hits } from './mark.ts';
import { paintHandles, paintMarks } from './paint-marks.ts';
import { handlesOf, SHAPES } from './shapes/shapes.ts';
import type { Frame } from './shapes/shape.ts';
import { Timeline } from './timeline.ts';

type Target = Parameters<NonNullable<ReturnType<IPrimitivePaneView['renderer']>>['draw']>[0];

/** What the primitive shows. */
export interface DrawingsPicture {
  drawings: readonly Drawing[];
  selectedId: string | null;
  /** One that is being made; it may still lack anchors. */
  draft: Drawing | null;
}

/** What the figures of drawings need to know of the instrument, and the ticket's lots. */
export type Subject = Pick<Frame, 'tickSize' | 'lotSize' | 'lots'>;

/** A drawing under the pointer; `handle` is the number of the handle, null on its body. */
export interface Hit {
  drawing: Drawing;
  handle: number | null;
}

/** How near the pointer has to be to a handle, px. */
const HANDLE_REACH = 7;

/** The drawings on the chart's price pane, and what of them is where. */
export class DrawingsPrimitive implements ISeriesPrimitive {
  #picture: DrawingsPicture = { drawings: [], selectedId: null, draft: null };
  #subject: Subject = { tickSize: 1, lotSize: null, lots: 1 };
  #barLength = 60_000;
  #palette: DrawingPalette = readPalette();
  #attached: SeriesAttachedParameter | null = null;
  #bars: () => readonly Bar[];
  #onOlder: () => void;
  #askedAt: number | null = null;
  #views: IPrimitivePaneView[] = [
    { zOrder: () => 'normal', renderer: () => ({ draw: (target) => this.#draw(target) }) },
  ];

  /** `onOlder` is called when a drawing begins before the oldest bar held. */
  constructor(bars: () => readonly Bar[], onOlder: () => void) {
    this.#bars = bars;
    this.#onOlder = onOlder;
  }

  show(picture: DrawingsPicture): void {
    this.#picture = picture;
    this.#attached?.requestUpdate();
  }

  /** `barLength` in ms. */
  setSubject(subject: Subject, barLength: number): void {
    this.#subject = subject;
    this.#barLength = barLength;
    this.#attached?.requestUpdate();
  }

  /** The theme changed. */
  refreshColors(): void {
    this.#palette = readPalette();
    this.#attached?.requestUpdate();
  }

  attached(parameters: SeriesAttachedParameter): void {
    this.#attached = parameters;
  }

  detached(): void {
    this.#attached = null;
  }

  paneViews(): readonly IPrimitivePaneView[] {
    return this.#views;
  }

  /** For the pointer's shape. */
  hitTest(x: number, y: number): PrimitiveHoveredItem | null {
    const hit = this.hitAt({ x, y });
    return hit && { externalId: `drawing:${hit.drawing.id}`, zOrder: 'normal', cursorStyle: 'pointer' };
  }

  /** The topmost drawing at a point of the price pane; the selected one's handles come first. */
  hitAt(point: Point): Hit | null {
    const frame = this.frame();
    if (!frame) return null;
    const { drawings, selectedId } = this.#picture;
    const selected = drawings.find(({ id }) => id === selectedId);
    if (selected) {
      const handle = handlesOf(selected, frame).findIndex((at) => distance(at, point) <= HANDLE_REACH);
      if (handle >= 0) return { drawing: selected, handle };
    }
    const drawing = drawings.findLast((one) => hits(SHAPES[one.tool].marks(one, frame), point, frame));
    return drawing ? { drawing, handle: null } : null;
  }

  /** The time and the price at a point, snapped to a bar's start and a tick; null while nothing is drawn. */
  anchorAt({ x, y }: Point): Anchor | null {
    const rupees = this.#attached?.series.coordinateToPrice(y) ?? null;
    const place = this.placeAt(x);
    const timeline = this.#timeline();
    if (rupees === null || place === null || !timeline) return null;
    const { tickSize } = this.#subject;
    const ts = Math.max(0, timeline.timeAt(place));
    return { ts, price: Math.round((rupees * PAISE) / tickSize) * tickSize };
  }

  /** Place among the bars, in bars and parts of them; null while nothing is drawn. */
  placeAt(x: number): number | null {
    return this.#attached?.chart.timeScale().coordinateToLogical(x) ?? null;
  }

  /** The bar that holds a time; undefined outside the bars held. */
  barAt(ts: number): Bar | undefined {
    const bars = this.#bars();
    const bar = bars[barIndexAt(bars, ts)];
    return bar && ts - bar.ts < this.#barLength ? bar : undefined;
  }

  /** The chart as shapes see it; null while nothing is drawn. */
  frame(): Frame | null {
    const { chart, series } = this.#attached ?? {};
    const timeline = this.#timeline();
    const height = chart?.panes()[0]?.getHeight() ?? 0;
    const [top, bottom] = [series?.coordinateToPrice(0), series?.coordinateToPrice(height)];
    if (!chart || !series || !timeline || height === 0 || typeof top !== 'number' || typeof bottom !== 'number') {
      return null;
    }
    const scale = chart.timeScale();
    return {
      width: scale.width(),
      height,
      at: ({ ts, price }) => ({
        x: scale.logicalToCoordinate(timeline.placeOf(ts) as Logical)!,
        y: series.priceToCoordinate(price / PAISE)!,
      }),
      bars: (from, to) => timeline.placeOf(to) - timeline.placeOf(from),
      shift: (ts, bars) => Math.max(0, timeline.shift(ts, bars)),
      span: (top - bottom) * PAISE,
      ...this.#subject,
    };
  }

  #timeline(): Timeline | null {
    const bars = this.#bars();
    return bars.length === 0 ? null : new Timeline(bars, this.#barLength);
  }

  #draw(target: Target): void {
    const frame = this.frame();
    if (!frame) return;
    const { drawings, selectedId, draft } = this.#picture;
    this.#askForOlder(drawings);
    target.useMediaCoordinateSpace(({ context }) => {
      context.save();
      for (const drawing of draft ? [...drawings, draft] : drawings) {
        paintMarks(context, SHAPES[drawing.tool].marks(drawing, frame), drawing.style, this.#palette, frame);
        if (drawing.id !== selectedId) continue;
        const look = { color: this.#palette.color[drawing.style.color], locked: drawing.locked };
        paintHandles(context, handlesOf(drawing, frame), look, this.#palette);
      }
      context.restore();
    });
  }

  /** A line that begins before the bars held has its slope only when they are there. Once for each oldest bar. */
  #askForOlder(drawings: readonly Drawing[]): void {
    const oldest = this.#bars()[0]!.ts;
    if (this.#askedAt === oldest) return;
    if (!drawings.some(({ anchors }) => anchors.some(({ ts }) => ts < oldest))) return;
    this.#askedAt = oldest;
    queueMicrotask(this.#onOlder);
  }
}
