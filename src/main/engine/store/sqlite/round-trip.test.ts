import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  orderSourceSchema,
  orderStateSchema,
  orderTypeSchema,
  productSchema,
  sideSchema,
  validitySchema,
} from '../../../../contract/enums.ts';
import type { Trail } from '../../../../contract/protection.ts';
import { CALL_26000, openTestDesk, orderRecord, tradeRecord } from '../../../../testing/desk-records.ts';
import type { OrderRecord, TradeRecord } from '../../domain/order.ts';
import type { PositionRecord } from '../../domain/position.ts';
import type { BracketRecord } from '../desk-store.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'desk-trip-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const paise = fc.integer({ min: -(10 ** 12), max: 10 ** 12 });
const units = fc.integer({ min: 0, max: 10 ** 8 });
const text = fc.string({ unit: 'grapheme', maxLength: 30 });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const time = fc.integer({ min: 0, max: 4 * 10 ** 12 });
const product = fc.constantFrom(...productSchema.options);
const side = fc.constantFrom(...sideSchema.options);
const request = fc.record({
  id: fc.uuid(),
  kind: fc.constantFrom('modify' as const, 'cancel' as const),
  state: fc.constantFrom('sent' as const, 'unknown' as const, 'done' as const, 'refused' as const),
  quantity: maybe(units),
  price: maybe(paise),
  triggerPrice: maybe(paise),
});
const orderChange: fc.Arbitrary<Partial<OrderRecord>> = fc.record({
  symbol: text,
  name: text,
  tag: fc.string({ maxLength: 20 }),
  side,
  product,
  orderType: fc.constantFrom(...orderTypeSchema.options),
  source: fc.constantFrom(...orderSourceSchema.options),
  state: fc.constantFrom(...orderStateSchema.options),
  lots: units,
  lotSize: fc.integer({ min: 1, max: 1000 }),
  quantity: units,
  filled: units,
  filledValue: paise,
  price: maybe(paise),
  triggerPrice: maybe(paise),
  validity: fc.constantFrom(...validitySchema.options),
  tpPrice: maybe(paise),
  slPrice: maybe(paise),
  brokerOrderId: maybe(text),
  requests: fc.array(request, { maxLength: 3 }),
  reason: maybe(
    fc.record({
      code: fc.constantFrom('RMS_MAX_LOTS' as const, 'BROKER_UNKNOWN' as const),
      message: text,
      details: fc.dictionary(fc.string({ minLength: 1, maxLength: 5 }), maybe(text), {
        maxKeys: 2,
        noNullPrototype: true,
      }),
    }),
  ),
  createdAt: time,
  updatedAt: time,
  seq: fc.nat(),
});
const tradeChange: fc.Arbitrary<Partial<TradeRecord>> = fc.record({
  symbol: text,
  name: text,
  side,
  lotSize: fc.integer({ min: 1, max: 1000 }),
  quantity: fc.integer({ min: 1, max: 10 ** 8 }),
  fillPrice: paise,
  pnl: paise,
  charges: paise,
  brokerTradeId: text,
  timestamp: time,
});
const positionChange: fc.Arbitrary<Omit<PositionRecord, 'accountId' | 'instrumentId'>> = fc.record({
  symbol: text,
  product,
  netQty: fc.integer({ min: -(10 ** 8), max: 10 ** 8 }),
  cost: paise,
  realised: paise,
  charges: paise,
  day: fc.constantFrom('2026-11-23', '2026-11-24'),
  updatedAt: time,
});
const trail: fc.Arbitrary<Trail> = fc.record({
  follow: maybe(
    fc.oneof(
      fc.record({ type: fc.constant('STEP' as const), every: fc.integer({ min: 1 }), by: fc.integer({ min: 1 }) }),
      fc.record({ type: fc.constant('PERCENT' as const), percent: fc.double({ min: 0.01, max: 99, noNaN: true }) }),
    ),
  ),
  after: fc.nat(),
  breakEvenAfter: maybe(fc.integer({ min: 1 })),
});
const bracketChange: fc.Arbitrary<Omit<BracketRecord, 'entryOrderId' | 'accountId' | 'instrumentId' | 'exitOrderId'>> =
  fc.record({
    tpPrice: maybe(paise),
    slPrice: maybe(paise),
    state: fc.constantFrom('ARMED' as const, 'FIRED' as const, 'DONE' as const),
    updatedAt: time,
    trail: maybe(trail),
    entryPrice: maybe(paise),
    trailFrom: maybe(paise),
    bestPrice: maybe(paise),
  });

describe('records of desk.db', () => {
  it('come back as they were, first as inserted, then as replaced, also after a restart', () => {
    let seed = 0;
    const change = fc.record({
      order: orderChange,
      trade: tradeChange,
      position: positionChange,
      bracket: bracketChange,
    });
    fc.assert(
      fc.property(change, change, (first, second) => {
        const file = join(folder, `${++seed}.db`);
        const desk = openTestDesk(file, seed);
        const { accountId } = desk.identity;
        const instrumentId = desk.transaction((tx) => tx.upsertInstruments([CALL_26000]))[0]!.id;
        const base = orderRecord(desk, desk.ids, { instrumentId });
        const keys = { id: base.id, intentId: base.intentId, createdAt: first.order.createdAt! };
        const order = { ...base, ...first.order, ...keys };
        const later = { ...base, ...second.order, ...keys };
        const exit = orderRecord(desk, desk.ids, { instrumentId, parentId: order.id });
        const trade = tradeRecord(order, desk.ids, first.trade);
        const position = { accountId, instrumentId, ...first.position };
        const laterPosition = { ...position, ...second.position, product: position.product };
        const bracket = { accountId, instrumentId, entryOrderId: order.id, exitOrderId: null, ...first.bracket };
        const laterBracket = { ...bracket, ...second.bracket, exitOrderId: exit.id };

        desk.transaction((tx) => {
          tx.saveOrder(order);
          tx.appendTrade(trade);
          tx.savePosition(position);
          tx.saveBracket(bracket);
        });
        expect(desk.orderByIntent(accountId, order.intentId)).toEqual(order);
        expect(desk.trades(accountId, 0)).toEqual([trade]);
        expect(desk.positions(accountId)).toEqual([position]);
        expect(desk.brackets(accountId)).toEqual([bracket]);

        desk.transaction((tx) => {
          tx.saveOrder(later);
          tx.saveOrder(exit);
          tx.savePosition(laterPosition);
          tx.saveBracket(laterBracket);
        });
        desk.close();
        const reopened = openTestDesk(file, 1000 + seed);
        expect(reopened.identity).toEqual(desk.identity);
        expect(reopened.orderByIntent(accountId, order.intentId)).toEqual(later);
        expect(reopened.positions(accountId)).toEqual([laterPosition]);
        expect(reopened.brackets(accountId)).toEqual([laterBracket]);
        expect(reopened.trades(accountId, 0)).toEqual([trade]);
        reopened.close();
        rmSync(file);
      }),
      { numRuns: 25 },
    );
  });
});
