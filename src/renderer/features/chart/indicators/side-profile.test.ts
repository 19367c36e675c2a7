import { expect, test } from 'vitest';
import { DAY_MS } from '../../../../contract/ist.ts';
import type { Bar } from '../../../../contract/market.ts';
import { volumeProfile } from '../../../../indicators/volume-profile.ts';
import { withIndicator } from './chosen-indicators.ts';
import { SideProfile } from './side-profile.ts';

const [chosen] = withIndicator([], volumeProfile)!;
const bar = (minute: number, rupees: number, volume: number): Bar => {
  const price = rupees * 100;
  return { ts: minute * 60_000, open: price, high: price, low: price, close: price, volume, oi: 0 };
};

test('the side shows the newest day alone, with the running bar as it stands', () => {
  const side = new SideProfile(chosen!);
  expect(side.profile()).toBeNull();
  const bars = [bar(0, 100, 900), bar(1, 110, 10)];
  side.reset(bars);
  expect([...side.profile()!.rows]).toEqual([
    [20, 900],
    [22, 10],
  ]);
  bars[1] = bar(1, 110, 30);
  expect(side.profile()!.rows.get(22)).toBe(30);
  bars.push(bar(2, 110, 5));
  expect(side.profile()!.rows.get(22)).toBe(35);
  bars.push({ ...bar(0, 120, 7), ts: DAY_MS });
  expect(side.profile()).toMatchObject({ size: 500, area: { poc: 24, low: 24, high: 24 } });
  expect([...side.profile()!.rows]).toEqual([[24, 7]]);
});
