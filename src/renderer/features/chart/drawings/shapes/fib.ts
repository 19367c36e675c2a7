import { inr } from '../../../../ui/format.ts';
import { ROW_HEIGHT, type Mark } from '../mark.ts';
import type { Shape } from './shape.ts';

/** Shares of the move that is retraced, from its end back to its start, and the extension past it. */
export const FIB_LEVELS = [0, 0.236, 0.382, 0.5, 0.618, 0.786, 1, 1.618] as const;

/** The price at a level, to the paisa: level 1 is the start of the move, 0 its end. */
export const fibPrice = (start: number, end: number, level: number): number => Math.round(end + (start - end) * level);

/** Levels of a move from the first anchor to the second. */
export const fib: Shape = {
  presses: 2,
  marks({ anchors }, frame) {
    const [start, end] = [anchors[0]!, anchors[1]!];
    const [from, to] = [frame.at(start), frame.at(end)];
    const [left, right] = [Math.min(from.x, to.x), Math.max(from.x, to.x)];
    let told = Infinity;
    const levels = FIB_LEVELS.flatMap((level): Mark[] => {
      const price = fibPrice(start.price, end.price, level);
      const { y } = frame.at({ ts: end.ts, price });
      const row = `${level} (${inr(price)})`;
      const line: Mark = { kind: 'line', from: { x: left, y }, to: { x: right, y }, hue: 'own' };
      // Levels too near to the last one told are read from it.
      if (Math.abs(y - told) < ROW_HEIGHT) return [line];
      told = y;
      return [
        line,
        { kind: 'label', at: { x: left, y }, rows: [row], hue: 'own', align: 'right', place: 'middle', plate: true },
      ];
    });
    return [...levels, { kind: 'line', from, to, hue: 'own', guide: true }];
  },
};
