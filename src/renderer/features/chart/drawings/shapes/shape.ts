import type { Anchor, Drawing } from '../drawing.ts';
import type { Point } from '../geometry.ts';
import type { Mark } from '../mark.ts';

/** What a shape may know of the chart it stands on. */
export interface Frame {
  /** Size of the price pane, px. */
  width: number;
  height: number;
  at(anchor: Anchor): Point;
  /** Bars from one time to another; negative when the other is earlier. */
  bars(from: number, to: number): number;
  /** A time so many bars later. */
  shift(ts: number, bars: number): number;
  /** Paise between bottom and top of the pane. */
  span: number;
  /** Paise. */
  tickSize: number;
  /** Units of a lot; null for what is not dealt in lots. */
  lotSize: number | null;
  /** Lots in the ticket. */
  lots: number;
}

/** How a tool's drawings look and change. `anchors` may still lack those that are not pressed yet. */
export interface Shape {
  /** Presses that a hand makes for it. */
  presses: number;
  /** All anchors of a drawing, from those pressed; absent where they are the same. */
  complete?(pressed: readonly Anchor[], frame: Frame): Anchor[];
  marks(drawing: Pick<Drawing, 'anchors' | 'text'>, frame: Frame): Mark[];
  /** Where it can be pulled; absent: at its anchors. */
  handles?(anchors: readonly Anchor[], frame: Frame): Point[];
  /** Its anchors after the handle was pulled; absent: the anchor of the same number moved. */
  pull?(anchors: readonly Anchor[], handle: number, to: Anchor): Anchor[];
}
