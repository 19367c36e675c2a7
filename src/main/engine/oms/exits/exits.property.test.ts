import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError } from '../../core/app-error.ts';
import { scriptedDesk, settle } from '../../../../testing/order-desk.ts';
import type { OrderDesk } from '../../../../testing/order-desk.ts';
import { propertyRuns, propertyTimeout } from '../../../../testing/property-runs.ts';
import type { Fate } from '../../../../testing/scripted-broker.ts';

const LOT = 75;
const ENTRY = 16_425;

/** Long and short are the same thing mirrored: 1 and −1. */
type Sign = 1 | -1;

/** Every way out there is, and what the exchange makes of it. */
type Step =
  | { what: 'close'; fraction: 1 | 0.75 | 0.5 | 0.25 }
  | {
      what:
        | 'flatten'
        | 'kill'
        | 'stop'
        | 'target'
        | 'lock'
        | 'back'
        | 'deaf'
        | 'hears'
        | 'restart'
        | 'crash'
        | 'reconcile';
    }
  | { what: 'fill'; which: number; lots: number }
  | { what: 'wait'; ms: number };
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ what: fc.constant('close'), fraction: fc.constantFrom(1, 0.75, 0.5, 0.25) }),
  fc.record({
    what: fc.constantFrom(
      'flatten',
      'kill',
      'stop',
      'target',
      'lock',
      'back',
      'deaf',
      'hears',
      'restart',
      'crash',
      'reconcile',
    ),
  }),
  {
    weight: 2,
    arbitrary: fc.record({ what: fc.constant('fill'), which: fc.nat(3), lots: fc.integer({ min: 1, max: 2 }) }),
  },
  fc.record({ what: fc.constant('wait'), ms: fc.constantFrom(50, 400, 1_600, 3_000) }),
);
const fates = fc.array(fc.constantFrom<Fate>('accept', 'accept', 'refuse', 'lost', 'unanswered', 'hangs'), {
  maxLength: 6,
});

/** A position with a stop, a target and a profit lock. */
async function held(side: Sign, lots: number): Promise<OrderDesk> {
  const desk = await scriptedDesk({ limits: { maxLots: null } });
  desk.store.transaction((tx) => tx.saveAccountMargin(desk.store.identity.accountId, 5_000_000_000));
  await desk.restart();
  desk.oms.place(
    desk.intent({
      side: side > 0 ? 'BUY' : 'SELL',
      lots,
      price: ENTRY + side * 5,
      slPrice: ENTRY - side * 425,
      tpPrice: ENTRY + side * 475,
    }),
  );
  await settle();
  desk.broker.fill('B1', lots * LOT, ENTRY);
  desk.oms.profitLocks.arm(
    { type: 'POSITION', instrumentId: desk.call.id },
    { trigger: 200 * LOT, floor: 100 * LOT, trail: null, net: false },
  );
  return desk;
}

const at = (desk: OrderDesk, price: number) => desk.tick(desk.call.id, price, price, price);

async function take(desk: OrderDesk, side: Sign, it: Step): Promise<void> {
  const { oms, call } = desk;
  try {
    if (it.what === 'close') oms.closePosition(call.id, it.fraction, desk.ids.uuid()).catch(ofTheDesk);
    if (it.what === 'flatten') oms.flattenAll(desk.ids.uuid(), oms.flattenPreview().token).catch(ofTheDesk);
    if (it.what === 'kill') oms.kill('enough', true);
    if (it.what === 'stop') at(desk, ENTRY - side * 435);
    if (it.what === 'target') at(desk, ENTRY + side * 480);
    if (it.what === 'lock') {
      at(desk, ENTRY + side * 300);
      at(desk, ENTRY + side * 50);
    }
    if (it.what === 'back') at(desk, ENTRY);
    if (it.what === 'deaf') {
      // What is not answered stays in doubt.
      desk.broker.booksFail = true;
      desk.broker.held ??= [];
    }
    if (it.what === 'hears') {
      desk.broker.booksFail = false;
      desk.broker.deliver();
    }
    if (it.what === 'restart') await desk.restart();
    if (it.what === 'crash') {
      desk.crash();
      await settle();
      await desk.start();
    }
    if (it.what === 'reconcile') void oms.reconcile();
    if (it.what === 'fill') fillOne(desk, it.which, it.lots);
    if (it.what === 'wait') await desk.advance(it.ms);
  } catch (error) {
    ofTheDesk(error);
  }
  await settle();
}

/** What the desk refuses with a sentence has not happened, and a process that died answers nobody. */
function ofTheDesk(error: unknown): void {
  const isDead = (error as Error).message === 'The order ledger is closed.';
  if (!isDead && !(error instanceof AppError)) throw error;
}

function fillOne({ broker }: OrderDesk, which: number, lots: number): void {
  const working = [...broker.orders.values()].filter(({ status }) => status === 'OPEN' || status === 'PARTIAL');
  const order = working[which % Math.max(1, working.length)];
  if (order === undefined) return;
  broker.fill(order.brokerOrderId, Math.min(lots * LOT, order.quantity - order.filled), order.price);
}

test(
  'B2 over a running desk: all ways out together, whatever becomes of them, never leave the other side open',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom<Sign>(1, -1),
        fc.integer({ min: 1, max: 4 }),
        fates,
        fc.boolean(),
        fc.array(step, { minLength: 1, maxLength: 14 }),
        async (side, lots, becomes, isDeaf, steps) => {
          const desk = await held(side, lots);
          const { broker } = desk;
          broker.fates = [...becomes];
          if (isDeaf) await take(desk, side, { what: 'deaf' });
          for (const each of steps) await take(desk, side, each);
          // All that still works at the exchange may fill.
          for (let which = 0; which < 8; which++) fillOne(desk, 0, lots);
          let net = 0;
          for (const { side: of, quantity } of broker.fills) {
            net += of === 'BUY' ? quantity : -quantity;
            expect(side * net).toBeGreaterThanOrEqual(0);
          }
          desk.close();
        },
      ),
      { numRuns: propertyRuns },
    );
  },
  propertyTimeout,
);
