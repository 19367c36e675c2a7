import * as fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import type { OrderChange, PlaceRequest } from '../brokers/broker.ts';
import type { Limits } from '../../../contract/risk.ts';
import { happen, happening } from '../../../testing/desk-life.ts';
import { scriptedDesk, settle } from '../../../testing/order-desk.ts';
import type { OrderDesk } from '../../../testing/order-desk.ts';
import { propertyRuns, propertyTimeout } from '../../../testing/property-runs.ts';
import type { RiskDecision, RiskOrder, RiskSnapshot } from './decision.ts';
import { Passes } from './passes.ts';
import { decide } from './rms.ts';

const runs = { numRuns: propertyRuns };

const use = Reflect.get(Passes.prototype, 'use') as (this: Passes, request: PlaceRequest) => boolean;
const useChange = Reflect.get(Passes.prototype, 'useChange') as (
  this: Passes,
  brokerOrderId: string,
  change: OrderChange,
) => boolean;

afterEach(() => {
  vi.restoreAllMocks();
});

/** Ways to send orders of every source, slices among them. */
const sends = fc.constantFrom<[string, (desk: OrderDesk) => unknown]>(
  ['a limit', (desk) => desk.oms.place(desk.intent({ lots: 2 }))],
  ['a market order', (desk) => desk.oms.place(desk.intent({ orderType: 'MARKET', price: null }))],
  ['a stop', (desk) => desk.oms.place(desk.intent({ triggerPrice: 16_500, price: 16_550 }))],
  ['an IOC', (desk) => desk.oms.place(desk.intent({ validity: 'IOC' }))],
  ['three slices', (desk) => desk.oms.place(desk.intent({ lots: 60 }))],
  ['a modify', (desk) => desk.oms.modify(desk.oms.orderViews()[0]!.id, 16_395, 1)],
  ['a stop of the position', (desk) => desk.tick(desk.call.id, 15_990, 16_000)],
  ['an exit', (desk) => desk.oms.closePosition(desk.call.id, 1, desk.ids.uuid())],
  ['a flatten', (desk) => desk.oms.flattenAll(desk.ids.uuid(), desk.oms.flattenPreview().token)],
  ['a square-off', (desk) => desk.oms.kill('enough', true)],
);
const change = fc.oneof(
  fc.record({ side: fc.constantFrom('BUY', 'SELL') }),
  fc.record({ quantity: fc.integer({ min: 1, max: 5_000 }) }),
  fc.record({ price: fc.integer({ min: 1, max: 40_000 }) }),
  fc.record({ triggerPrice: fc.option(fc.integer({ min: 1, max: 40_000 })) }),
  fc.record({ instrumentId: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ validity: fc.constantFrom('DAY', 'IOC') }),
  fc.record({ product: fc.constantFrom('MIS', 'CNC', 'NRML') }),
  fc.record({ tag: fc.string({ minLength: 1 }) }),
);

/** A resting entry, and a lot that is held with a stop. */
async function busyDesk(): Promise<OrderDesk> {
  const desk = await scriptedDesk({ limits: { maxLots: null } });
  desk.store.transaction((tx) => tx.saveAccountMargin(desk.store.identity.accountId, 5_000_000_000));
  await desk.restart();
  desk.oms.place(desk.intent({ price: 16_390 }));
  desk.oms.place(desk.intent({ price: 16_430, slPrice: 16_000 }));
  await settle();
  desk.broker.fill('B2', 75, 16_430);
  await settle();
  return desk;
}

test(
  'R1 over a running desk: whatever is changed in whichever order after the rules passed it, it does not leave',
  async () => {
    await fc.assert(
      fc.asyncProperty(sends, change, fc.nat(2), async ([, send], changed, nth) => {
        const desk = await busyDesk();
        const { broker } = desk;
        /** What the rules passed and what is asked of their passes, field by field. */
        const asked: { was: string; is: string }[] = [];
        const heard: string[] = [];
        const tamper = <T extends object>(request: T): T => {
          const was = JSON.stringify(request);
          const fits = Object.keys(changed).every((key) => key in request);
          if (asked.length === nth && fits) Object.assign(request, changed);
          asked.push({ was, is: JSON.stringify(request) });
          return request;
        };
        vi.spyOn(Passes.prototype, 'use').mockImplementation(function (this: Passes, request: PlaceRequest) {
          return use.call(this, tamper(request));
        });
        vi.spyOn(Passes.prototype, 'useChange').mockImplementation(function (
          this: Passes,
          id: string,
          to: OrderChange,
        ) {
          return useChange.call(this, id, tamper(to));
        });
        broker.beforePlace = (request) => heard.push(JSON.stringify(request));
        const modify = broker.modify.bind(broker);
        broker.modify = (id, to) => {
          heard.push(JSON.stringify(to));
          return modify(id, to);
        };
        void send(desk);
        await desk.advance(400);
        vi.restoreAllMocks();
        expect(asked.length).toBeGreaterThan(0);
        // Each leaves once, and as it was passed.
        expect(heard).toEqual(asked.filter(({ was, is }) => was === is).map(({ was }) => was));
        desk.close();
      }),
      runs,
    );
  },
  propertyTimeout,
);

test(
  'R3 over a running desk: each decision made from its inputs again, as they were written down, is the same',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { maxLength: 20 }), fc.nat(4), async (happenings, maxLots) => {
        const desk = await scriptedDesk({ limits: { maxLots: maxLots === 0 ? null : maxLots } });
        const written: { inputs: string; outcome: string }[] = [];
        const outcomeOf = ({ passed, denial, checks }: RiskDecision) =>
          JSON.stringify({ passed, denial, checks: checks() });
        desk.decide = (order, snapshot, limits) => {
          const inputs = JSON.stringify({ order, snapshot, limits });
          const decision = decide(order, snapshot, limits);
          written.push({ inputs, outcome: outcomeOf(decision) });
          return decision;
        };
        await desk.restart();
        for (const each of happenings) await happen(desk, each);
        for (const { inputs, outcome } of written) {
          const kept = JSON.parse(inputs) as { order: RiskOrder; snapshot: RiskSnapshot; limits: Limits };
          expect(outcomeOf(decide(kept.order, kept.snapshot, kept.limits))).toBe(outcome);
        }
        desk.close();
      }),
      runs,
    );
  },
  propertyTimeout,
);
