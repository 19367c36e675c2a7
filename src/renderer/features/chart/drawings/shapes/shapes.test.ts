import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { propertyRuns } from '../../../../../testing/property-runs.ts';
import { ANCHORS, TOOLS, type Anchor, type Drawing, type Tool } from '../drawing.ts';
import { distanceToSegment } from '../geometry.ts';
import { hits, labelBox, type Mark } from '../mark.ts';
import { fibPrice } from './fib.ts';
import { handlesOf, moved, pulled, SHAPES } from './shapes.ts';
import type { Frame } from './shape.ts';

const MINUTE = 60_000;
/** 10 px a minute from ts 0 at the left; 1 px for 10 paise down from 10,000 at the top. */
const frame: Frame = {
  width: 800,
  height: 400,
  at: ({ ts, price }) => ({ x: (ts / MINUTE) * 10, y: (10_000 - price) / 10 }),
  bars: (from, to) => (to - from) / MINUTE,
  shift: (ts, bars) => ts + bars * MINUTE,
  span: 4000,
  tickSize: 5,
  lotSize: 65,
  lots: 2,
};
const at = (minute: number, price: number): Anchor => ({ ts: minute * MINUTE, price });
const drawing = (tool: Tool, anchors: readonly Anchor[]): Drawing => ({
  id: '1',
  tool,
  anchors,
  style: { color: 'violet', dash: 'solid', width: 1 },
  text: 'words',
  locked: false,
});
const marks = (tool: Tool, ...anchors: Anchor[]) => SHAPES[tool].marks(drawing(tool, anchors), frame);
const isHit = (tool: Tool, anchors: Anchor[], x: number, y: number) => hits(marks(tool, ...anchors), { x, y }, frame);
const rows = (list: readonly Mark[]) => list.flatMap((mark) => (mark.kind === 'label' ? mark.rows : []));

const anchor = fc.record({
  ts: fc.integer({ min: 0, max: 79 }).map((n) => n * MINUTE),
  price: fc.integer({ min: 6000, max: 10_000 }),
});
const anyDrawing = fc.constantFrom(...TOOLS).chain((tool) => {
  const position = tool === 'long' || tool === 'short';
  const own = fc.array(anchor, { minLength: ANCHORS[tool], maxLength: ANCHORS[tool] });
  const placed = anchor.map((entry) => SHAPES[tool].complete?.([entry], frame) ?? [entry]);
  return (position ? placed : own).map((anchors) => drawing(tool, anchors));
});

test('a drawing is held by each of its marks, and by nothing far from them', () => {
  fc.assert(
    fc.property(anyDrawing, (one) => {
      const list = SHAPES[one.tool].marks(one, frame);
      expect(list.length).toBeGreaterThan(0);
      for (const mark of list) {
        if (mark.kind !== 'line') continue;
        const middle = { x: (mark.from.x + mark.to.x) / 2, y: (mark.from.y + mark.to.y) / 2 };
        expect(hits(list, middle, frame)).toBe(true);
      }
      expect(hits(list, { x: 5000, y: 5000 }, frame)).toBe(false);
    }),
    { numRuns: propertyRuns },
  );
});

test('moving keeps the form, and moving back gives the same drawing', () => {
  fc.assert(
    fc.property(
      anyDrawing,
      fc.integer({ min: -30, max: 30 }),
      fc.integer({ min: -999, max: 999 }),
      (one, bars, paise) => {
        const there = moved(one, bars, paise, frame);
        expect(moved(there, -bars, -paise, frame)).toEqual(one);
        const [first, after] = [handlesOf(one, frame), handlesOf(there, frame)];
        for (const [index, handle] of first.entries()) {
          expect(after[index]!.x).toBeCloseTo(handle.x + bars * 10, 6);
          expect(after[index]!.y).toBeCloseTo(handle.y - paise / 10, 6);
        }
      },
    ),
    { numRuns: propertyRuns },
  );
});

test('a pulled handle is where it was pulled to', () => {
  fc.assert(
    fc.property(anyDrawing, fc.nat(5), anchor, (one, number, to) => {
      fc.pre(one.tool !== 'long' && one.tool !== 'short');
      const handle = number % handlesOf(one, frame).length;
      expect(handlesOf(pulled(one, handle, to), frame)[handle]).toEqual(frame.at(to));
    }),
    { numRuns: propertyRuns },
  );
});

test('however a position is pulled, its stop and its target stay on their sides', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('long', 'short'),
      anchor,
      fc.array(fc.tuple(fc.nat(3), anchor)),
      (tool, entry, pulls) => {
        const made = drawing(tool, SHAPES[tool].complete!([entry], frame));
        const after = pulls.reduce((one, [handle, to]) => pulled(one, handle, to), made);
        const [at, stop, target] = after.anchors.map(({ price }) => price * (tool === 'long' ? 1 : -1));
        expect(stop).toBeLessThanOrEqual(at!);
        expect(target).toBeGreaterThanOrEqual(at!);
      },
    ),
    { numRuns: propertyRuns },
  );
});

test('a ray goes on past its second anchor, a trend line ends there', () => {
  const anchors = [at(10, 9000), at(20, 8900)];
  expect(isHit('trend', anchors, 150, 105)).toBe(true);
  expect(isHit('trend', anchors, 300, 120)).toBe(false);
  expect(isHit('ray', anchors, 300, 120)).toBe(true);
  expect(isHit('ray', anchors, 50, 95)).toBe(false);
});

test('a horizontal line is held over the whole width, a vertical one over the whole height', () => {
  expect(isHit('horizontal', [at(40, 8000)], 3, 202)).toBe(true);
  expect(isHit('horizontal', [at(40, 8000)], 3, 210)).toBe(false);
  expect(isHit('vertical', [at(40, 8000)], 402, 3)).toBe(true);
  expect(isHit('vertical', [at(40, 8000)], 410, 3)).toBe(false);
});

test('the lines of a channel are parallel, the third anchor lies on the second of them', () => {
  fc.assert(
    fc.property(anchor, anchor, anchor, (a, b, c) => {
      fc.pre(a.ts !== b.ts);
      const [base, other, middle] = marks('channel', a, b, c).filter((mark) => mark.kind === 'line');
      const slope = ({ from, to }: typeof base & object) => (to.y - from.y) / (to.x - from.x);
      expect(slope(other!)).toBeCloseTo(slope(base!), 6);
      expect(slope(middle!)).toBeCloseTo(slope(base!), 6);
      const point = frame.at(c);
      expect(other!.from.y + slope(other!) * (point.x - other!.from.x)).toBeCloseTo(point.y, 6);
    }),
    { numRuns: propertyRuns },
  );
});

test('until its third anchor a channel is a line', () => {
  expect(marks('channel', at(0, 9000), at(10, 9000))).toHaveLength(1);
});

test('fib levels go from the end of the move back to its start and on', () => {
  expect(fibPrice(10_000, 20_000, 0)).toBe(20_000);
  expect(fibPrice(10_000, 20_000, 0.618)).toBe(13_820);
  expect(fibPrice(10_000, 20_000, 1)).toBe(10_000);
  expect(fibPrice(10_000, 20_000, 1.618)).toBe(3820);
  expect(rows(marks('fib', at(0, 6000), at(10, 10_000)))).toContain('0.5 (80.00)');
  expect(isHit('fib', [at(10, 8000), at(30, 9000)], 250, 150)).toBe(true);
});

test('levels of a small move are all drawn, and told where there is room', () => {
  const small = marks('fib', at(0, 8000), at(10, 8200));
  expect(small.filter(({ kind }) => kind === 'line')).toHaveLength(9);
  expect(rows(small)).toEqual(['0 (82.00)', '0.786 (80.43)', '1.618 (78.76)']);
});

test('a measure tells points, per cent, bars, time and rupees of a lot', () => {
  expect(rows(marks('measure', at(0, 8000), at(75, 9000)))).toEqual([
    '+10.00 (+12.50 %)',
    '75 bars, 1 h 15 min',
    '+₹650.00 a lot',
  ]);
  expect(rows(marks('measure', at(10, 8000), at(9, 7900)))[0]).toBe('−1.00 (−1.25 %)');
  const index = { ...frame, lotSize: null };
  expect(rows(SHAPES.measure.marks(drawing('measure', [at(0, 8000), at(1, 9000)]), index))).toEqual([
    '+10.00 (+12.50 %)',
    '1 bar, 1 min',
  ]);
});

test('a position tells entry, stop, target, R and rupees of the ticket’s lots', () => {
  const list = rows(marks('long', at(10, 8000), at(20, 7600), at(20, 9000)));
  expect(list).toEqual([
    'Target 90.00 · +10.00 (+12.50 %) · +₹1,300.00',
    'Stop 76.00 · −4.00 (−5.00 %) · −₹520.00',
    'Entry 80.00 · 2 lots · 2.50 R',
  ]);
  expect(rows(marks('short', at(10, 8000), at(20, 8400), at(20, 7000)))).toEqual([
    'Target 70.00 · +10.00 (+12.50 %) · +₹1,300.00',
    'Stop 84.00 · −4.00 (−5.00 %) · −₹520.00',
    'Entry 80.00 · 2 lots · 2.50 R',
  ]);
});

test('a new position risks one to gain two, on ticks', () => {
  const [entry, stop, target] = SHAPES.short.complete!([at(10, 8000)], { ...frame, span: 4013 });
  expect(stop!.price - entry!.price).toBe(400);
  expect(entry!.price - target!.price).toBe(800);
  expect(stop!.ts).toBeGreaterThan(entry!.ts);
});

test('a label stays in the pane as long as its point does', () => {
  const label = { kind: 'label', rows: ['a long row of words'], hue: 'own', align: 'center', place: 'above' } as const;
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 800 }), fc.integer({ min: 0, max: 400 }), (x, y) => {
      const box = labelBox({ ...label, at: { x, y } }, frame);
      expect(box.left).toBeGreaterThanOrEqual(0);
      expect(box.top).toBeGreaterThanOrEqual(0);
      expect(box.left + box.width).toBeLessThanOrEqual(800);
      expect(box.top + box.height).toBeLessThanOrEqual(400);
    }),
    { numRuns: propertyRuns },
  );
  expect(labelBox({ ...label, at: { x: -50, y: 10 } }, frame).left).toBeLessThan(-50);
});

test('a rectangle’s edges join its corners', () => {
  const list = marks('rectangle', at(10, 9000), at(30, 8000));
  const lines = list.filter((mark) => mark.kind === 'line');
  for (const corner of handlesOf(drawing('rectangle', [at(10, 9000), at(30, 8000)]), frame)) {
    expect(lines.filter(({ from, to }) => distanceToSegment(corner, from, to) === 0)).toHaveLength(2);
  }
});
