import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { silentLog } from '../../core/operator-log.ts';
import { openDeskStore } from '../../store/sqlite/open-desk-store.ts';
import { fastFolder } from '../../../../testing/fast-folder.ts';
import { promiseBallast, writeMigratedFile } from '../../../../testing/migrated-store.ts';
import { OrderDesk, scriptedDesk, settle } from '../../../../testing/order-desk.ts';
import { propertyRuns, propertyTimeout } from '../../../../testing/property-runs.ts';
import { ScriptedBroker } from '../../../../testing/scripted-broker.ts';
import type { Fate } from '../../../../testing/scripted-broker.ts';

/** One press of a key: `intent` says which of four, each with a price of its own to know it by at the broker. */
interface Press {
  intent: number;
  fate: Fate;
  after: number;
  trouble: 'goes on' | 'crashes' | 'is told late' | 'cannot read the books';
}
const press: fc.Arbitrary<Press> = fc.record({
  intent: fc.nat(3),
  fate: fc.constantFrom('accept', 'refuse', 'lost', 'unanswered', 'hangs'),
  after: fc.constantFrom(0, 0, 50, 600),
  trouble: fc.constantFrom('goes on', 'goes on', 'crashes', 'is told late', 'cannot read the books'),
});

async function pressAll(desk: OrderDesk, presses: readonly Press[]): Promise<void> {
  const intents = [0, 1, 2, 3].map((intent) => desk.intent({ price: 16_400 - intent * 5 }));
  for (const { intent, fate, after, trouble } of presses) {
    desk.broker.fates = [fate];
    if (trouble === 'is told late') desk.broker.held ??= [];
    desk.broker.booksFail = trouble === 'cannot read the books';
    desk.oms.place(intents[intent]!);
    if (trouble === 'crashes') desk.crash();
    await settle();
    await desk.advance(after);
    if (trouble === 'crashes') await desk.start();
  }
  desk.broker.fates = [];
  desk.broker.booksFail = false;
  desk.broker.deliver();
  await desk.restart();
  for (const intent of intents) desk.oms.place(intent);
  await desk.advance(1_200);
  desk.oms.close();
  desk.store.close();
}

test(
  'O5 however often a key is pressed, answers are lost and the process dies, the broker has each intent once',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(press, { minLength: 1, maxLength: 10 }), async (presses) => {
        const desk = await scriptedDesk();
        await pressAll(desk, presses);
        const prices = desk.broker.placed.map(({ price }) => price);
        expect(new Set(prices).size).toBe(prices.length);
      }),
      { numRuns: propertyRuns },
    );
  },
  propertyTimeout,
);

const SENT = ['intent', 'passed', 'sending'];

/** The journal of an order as a terminal that starts on these files finds it. */
function journalled(file: string, tag: string, { clock, ids }: OrderDesk): string[] {
  const durable = openDeskStore({ file, clock, ids, operatorLog: silentLog });
  const order = durable.orders(durable.identity.accountId, 0).find((each) => each.tag === tag);
  const journal = order === undefined ? [] : durable.journal(order.id);
  durable.close();
  return journal.map(({ event }) => event.type);
}

test(
  'O6 whenever an order is at the door of the broker, the files have its journal up to the sending',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(press, { minLength: 1, maxLength: 3 }), fc.nat(5), async (presses, which) => {
        const folder = fastFolder('door-');
        const file = join(folder, 'desk.db');
        try {
          writeMigratedFile(file);
          const desk = await new OrderDesk(({ clock }) => new ScriptedBroker(undefined, () => clock.monotonic()), {
            file,
          }).start();
          const copy = join(folder, 'copy.db');
          let atDoor: string | null = null;
          desk.broker.beforePlace = ({ tag }) => {
            // The first is looked at when no other is.
            if (atDoor !== null && desk.broker.placed.length !== which) return;
            for (const suffix of ['', '-wal']) copyFileSync(file + suffix, copy + suffix);
            promiseBallast(copy);
            atDoor = tag;
          };
          await pressAll(desk, presses);
          expect(atDoor).not.toBeNull();
          expect(journalled(copy, atDoor!, desk)).toEqual(SENT);
        } finally {
          rmSync(folder, { recursive: true });
        }
      }),
      { numRuns: propertyRuns },
    );
  },
  propertyTimeout,
);
