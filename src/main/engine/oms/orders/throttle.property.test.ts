import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { happen, happening } from '../../../../testing/desk-life.ts';
import type { Happening } from '../../../../testing/desk-life.ts';
import { OrderDesk } from '../../../../testing/order-desk.ts';
import { propertyRuns, propertyTimeout } from '../../../../testing/property-runs.ts';
import { SCRIPTED_CAPABILITIES, ScriptedBroker } from '../../../../testing/scripted-broker.ts';

const LIMITS = [
  { windowMs: 1_000, max: 4, reservedForExits: 2 },
  { windowMs: 10_000, max: 12, reservedForExits: 2 },
];

const soon: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 3, arbitrary: happening },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant('place'),
      of: fc.constant('call'),
      side: fc.constant('BUY'),
      lots: fc.constant(1),
      off: fc.integer({ min: -20, max: 0 }),
      fate: fc.constant('accept'),
    }),
  },
);

test(
  'O12 over a running desk: in no sliding window more commands than the broker takes, entries leave the reserve',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(soon, { maxLength: 40 }), async (happenings) => {
        const heard: { at: number; entry: boolean }[] = [];
        const desk = await new OrderDesk(
          (built) => {
            const { clock } = built;
            const broker = new ScriptedBroker({ ...SCRIPTED_CAPABILITIES, rateLimits: LIMITS }, () =>
              clock.monotonic(),
            );
            const [modify, cancel] = [broker.modify.bind(broker), broker.cancel.bind(broker)];
            broker.beforePlace = ({ side, instrumentId }) => {
              // What buys while nothing is sold short opens a position.
              heard.push({ at: clock.monotonic(), entry: side === 'BUY' && built.portfolio.netQty(instrumentId) >= 0 });
            };
            broker.modify = (id, change) => {
              heard.push({ at: clock.monotonic(), entry: false });
              return modify(id, change);
            };
            broker.cancel = (id) => {
              heard.push({ at: clock.monotonic(), entry: false });
              return cancel(id);
            };
            return broker;
          },
          { limits: { maxLots: null } },
        ).start();
        for (const each of happenings) await happen(desk, each);
        await desk.advance(3_000);
        for (const [index, { at, entry }] of heard.entries()) {
          for (const { windowMs, max, reservedForExits } of LIMITS) {
            const used = heard.slice(0, index + 1).filter((other) => other.at > at - windowMs).length;
            expect(used).toBeLessThanOrEqual(entry ? max - reservedForExits : max);
          }
        }
        desk.close();
      }),
      { numRuns: propertyRuns },
    );
  },
  propertyTimeout,
);
