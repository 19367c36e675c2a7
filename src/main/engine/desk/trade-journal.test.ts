import { beforeEach, describe, expect, it } from 'vitest';
import {
  DESK_START,
  CALL_26000,
  openTestDesk,
  orderRecord,
  tradeRecord,
  writeIntent,
} from '../../../testing/desk-records.ts';
import type { OrderRecord, TradeRecord } from '../domain/order.ts';
import { InstrumentBook } from '../market-data/instrument-book.ts';
import { TradeJournal } from './trade-journal.ts';

const MINUTE = 60_000;
const TODAY = '2026-11-23';

let store: ReturnType<typeof openTestDesk>;
let journal: TradeJournal;
let minute: number;
let account: string;

beforeEach(() => {
  store = openTestDesk(':memory:');
  const [call] = store.transaction((tx) => tx.upsertInstruments([CALL_26000]));
  const instruments = { get: () => call! } as unknown as InstrumentBook;
  journal = new TradeJournal({ store, instruments, sessionCloseOf: () => null });
  account = store.identity.accountId;
  minute = 0;
});

/** An order of one lot that fills whole, each a minute after the last. */
function traded(order: Partial<OrderRecord>, trade: Partial<TradeRecord>): OrderRecord {
  minute += 1;
  const at = DESK_START + minute * MINUTE;
  const record = orderRecord(store, store.ids, { lots: 1, quantity: 75, createdAt: at, updatedAt: at, ...order });
  writeIntent(store, store.ids, record);
  store.transaction((tx) => {
    tx.appendTrade(
      tradeRecord(record, store.ids, { brokerTradeId: `T${minute}`, timestamp: at, charges: 100, ...trade }),
    );
  });
  return record;
}

describe('the trade journal', () => {
  it('tells a trip with its averages, charges, net and R by its first stop', () => {
    const entry = traded({ slPrice: 15_000 }, { fillPrice: 16_000 });
    traded({ side: 'SELL' }, { fillPrice: 17_500, pnl: 112_500 });
    const { trips, report } = journal.day(account, TODAY);
    expect(trips).toHaveLength(1);
    expect(trips[0]).toMatchObject({
      id: entry.id,
      side: 'BUY',
      lots: 1,
      in: 16_000,
      out: 17_500,
      gross: 112_500,
      charges: 200,
      net: 112_300,
      risk: 75_000,
      r: 112_300 / 75_000,
      marks: [{ mark: 'planKept' }],
    });
    expect(report).toMatchObject({ net: 112_300, trips: 1, won: 1, profitFactor: null, deepestFall: 0, planKept: 1 });
  });

  it('reports the day: what won against what lost, the deepest fall, and groups by hour and tag', () => {
    const first = traded({}, { fillPrice: 16_000 });
    traded({ side: 'SELL' }, { fillPrice: 16_400, pnl: 30_000 });
    traded({}, { fillPrice: 16_400 });
    traded({ side: 'SELL' }, { fillPrice: 16_000, pnl: -30_000 });
    journal.write(account, { tripId: first.id, tags: ['pullback'], note: 'Second test.' });
    const { trips, report } = journal.day(account, TODAY);
    expect(trips[0]).toMatchObject({ tags: ['pullback'], note: 'Second test.', notedAt: store.clock.now() });
    expect(report).toMatchObject({
      net: -400,
      gross: 0,
      charges: 400,
      won: 1,
      profitFactor: 29_800 / 30_200,
      averageR: null,
      deepestFall: -30_200,
      byHour: [{ name: '11:00', trips: 2, won: 1, net: -400 }],
      byTag: [{ name: 'pullback', trips: 1, won: 1, net: 29_800 }],
    });
    expect(report.equity.map(({ net }) => net)).toEqual([29_800, -400]);
    expect(journal.calendar(account)).toEqual([{ day: TODAY, trips: 2, net: -400 }]);
    expect(journal.day(account, '2026-11-20').trips).toEqual([]);
  });

  it('shows an open trip without counting it, and a note outlives what is written after it', () => {
    const entry = traded({}, { fillPrice: 16_000 });
    journal.write(account, { tripId: entry.id, tags: [], note: 'one' });
    journal.write(account, { tripId: entry.id, tags: ['plan'], note: 'two' });
    const { trips, report } = journal.day(account, TODAY);
    expect(trips[0]).toMatchObject({ closedAt: null, out: null, net: -100, note: 'two', tags: ['plan'] });
    expect(report).toMatchObject({ trips: 0, net: 0, equity: [] });
  });

  it('takes no note for what opened no trip, and says what to do', () => {
    const entry = traded({}, { fillPrice: 16_000 });
    const exit = traded({ side: 'SELL' }, { fillPrice: 16_400, pnl: 30_000 });
    expect(() => journal.write(account, { tripId: exit.id, tags: [], note: 'x' })).toThrow(/choose one of the journal/);
    expect(journal.day(account, TODAY).trips[0]).toMatchObject({ note: '', orderIds: [entry.id, exit.id] });
  });
});
