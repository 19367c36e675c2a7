import { beforeEach, describe, expect, test } from 'vitest';
import { scriptedDesk, settle } from '../../../testing/order-desk.ts';
import type { OrderDesk } from '../../../testing/order-desk.ts';
import type { StrategyKind, StrategyParameter, StrategyParams } from '../../../contract/strategies.ts';
import { Strategies } from './strategies.ts';

const parameter = (change: Partial<StrategyParameter> & Pick<StrategyParameter, 'name' | 'kind' | 'label'>) => ({
  unit: '',
  help: '',
  default: null,
  optional: false,
  min: 0,
  max: 0,
  options: [],
  ...change,
});

const KIND: StrategyKind = {
  id: 'cross',
  title: 'Cross',
  help: '',
  parameters: [
    parameter({ name: 'instrumentId', kind: 'INSTRUMENT', label: 'Contract' }),
    parameter({ name: 'fast', kind: 'COUNT', label: 'Fast', unit: 'bars', min: 1, max: 200 }),
    parameter({ name: 'stop', kind: 'PRICE', label: 'Stop', min: 5, max: 100_000, optional: true }),
    parameter({
      name: 'side',
      kind: 'CHOICE',
      label: 'Sides',
      options: [
        { value: 'LONG', label: 'Long only' },
        { value: 'BOTH', label: 'Both' },
      ],
    }),
    parameter({ name: 'again', kind: 'FLAG', label: 'Again' }),
    parameter({ name: 'flatAt', kind: 'TIME', label: 'Flat at', optional: true }),
  ],
};

let desk: OrderDesk;
let id: string;
let params: StrategyParams;

const strategies = (kinds: readonly StrategyKind[] = [KIND]) =>
  new Strategies({ clock: desk.clock, store: desk.store, oms: desk.oms, kinds });
const status = () => strategies().views()[0]?.status;

beforeEach(async () => {
  desk = await scriptedDesk();
  desk.broker.fillsAtOnce = true;
  id = desk.ids.uuid();
  params = { instrumentId: desk.call.id, fast: 9, side: 'LONG', again: false };
});

const create = () => strategies().create({ id, name: 'Morning', kind: 'cross', params });

describe('a strategy', () => {
  test('stands when it is made, is made once for its id, and is there after a restart', async () => {
    create();
    create();
    await desk.restart();
    expect(strategies().views()).toMatchObject([
      {
        id,
        name: 'Morning',
        kind: 'cross',
        status: 'stopped',
        statusReason: null,
        params: { ...params, stop: null, flatAt: null },
        instrumentId: desk.call.id,
        net: 0,
        lots: 0,
        orders: 0,
      },
    ]);
  });

  test('is started and stopped in its row, which is told and survives a restart', async () => {
    create();
    const now = strategies();
    const told: string[] = [];
    now.changed.on((record) => told.push(record.status));
    now.start(id);
    now.start(id);
    await desk.restart();
    expect(status()).toBe('active');
    now.stop(id);
    now.stop(id);
    expect(status()).toBe('stopped');
    expect(told).toEqual(['active', 'stopped']);
  });

  test('is changed only while it stands', () => {
    create();
    strategies().start(id);
    expect(() => strategies().setParams(id, { ...params, fast: 5 })).toThrow('Stop it to change them.');
    strategies().stop(id);
    strategies().setParams(id, { ...params, fast: 5 });
    expect(strategies().views()[0]?.params['fast']).toBe(5);
  });

  test('shows its own orders, lots, net and limits, and why its entries are locked', async () => {
    create();
    desk.oms.setLimits({ maxLoss: 50_000 }, null, id);
    desk.oms.place(desk.intent({ strategyId: id, lots: 2, price: 16_400 }));
    desk.oms.place(desk.intent({ lots: 1, price: 16_400 }));
    await settle();
    const [view] = strategies().views();
    expect(view).toMatchObject({ orders: 1, lots: 2, limits: { maxLoss: 50_000 }, statusReason: null });
    expect(view!.net).toBe(desk.oms.strategyDay(id).net);
    expect(view!.net).not.toBe(0);
    desk.oms.stopStrategy(id, 'by hand');
    expect(strategies().views()[0]?.statusReason).toMatch(/the strategy was stopped: by hand/i);
  });

  test('nobody knows is not changed, started or stopped', () => {
    for (const act of [
      () => strategies().start(id),
      () => strategies().stop(id),
      () => strategies().setParams(id, params),
    ]) {
      expect(act).toThrow(expect.objectContaining({ code: 'STRATEGY_UNKNOWN' }));
    }
  });

  test('of a kind that nothing here runs is neither made nor started', () => {
    create();
    const none = strategies([]);
    expect(() => none.start(id)).toThrow(expect.objectContaining({ code: 'STRATEGY_KIND_UNKNOWN' }));
    expect(status()).toBe('stopped');
    const other = { id: desk.ids.uuid(), name: 'Other', kind: 'cross', params };
    expect(() => none.create(other)).toThrow(/Nothing here can run a strategy of the kind “cross”/);
  });
});

test.each<[StrategyParams, string]>([
  [{ instrumentId: null }, 'Contract is missing. Choose one.'],
  [{ instrumentId: 1.5 }, 'Contract is 1.5; it must be a contract. Choose another.'],
  [{ fast: 0 }, 'Fast is 0; it must be a whole figure from 1 to 200 bars. Choose another.'],
  [{ fast: 'nine' }, 'Fast is “nine”; it must be a whole figure from 1 to 200 bars. Choose another.'],
  [{ stop: 1 }, 'Stop is ₹0.01; it must be from ₹0.05 to ₹1,000.00. Choose another.'],
  [{ side: 'SHORT' }, 'Sides is “SHORT”; it must be one of Long only, Both. Choose another.'],
  [{ again: 1 }, 'Again is 1; it must be yes or no. Choose another.'],
  [{ flatAt: '25:00' }, 'Flat at is “25:00”; it must be a time of day such as 15:15. Choose another.'],
  [{ slow: 3 }, 'Cross has no parameter “slow”. Leave it out.'],
])('%j is refused in a sentence', (change, sentence) => {
  params = { ...params, ...change };
  expect(create).toThrow(expect.objectContaining({ code: 'STRATEGY_PARAMS', message: sentence }));
  expect(strategies().views()).toEqual([]);
});
