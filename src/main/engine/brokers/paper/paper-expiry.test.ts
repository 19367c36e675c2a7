import { describe, expect, it } from 'vitest';
import { CALL } from '../../../../testing/risk-fixtures.ts';
import { KeptLedger, PaperAccount } from '../../../../testing/paper-account.ts';
import type { PaperAccountOptions } from '../../../../testing/paper-account.ts';
import { DAY_MS } from '../../core/ist.ts';
import { VirtualClock } from '../../core/virtual-clock.ts';
import { tradingEnds } from '../../domain/trading-ends.ts';

const ENDS = tradingEnds(CALL);
const ID = 'expiry-NFO-NIFTY01DEC2626000CE-2026-12-01-NRML';

/** An account that holds one lot of the call, the index then settling at 26,012.35. */
async function holding(options: PaperAccountOptions = {}): Promise<PaperAccount> {
  const clock = new VirtualClock(ENDS - DAY_MS);
  const account = new PaperAccount({
    clock,
    ...options,
    parts: { settlementPrice: () => 2_601_235, ...options.parts },
  });
  account.tick([], [[16_430, 650]]);
  await account.accepted();
  return account;
}

describe('a paper account at an expiry', () => {
  it('closes the position at the end of trading, not before, by an order that nobody placed', async () => {
    const account = await holding();
    account.clock.advanceTo(ENDS - 1);
    expect(account.ledger.fills).toHaveLength(1);
    account.clock.advanceTo(ENDS);
    expect(account.order(ID)).toEqual({
      brokerOrderId: ID,
      tag: null,
      triggerPrice: null,
      validity: 'DAY',
      instrumentId: CALL.id,
      side: 'SELL',
      quantity: 65,
      filled: 65,
      price: 1235,
      product: 'NRML',
      status: 'FILLED',
      message: 'Expired: settled at ₹12.35',
      ts: ENDS,
    });
    expect(account.updates.slice(-2)).toMatchObject([
      { type: 'fill', fill: { tradeId: ID, quantity: 65, price: 1235, ts: ENDS } },
      { type: 'order', order: { brokerOrderId: ID } },
    ]);
    expect((await account.broker.books()).positions).toEqual([]);
    expect(await account.place()).toMatchObject({
      outcome: 'refused',
      message: 'NIFTY 26000 CE expired on 2026-12-01.',
    });
  });

  it('trades nothing on a tick that comes at the end of trading, before the timer of the settlement', async () => {
    const account = await holding();
    account.clock.setTimeout(() => account.tick([], [[15_900, 650]]), ENDS - account.clock.now());
    account.tick([], []);
    account.clock.advanceTo(ENDS - 10_000);
    const resting = await account.accepted({ price: 16_000 });
    account.clock.advanceTo(ENDS);
    expect(account.order(resting)).toMatchObject({
      status: 'EXPIRED',
      filled: 0,
      message: 'NIFTY 26000 CE expired on 2026-12-01, and the order with it.',
    });
  });

  it('tries again when the ledger refuses, and then settles once', async () => {
    const account = await holding();
    account.ledger.full = true;
    account.clock.advanceTo(ENDS + 2_500);
    expect(account.errors).toHaveLength(3);
    expect((await account.broker.books()).positions).toHaveLength(1);
    account.ledger.full = false;
    account.clock.advanceTo(ENDS + DAY_MS);
    expect(account.trades()).toEqual([
      [16_430, 65],
      [1235, 65],
    ]);
  });

  it('a start that cannot write settles as soon as it can', async () => {
    const { ledger, broker } = await holding();
    broker.close();
    ledger.full = true;
    const later = new PaperAccount({
      ledger,
      clock: new VirtualClock(ENDS + DAY_MS),
      parts: { settlementPrice: () => 2_601_235 },
    });
    expect(ledger.fills).toHaveLength(1);
    ledger.full = false;
    later.clock.advanceBy(1_000);
    expect(later.trades().at(-1)).toEqual([1235, 65]);
    expect(ledger.fills.at(-1)!.ts).toBe(ENDS);
  });

  it('a settlement price that throws is reported and leaves the position open', async () => {
    const account = await holding({
      parts: {
        settlementPrice: () => {
          throw new Error('no index');
        },
      },
    });
    account.clock.advanceTo(ENDS);
    expect(account.errors).toEqual([new Error('no index')]);
    expect((await account.broker.books()).positions).toHaveLength(1);
  });

  it('a contract that ends sooner than what is held is watched from its order on', async () => {
    const near = { ...CALL, id: 8, symbol: 'NIFTY24NOV2626000CE', expiry: '2026-11-30' };
    const ledger = new KeptLedger();
    const clock = new VirtualClock(tradingEnds(near) - 60_000);
    const instrument = (id: number) => (id === near.id ? near : CALL);
    const parts = { instrument, settlementPrice: () => 2_601_235 };
    const account = new PaperAccount({ ledger, clock, parts });
    account.tick([], [[16_430, 650]]);
    await account.accepted();
    account.tick([], [[16_430, 650]], { instrumentId: near.id });
    account.broker.onTick(near.id);
    await account.accepted({ instrumentId: near.id });
    clock.advanceTo(tradingEnds(near));
    expect(ledger.fills.map(({ instrumentId, side }) => `${side} ${instrumentId}`)).toEqual([
      'BUY 7',
      'BUY 8',
      'SELL 8',
    ]);
  });
});
