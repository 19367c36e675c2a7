import type { Anchor } from '../drawing.ts';
import type { Hue, Mark } from '../mark.ts';
import { positionWords } from './position-words.ts';
import { rectangleBetween } from './rectangle.ts';
import type { Shape } from './shape.ts';

/** Width of a new one in bars, and its stop as a share of the pane; its target is twice as far. */
const WIDTH = 24;
const STOP_SHARE = 0.1;

/**
 * A trade that might be: anchors are its entry, its stop and its target, the last two at its right end. Handles are
 * entry, stop and target at the left and the right end.
 */
export function position(side: 'long' | 'short'): Shape {
  const toward = side === 'long' ? 1 : -1;
  return {
    presses: 1,
    complete([entry], frame) {
      const risk = Math.max(frame.tickSize, Math.round((frame.span * STOP_SHARE) / frame.tickSize) * frame.tickSize);
      const ts = frame.shift(entry!.ts, WIDTH);
      const price = entry!.price;
      return [entry!, { ts, price: price - toward * risk }, { ts, price: price + 2 * toward * risk }];
    },
    marks({ anchors }, frame) {
      const [entry, stop, target] = [anchors[0]!, anchors[1]!, anchors[2]!];
      const at = frame.at(entry);
      const words = positionWords(toward, { entry: entry.price, stop: stop.price, target: target.price }, frame);
      const middle = (at.x + frame.at(stop).x) / 2;
      const zone = (anchor: Anchor, hue: Hue, row: string): Mark[] => {
        const to = frame.at(anchor);
        const edge = { x: at.x, y: to.y };
        const place = to.y < at.y ? 'above' : 'below';
        return [
          { kind: 'area', corners: rectangleBetween(at, to), hue },
          { kind: 'line', from: edge, to, hue },
          { kind: 'label', at: { x: middle, y: to.y }, rows: [row], hue, align: 'center', place, plate: true },
        ];
      };
      return [
        ...zone(target, 'up', words.target),
        ...zone(stop, 'down', words.stop),
        { kind: 'line', from: at, to: { x: frame.at(stop).x, y: at.y }, hue: 'own' },
        {
          kind: 'label',
          at: { x: middle, y: at.y },
          rows: [words.entry],
          hue: 'own',
          align: 'center',
          place: 'middle',
          plate: true,
        },
      ];
    },
    handles(anchors, frame) {
      const [entry, stop, target] = anchors.map((anchor) => frame.at(anchor));
      const { x } = entry!;
      return [entry!, { x, y: stop!.y }, { x, y: target!.y }, { x: stop!.x, y: entry!.y }];
    },
    /** Stop and target stay on their side of the entry. */
    pull(anchors, handle, to) {
      const [entry, stop, target] = [anchors[0]!, anchors[1]!, anchors[2]!];
      const lower = (one: number, other: number) => toward * Math.min(toward * one, toward * other);
      const upper = (one: number, other: number) => toward * Math.max(toward * one, toward * other);
      if (handle === 1) return [entry, { ...stop, price: lower(to.price, entry.price) }, target];
      if (handle === 2) return [entry, stop, { ...target, price: upper(to.price, entry.price) }];
      if (handle === 3) return [entry, { ...stop, ts: to.ts }, { ...target, ts: to.ts }];
      return [{ ts: to.ts, price: lower(upper(to.price, stop.price), target.price) }, stop, target];
    },
  };
}
