import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PaperAccount } from '../../../../testing/paper-account.ts';
import { CALL, NOW } from '../../../../testing/risk-fixtures.ts';
import { systemIds } from '../../core/ids.ts';
import { VirtualClock } from '../../core/virtual-clock.ts';
import { marginOf } from '../../domain/margin.ts';
import type { DeskStore } from '../../store/desk-store.ts';
import { openDeskStore } from '../../store/sqlite/open-desk-store.ts';
import type { PaperLedger, PaperPosition } from './paper-book.ts';

describe('the paper broker on desk.db', () => {
  let folder: string;
  let store: DeskStore;
  const clock = new VirtualClock(NOW);
  const open = () => openDeskStore({ file: join(folder, 'desk.db'), clock, ids: systemIds });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'paper-'));
    store = open();
  });
  afterEach(() => {
    store.close();
    rmSync(folder, { recursive: true });
  });

  function account() {
    const { accountId } = store.identity;
    const { id: _, ...contract } = CALL;
    const instrument = store.transaction((tx) => tx.upsertInstruments([contract]))[0]!;
    const ledger: PaperLedger = {
      load: () => store.paperBook(accountId),
      save: (orders, fills) =>
        store.transaction((tx) => {
          for (const order of orders) tx.savePaperOrder(accountId, order);
          for (const fill of fills) tx.appendPaperFill(accountId, fill);
        }),
    };
    const margin = (positions: readonly PaperPosition[]) =>
      marginOf(
        positions.map((position) => ({ ...position, instrument, ltp: 16_425 })),
        { NIFTY: 2_600_000 },
        '2026-11-23',
      ).total;
    return new PaperAccount({ instrument, clock, parts: { ledger, margin, ids: systemIds } });
  }

  it('resumes after a restart with the same books and fills what rested', async () => {
    const before = account();
    before.tick([], [[16_430, 65]]);
    const outcome = await before.place({ quantity: 195 });
    const books = await before.broker.books();
    expect(outcome.outcome).toBe('accepted');
    expect(books.orders[0]).toMatchObject({ status: 'PARTIAL', filled: 65 });
    before.broker.close();
    store.close();

    store = open();
    const after = account();
    after.show([], []);
    const reread = await after.broker.books();
    expect({ ...reread, funds: null }).toEqual({ ...books, funds: null });
    after.tick([], [[16_420, 650]]);
    const filled = await after.broker.books();
    expect(filled.orders[0]).toMatchObject({ status: 'FILLED', filled: 195 });
    expect(filled.positions).toMatchObject([{ product: 'NRML', netQty: 195 }]);
    expect(store.paperBook(store.identity.accountId).fills.map(({ price, quantity }) => [price, quantity])).toEqual([
      [16_430, 65],
      [16_420, 130],
    ]);
  });

  it('a naked short needs about 1.8 lakh of margin, and is refused where that is not free', async () => {
    const rich = account();
    rich.tick([[16_420, 650]], [[16_430, 650]]);
    const { funds } = await rich.broker.books();
    expect(await rich.place({ side: 'SELL', price: 16_420 })).toMatchObject({ outcome: 'accepted' });
    const blocked = funds.available - (await rich.broker.books()).funds.available;
    expect(blocked).toBeGreaterThan(17_000_000);
    expect(blocked).toBeLessThan(19_500_000);
    expect(await rich.place({ side: 'SELL', price: 16_420, quantity: 130 })).toMatchObject({
      outcome: 'refused',
      message: expect.stringMatching(/^Margin short by ₹[\d,.]+: the order needs ₹[\d,.]+ \(estimated\)/),
    });
  });
});
