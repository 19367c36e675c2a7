import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { calls } from '../../../contract/contract.ts';
import { REARM_WORD } from '../../../contract/risk.ts';
import type { AppError } from '../core/app-error.ts';
import { scriptedDesk, settle } from '../../../testing/order-desk.ts';
import type { OrderDesk } from '../../../testing/order-desk.ts';
import { propertyRuns, propertyTimeout } from '../../../testing/property-runs.ts';
import type { Fate } from '../../../testing/scripted-broker.ts';

const fate = fc.constantFrom<Fate>('accept', 'refuse', 'lost', 'unanswered', 'hangs');

/** Whatever else happens to a desk, but re-arming. */
const act = fc.constantFrom<(desk: OrderDesk) => unknown>(
  (desk) => desk.oms.place(desk.intent({ price: 16_000 })),
  (desk) => desk.oms.place(desk.intent({ orderType: 'MARKET', price: null })),
  (desk) => desk.oms.place(desk.intent({ side: 'SELL', lots: 3, price: 16_420 })),
  (desk) => desk.oms.place(desk.intent({ triggerPrice: 16_500, price: 16_550 })),
  (desk) => desk.oms.cancelAll(null),
  (desk) => desk.oms.kill('again', false),
  (desk) => desk.oms.setLimits({ maxLots: null, maxLoss: null }, 'more'),
  (desk) => desk.tick(desk.call.id, 16_800, 16_810),
  (desk) => desk.restart(),
  (desk) => desk.crash(),
  (desk) => desk.start(),
  (desk) => desk.advance(700),
  (desk) => desk.oms.reconcile(),
  (desk) => desk.broker.deliver(),
);
const acts = fc.array(act, { maxLength: 10 });

async function run(desk: OrderDesk, todo: readonly ((desk: OrderDesk) => unknown)[]): Promise<void> {
  for (const each of todo) {
    void each(desk);
    await settle();
  }
}

/** The code of what it refuses with; null when it re-arms. */
function rearm(desk: OrderDesk, { reason, typed }: { reason: string; typed: string }): string | null {
  try {
    desk.oms.rearm(reason, typed);
    return null;
  } catch (error) {
    return (error as AppError).code;
  }
}

function end(desk: OrderDesk): void {
  desk.oms.close();
  desk.store.close();
}

test(
  'K2 nothing that opens a position leaves after the kill, whatever was queued, on its way or pressed since',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(14),
        fc.array(fate, { maxLength: 6 }),
        fc.nat(900),
        acts,
        async (orders, fates, at, after) => {
          const desk = await scriptedDesk({ limits: { maxLots: null } });
          desk.broker.fates = [...fates];
          desk.broker.held = [];
          for (let count = 0; count < orders; count++) desk.oms.place(desk.intent({ price: 15_900 - count * 5 }));
          await desk.advance(at);
          desk.oms.kill('enough', false);
          const sent = desk.broker.placed.length;
          await run(desk, after);
          await desk.start();
          await desk.advance(6_000);
          expect(desk.broker.placed.slice(sent)).toEqual([]);
          end(desk);
        },
      ),
      { numRuns: propertyRuns },
    );
  },
  propertyTimeout,
);

test(
  'K3 only re-arming ends a halt: an act of the administrator, for a reason, with a word typed, kept in the log',
  async () => {
    const { access, args } = calls['rms.rearm'];
    expect(access).toBe('admin');
    const typed = fc.oneof(fc.constant(REARM_WORD), fc.string({ maxLength: 8 }), fc.constant(' re-arm'));
    await fc.assert(
      fc.asyncProperty(acts, fc.string({ maxLength: 12 }), typed, async (after, reason, word) => {
        const desk = await scriptedDesk();
        desk.oms.kill('enough', false);
        await run(desk, after);
        await desk.start();
        expect(desk.oms.risk().state).toBe('HALTED');
        const given = args.safeParse({ reason, typed: word });
        expect(given.success).toBe(reason.trim().length >= 3);
        const refused = given.success ? rearm(desk, given.data) : 'CALL_INVALID';
        const isArmed = given.success && word.trim().toUpperCase() === REARM_WORD;
        expect(refused).toBe(isArmed ? null : given.success ? 'RMS_REARM_WORD' : 'CALL_INVALID');
        expect(desk.lines().includes(`Re-armed: ${reason.trim()}`)).toBe(isArmed);
        await desk.restart();
        expect(desk.oms.risk().state).toBe(isArmed ? 'ACTIVE' : 'HALTED');
        end(desk);
      }),
      { numRuns: propertyRuns },
    );
  },
  propertyTimeout,
);
