/** Pixels from the top left of the price pane. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

export const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

/** Distance of a point from the segment between two others. */
export function distanceToSegment(point: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const square = dx * dx + dy * dy;
  const along = square === 0 ? 0 : ((point.x - from.x) * dx + (point.y - from.y) * dy) / square;
  const held = Math.min(1, Math.max(0, along));
  return distance(point, { x: from.x + held * dx, y: from.y + held * dy });
}

/** True within a polygon, by the crossings of its edges. */
export function isInside(point: Point, corners: readonly Point[]): boolean {
  let inside = false;
  for (const [index, a] of corners.entries()) {
    const b = corners[(index + 1) % corners.length]!;
    if (a.y > point.y !== b.y > point.y && point.x < ((b.x - a.x) * (point.y - a.y)) / (b.y - a.y) + a.x) {
      inside = !inside;
    }
  }
  return inside;
}

/** Where the ray from `from` through `to` leaves a pane of this size; `to` itself when it is out of it or has no direction. */
export function rayEnd(from: Point, to: Point, { width, height }: { width: number; height: number }): Point {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const reaches = [
    dx > 0 ? (width - from.x) / dx : dx < 0 ? -from.x / dx : Infinity,
    dy > 0 ? (height - from.y) / dy : dy < 0 ? -from.y / dy : Infinity,
  ];
  const reach = Math.min(...reaches);
  if (!Number.isFinite(reach) || reach <= 1) return to;
  return { x: from.x + reach * dx, y: from.y + reach * dy };
}

export const contains = ({ left, top, width, height }: Box, { x, y }: Point): boolean =>
  x >= left && x <= left + width && y >= top && y <= top + height;
