import { expect, test } from 'vitest';
import { OrderDesk, settle } from '../../../../testing/order-desk.ts';
import { SCRIPTED_CAPABILITIES, ScriptedBroker } from '../../../../testing/scripted-broker.ts';
import { VirtualClock } from '../../core/virtual-clock.ts';
import type { DeskStore } from '../../store/desk-store.ts';
import type { OrderLedger } from './order-ledger.ts';
import { sentBefore } from './sent-before.ts';

test('O12: a restart does not empty the windows of the broker', async () => {
  const capabilities = {
    ...SCRIPTED_CAPABILITIES,
    rateLimits: [{ windowMs: 60_000, max: 5, reservedForExits: 1 }],
  };
  const desk = await new OrderDesk(() => new ScriptedBroker(capabilities)).start();
  for (let lots = 1; lots <= 3; lots++) desk.oms.place(desk.intent({ lots }));
  await settle();
  await desk.restart();
  desk.oms.place(desk.intent({ lots: 4 }));
  desk.oms.place(desk.intent({ lots: 5 }));
  await settle();
  expect(desk.broker.heard.filter((what) => what === 'place')).toHaveLength(4);
  await desk.advance(61_000);
  expect(desk.broker.heard.filter((what) => what === 'place')).toHaveLength(5);
});

test('O12: a place counts from when it leaves, however long its write took', async () => {
  const capabilities = {
    ...SCRIPTED_CAPABILITIES,
    rateLimits: [{ windowMs: 1000, max: 2, reservedForExits: 0 }],
  };
  const desk = await new OrderDesk(() => new ScriptedBroker(capabilities)).start();
  const noteOrders = desk.store.noteOrders.bind(desk.store);
  let slow = true;
  desk.store.noteOrders = (work, onDurable) => {
    if (slow) desk.clock.advanceBy(3000);
    slow = false;
    noteOrders(work, onDurable);
  };
  for (let lots = 1; lots <= 3; lots++) desk.oms.place(desk.intent({ lots }));
  await settle();
  expect(desk.broker.heard.filter((what) => what === 'place')).toHaveLength(2);
});

test('K1, O12: a clock set back over a restart does not crowd what was sent before into one moment', () => {
  const clock = new VirtualClock(100_000);
  const times = [99_000, 890_000, 899_000, 900_000];
  const ledger = { book: { all: () => [{ record: { id: 'o1', updatedAt: 900_000 } }] } } as unknown as OrderLedger;
  const journal = () => times.map((at) => ({ at, event: { type: 'sending' } }));
  const sent = sentBefore(ledger, { journal } as unknown as DeskStore, clock, {
    rateLimits: [{ windowMs: 60_000, max: 10, reservedForExits: 0 }],
  });
  expect(sent.map((at) => clock.monotonic() - at)).toEqual([10_000, 1000, 1000, 0]);
});
