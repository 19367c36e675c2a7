import { expect, test } from 'vitest';
import type { Position } from '../../../../contract/trading.ts';
import { scriptedDesk, settle } from '../../../../testing/order-desk.ts';
import type { OrderRecord } from '../../domain/order.ts';
import { isOverdueExit } from './exit-due.ts';

test('B4 a stop whose exit is not filled within a second is told as UNPROTECTED, until it fills', async () => {
  const desk = await scriptedDesk();
  const told: Position['protection'][] = [];
  desk.oms.positions.on(({ protection }) => told.push(protection));
  desk.oms.place(desk.intent({ slPrice: 16_000 }));
  await settle();
  desk.broker.fill('B1', 75, 16_400);
  expect(told.at(-1)).toBe('OK');
  desk.tick(desk.call.id, 15_990, 16_000);
  await desk.advance(900);
  expect(told.at(-1)).toBeNull();
  await desk.advance(200);
  expect(told.at(-1)).toBe('UNPROTECTED');
  const writes = told.length;
  await desk.advance(10_000);
  expect(told).toHaveLength(writes);
  await desk.restart();
  expect(desk.oms.positionViews()[0]!.protection).toBe('UNPROTECTED');
  desk.broker.fill('B2', 75, 15_990);
  expect(desk.oms.positionViews()[0]!.protection).toBeNull();
});

test('B4 what is not filled in time and ends is armed again, and protects again', async () => {
  const desk = await scriptedDesk();
  desk.oms.place(desk.intent({ slPrice: 16_000 }));
  await settle();
  desk.broker.fill('B1', 75, 16_400);
  desk.tick(desk.call.id, 15_990, 16_000);
  await desk.advance(1_500);
  desk.tick(desk.call.id, 16_100, 16_110);
  desk.broker.end('B2', 'CANCELLED');
  await settle();
  expect(desk.oms.positionViews()[0]!.protection).toBe('OK');
});

test('B4 F8 a clock that was set back makes no exit young', () => {
  const exit = { source: 'BRACKET', state: 'OPEN', createdAt: 10_000, triggerPrice: null } as OrderRecord;
  expect([10_900, 11_000, 2_000].map((now) => isOverdueExit(exit, now))).toEqual([false, true, true]);
});
