import { expect, test } from 'vitest';
import { strategyLegs, STRATEGIES } from './strategies.ts';
import type { Strategy } from './strategies.ts';

const text = (strategy: Strategy, side: 'BUY' | 'SELL', width: number) =>
  strategyLegs(strategy, side, width).map((leg) => `${leg.side} ${leg.kind} ${leg.offset}`);

test('the legs stand where their names say', () => {
  expect(text('STRADDLE', 'SELL', 2)).toEqual(['SELL CE 0', 'SELL PE 0']);
  expect(text('STRANGLE', 'SELL', 2)).toEqual(['SELL CE 2', 'SELL PE -2']);
  expect(text('CALL_SPREAD', 'BUY', 1)).toEqual(['BUY CE 0', 'SELL CE 1']);
  expect(text('PUT_SPREAD', 'BUY', 1)).toEqual(['BUY PE 0', 'SELL PE -1']);
  expect(text('IRON_CONDOR', 'SELL', 2)).toEqual(['SELL CE 2', 'BUY CE 4', 'SELL PE -2', 'BUY PE -4']);
});

test('the other side is the same legs turned round', () => {
  for (const strategy of Object.keys(STRATEGIES) as Strategy[]) {
    const turned = strategyLegs(strategy, 'BUY', 2).map((leg) => ({
      ...leg,
      side: leg.side === 'BUY' ? ('SELL' as const) : ('BUY' as const),
    }));
    expect(strategyLegs(strategy, 'SELL', 2)).toEqual(turned);
  }
});
