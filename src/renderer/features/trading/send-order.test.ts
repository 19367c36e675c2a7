import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Instrument } from '../../../contract/market.ts';
import type { Order, Position } from '../../../contract/trading.ts';
import { client } from '../../client/client.ts';
import { registerCommands } from '../../commands/command-list.ts';
import { arm, disarm } from '../../stores/armed.ts';
import { EMPTY_DRAFT, useDraftOrder } from '../../stores/draft-order.ts';
import { focusStore } from '../../stores/focus.ts';
import { positionsStore } from '../../stores/tables.ts';
import { toastsStore } from '../../stores/toasts.ts';
import { buyAtMarket, closeHalf, flattenSymbol } from './actions.ts';
import { intentOf, sendEntry, SENT_A_MOMENT_AGO } from './send-order.ts';

let lastId = 0;
/** Each test trades its own instrument, so that no press of another test counts. */
const option = (change: Partial<Instrument> = {}): Instrument => ({
  id: ++lastId,
  exchange: 'NFO',
  symbol: 'NIFTY26NOV24500CE',
  name: 'NIFTY 24500 CE',
  underlying: 'NIFTY',
  kind: 'CE',
  expiry: '2026-11-24',
  strike: 2_450_000,
  lotSize: 65,
  tickSize: 5,
  freezeQty: 1800,
  ...change,
});
const buy = { side: 'BUY', orderType: 'MARKET', price: null } as const;
const held = (instrument: Instrument, netQty: number): Position =>
  ({ instrumentId: instrument.id, netQty, lotSize: instrument.lotSize, cost: netQty * 10_000 }) as Position;

const call = vi.spyOn(client, 'call');
const sent = () => call.mock.calls.map(([name, args]) => ({ name, args: args as Record<string, unknown> }));
const lastToast = () => toastsStore.getState().toasts.at(-1)?.text;

beforeEach(() => {
  const keys = { arm: 'Ctrl+Space', buy: 'B', atmCall: 'C', atmPut: 'P' };
  registerCommands(
    Object.entries(keys).map(([id, chord]) => ({ id, chord, title: id, group: 'Orders', run: () => undefined })),
  );
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] });
  call.mockReset();
  call.mockResolvedValue({ state: 'QUEUED', reason: null } as Order);
  useDraftOrder.setState(EMPTY_DRAFT);
  positionsStore.setState({ rows: [] });
  toastsStore.setState({ toasts: [] });
  arm();
});
afterEach(() => {
  disarm();
  vi.useRealTimers();
});

test('an entry while disarmed sends nothing and says what to press', async () => {
  disarm();
  expect(await sendEntry(option(), buy, 'buy')).toBeNull();
  expect(sent()).toEqual([]);
  expect(lastToast()).toBe('Disarmed: nothing was sent. Press Ctrl Space to arm, then B.');
});

test('an index is not traded: its options are offered', async () => {
  await sendEntry(option({ kind: 'INDEX', name: 'NIFTY 50' }), buy, 'buy');
  expect(sent()).toEqual([]);
  expect(lastToast()).toContain('cannot be traded. Press C for the call or P for the put');
});

test('a second press within the cooldown asks; the third is another order, confirmed, with an id of its own', async () => {
  const instrument = option();
  await sendEntry(instrument, buy, 'buy');
  await sendEntry(instrument, buy, 'buy');
  expect(sent()).toHaveLength(1);
  expect(lastToast()).toBe(SENT_A_MOMENT_AGO);
  await sendEntry(instrument, buy, 'buy');
  const [first, second] = sent().map(({ args }) => args);
  expect([first!.confirmed, second!.confirmed]).toEqual([false, true]);
  expect(first!.intentId).not.toBe(second!.intentId);
});

test('when RMS calls it a repetition the trader is asked, and the next press is confirmed', async () => {
  const instrument = option();
  await sendEntry(instrument, buy, 'buy');
  vi.advanceTimersByTime(1000);
  call.mockResolvedValueOnce({ state: 'DENIED', reason: { code: 'RMS_DUPLICATE', message: '', details: {} } } as never);
  await sendEntry(instrument, buy, 'buy');
  expect(lastToast()).toBe(SENT_A_MOMENT_AGO);
  await sendEntry(instrument, buy, 'buy');
  expect(sent().map(({ args }) => args.confirmed)).toEqual([false, false, true]);
});

test('a refused call is said in its own words', async () => {
  call.mockRejectedValueOnce(new Error('Books are not reconciled yet: wait for the first match.'));
  await sendEntry(option(), buy, 'buy');
  expect(lastToast()).toBe('Books are not reconciled yet: wait for the first match.');
});

test('an entry carries the draft’s lots, stop and target; an order that only reduces carries neither leg', () => {
  const instrument = option();
  const quote = { ltp: 10_000, bid: 9995, ask: 10_000 } as never;
  const draft = { ...EMPTY_DRAFT, lots: 2, stop: { on: true, distance: 500 }, target: { on: true, distance: null } };
  const entry = intentOf({ instrument, draft, netQty: 0, quote }, buy, false);
  expect(entry).toMatchObject({ lots: 2, price: null, slPrice: 9500, tpPrice: 11_000 });
  const exit = intentOf({ instrument, draft, netQty: 130, quote }, { ...buy, side: 'SELL' }, false);
  expect(exit).toMatchObject({ slPrice: null, tpPrice: null });
});

test('exits need no arming, close by fraction, and with one lot a half says to use F', () => {
  disarm();
  const instrument = option();
  focusStore.setState({ instrument });
  positionsStore.setState({ rows: [held(instrument, 65)] });
  closeHalf();
  expect(sent()).toEqual([]);
  expect(lastToast()).toBe('One lot: use F.');
  flattenSymbol();
  expect(sent()).toMatchObject([{ name: 'positions.close', args: { instrumentId: instrument.id, fraction: 1 } }]);
});

test('the hotkey acts on the focused instrument', () => {
  const instrument = option();
  focusStore.setState({ instrument });
  buyAtMarket();
  expect(sent()).toMatchObject([{ name: 'orders.place', args: { instrumentId: instrument.id, side: 'BUY' } }]);
});
