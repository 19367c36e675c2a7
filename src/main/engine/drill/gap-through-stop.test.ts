import { expect, it } from 'vitest';
import { Random } from '../core/random.ts';
import { gapThroughStop } from './gap-through-stop.ts';

const long = { instrumentId: 1, name: 'NIFTY 26000 CE', netQty: 75, slPrice: 90_00 };
const gap = (
  position: typeof long | (Omit<typeof long, 'slPrice'> & { slPrice: null }),
  ltp: number,
  orders = resting(),
) => gapThroughStop([position], orders, () => ltp, new Random(1));
function resting(triggerPrice: number | null = null, side: 'BUY' | 'SELL' = 'SELL') {
  return triggerPrice === null ? [] : [{ instrumentId: 1, side, state: 'TRIGGER_PENDING' as const, triggerPrice }];
}

it('lands 4 to 10 % beyond the stop, below it for a long and above it for a short', () => {
  const below = 100_00 + gap(long, 100_00)!.by;
  expect(below).toBeGreaterThanOrEqual(81_00);
  expect(below).toBeLessThanOrEqual(86_40);
  const above = 80_00 + gap({ ...long, netQty: -75 }, 80_00)!.by;
  expect(above).toBeGreaterThanOrEqual(93_60);
  expect(above).toBeLessThanOrEqual(99_00);
});

it('takes a stop that rests at the exchange first, and no stop of the entry side', () => {
  const bare = { ...long, slPrice: null };
  expect(100_00 + gap(bare, 100_00, resting(50_00))!.by).toBeLessThan(48_01);
  expect(gap(bare, 100_00, resting(50_00, 'BUY'))).toBeNull();
});

it('there is none without a stop, a price or a position, or where the price is beyond it by far already', () => {
  expect(gap({ ...long, slPrice: null }, 100_00)).toBeNull();
  expect(gap(long, 0)).toBeNull();
  expect(gap({ ...long, netQty: 0 }, 100_00)).toBeNull();
  expect(gap(long, 40_00)).toBeNull();
});
