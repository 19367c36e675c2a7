import type { PriceChart } from '../price-chart.ts';
import type { Anchor, Drawing, Tool } from './drawing.ts';
import type { DrawingsPrimitive, Hit } from './drawings-primitive.ts';
import {
  addDrawing,
  chooseTool,
  drawingsNow,
  drawingsStore,
  replaceDrawing,
  select,
  typeText,
} from './drawings-store.ts';
import { distance, type Point } from './geometry.ts';
import { magnetPrice } from './magnet.ts';
import { moved, pulled, SHAPES } from './shapes/shapes.ts';

/** Less movement than this is a click, px. */
const SLOP = 3;
/** How far the magnet reaches, px. */
const MAGNET_REACH = 30;
/** The drawing that is being made has no id yet. */
const DRAFT_ID = '';

/** What a pointer does on the chart: makes drawings with the tool in hand, selects, moves and pulls them. */
export class DrawingHands {
  #host: HTMLElement;
  #chart: PriceChart;
  #primitive: DrawingsPrimitive;
  #pressed: Anchor[] = [];
  #hover: Anchor | null = null;
  /** A drawing as the hand that holds it has it now. */
  #held: Drawing | null = null;
  /** Ends what a held pointer does; a chart that is gone is not given free. */
  #letGo: ((chartIsGone?: boolean) => void) | null = null;
  #leave: () => void;

  constructor(host: HTMLElement, chart: PriceChart, primitive: DrawingsPrimitive) {
    this.#host = host;
    this.#chart = chart;
    this.#primitive = primitive;
    const ends = new AbortController();
    const { signal } = ends;
    host.addEventListener('pointerdown', (event) => this.#onDown(event), { signal, capture: true });
    host.addEventListener('pointermove', (event) => this.#onMove(event), { signal });
    host.addEventListener('dblclick', (event) => this.#onDouble(event), { signal, capture: true });
    const stopStore = drawingsStore.subscribe((state, before) => {
      if (state.tool !== before.tool || state.symbol !== before.symbol) this.#pressed = [];
      this.#show();
    });
    this.#leave = () => {
      ends.abort();
      stopStore();
      this.#letGo?.(true);
    };
    this.#show();
  }

  destroy(): void {
    this.#leave();
  }

  #show(): void {
    const { tool, selectedId, hidden } = drawingsStore.getState();
    const held = this.#held;
    const drawings = hidden ? [] : drawingsNow().map((one) => (one.id === held?.id ? held : one));
    this.#primitive.show({ drawings, selectedId, draft: tool && this.#draft(tool) });
    this.#host.classList.toggle('drawing', tool !== null);
  }

  /** The drawing of the tool in hand as it would be, were the pointer pressed now. */
  #draft(tool: Tool): Drawing | null {
    if (this.#pressed.length === 0 || !this.#hover) return null;
    const { style } = drawingsStore.getState();
    return { id: DRAFT_ID, tool, anchors: [...this.#pressed, this.#hover], style, text: '', locked: false };
  }

  #onDown(event: PointerEvent): void {
    const point = this.#pointOf(event);
    if (event.button !== 0 || !point) return;
    const { tool } = drawingsStore.getState();
    if (tool) return this.#press(tool, point, event);
    const hit = this.#primitive.hitAt(point);
    select(hit?.drawing.id ?? null);
    if (hit) this.#take(hit, point, event);
  }

  #onMove(event: PointerEvent): void {
    const { tool } = drawingsStore.getState();
    if (!tool || this.#pressed.length === 0) return;
    this.#hover = this.#anchorAt(this.#point(event), event);
    this.#show();
  }

  #onDouble(event: MouseEvent): void {
    const point = this.#pointOf(event);
    const hit = point && this.#primitive.hitAt(point);
    if (!hit) return;
    // The chart's own double click fits its scale.
    event.stopPropagation();
    if (hit.drawing.tool === 'text' && !hit.drawing.locked) typeText(hit.drawing.id);
  }

  /** A press with a tool. A drag is a press at its start and one at its end. */
  #press(tool: Tool, point: Point, event: PointerEvent): void {
    event.preventDefault();
    event.stopPropagation();
    leaveFocus();
    if (!this.#place(tool, point, event)) return;
    this.#follow({
      move: (moved) => {
        this.#hover = this.#anchorAt(this.#point(moved), moved);
        this.#show();
      },
      drop: (dropped) => {
        const end = this.#point(dropped);
        if (distance(point, end) > SLOP) this.#place(tool, end, dropped);
      },
    });
  }

  /** Takes one more anchor; true while the drawing needs more. */
  #place(tool: Tool, point: Point, event: PointerEvent): boolean {
    const anchor = this.#anchorAt(point, event);
    const frame = this.#primitive.frame();
    if (!anchor || !frame) return false;
    const shape = SHAPES[tool];
    const pressed = [...this.#pressed, anchor];
    if (pressed.length < shape.presses) {
      this.#pressed = pressed;
      this.#hover = anchor;
      this.#show();
      return true;
    }
    this.#pressed = [];
    addDrawing(tool, shape.complete?.(pressed, frame) ?? pressed);
    return false;
  }

  #take({ drawing, handle }: Hit, start: Point, event: PointerEvent): void {
    event.preventDefault();
    event.stopPropagation();
    leaveFocus();
    const from = this.#primitive.placeAt(start.x);
    const grip = this.#primitive.anchorAt(start);
    if (drawing.locked || from === null || !grip) return;
    const change = (point: Point, moving: PointerEvent): Drawing | null => {
      const frame = this.#primitive.frame();
      const to = handle === null ? this.#primitive.anchorAt(point) : this.#anchorAt(point, moving);
      const place = this.#primitive.placeAt(point.x);
      if (!frame || !to || place === null) return null;
      if (handle !== null) return pulled(drawing, handle, to);
      return moved(drawing, Math.round(place - from), to.price - grip.price, frame);
    };
    this.#follow({
      move: (moving) => {
        const point = this.#point(moving);
        if (!this.#held && distance(start, point) < SLOP) return;
        this.#held = change(point, moving) ?? this.#held;
        this.#show();
      },
      drop: () => {
        const held = this.#held;
        this.#held = null;
        if (held) replaceDrawing(held);
      },
    });
  }

  /** Follows the pointer until it is let go; Escape leaves everything as it was. */
  #follow(hand: { move: (event: PointerEvent) => void; drop: (event: PointerEvent) => void }): void {
    this.#letGo?.();
    const release = this.#chart.hold();
    const ends = new AbortController();
    const { signal } = ends;
    const end = (chartIsGone = false) => {
      ends.abort();
      this.#letGo = null;
      if (!chartIsGone) release();
    };
    const drop = (event: PointerEvent) => {
      end();
      hand.drop(event);
      this.#show();
    };
    const cancel = () => {
      end();
      this.#held = null;
      this.#show();
    };
    addEventListener('pointermove', hand.move, { signal });
    addEventListener('pointerup', drop, { signal });
    addEventListener('pointercancel', cancel, { signal });
    addEventListener(
      'keydown',
      (event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        cancel();
        if (drawingsStore.getState().tool) chooseTool(null);
      },
      { signal, capture: true },
    );
    this.#letGo = end;
  }

  /** With the magnet the price is the bar's nearest one; Ctrl turns the magnet round. */
  #anchorAt(point: Point, { ctrlKey }: PointerEvent): Anchor | null {
    const anchor = this.#primitive.anchorAt(point);
    const frame = this.#primitive.frame();
    const bar = anchor && this.#primitive.barAt(anchor.ts);
    if (!anchor || !frame || !bar || drawingsStore.getState().magnet === ctrlKey) return anchor;
    return { ...anchor, price: magnetPrice(anchor.price, bar, (MAGNET_REACH * frame.span) / frame.height) };
  }

  #point(event: MouseEvent): Point {
    const { left, top } = this.#host.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  }

  /** The point of the price pane that the pointer is on; null elsewhere. */
  #pointOf(event: MouseEvent): Point | null {
    const point = this.#point(event);
    const { width, priceHeight } = this.#chart.layout();
    return point.x <= width && point.y <= priceHeight ? point : null;
  }
}

/** The keys belong to the desk again: a button or a field keeps none after a press on the chart. */
function leaveFocus(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}
