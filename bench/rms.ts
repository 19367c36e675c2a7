import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Intent } from '../src/contract/trading.ts';
import { systemIds } from '../src/main/engine/core/ids.ts';
import { openOrderDesk } from './order-desk.ts';
import { median } from './result.ts';
import type { BenchResult } from './result.ts';

const ROUNDS = 5;
const INTENTS_PER_ROUND = 200;
const HELD = 8;
const WORKING = 20;
const FILL_MS = 500;

/**
 * What risk management takes of an order: the snapshot gathered and every rule passed, against the whole intent, journalled
 * and handed to the broker. The account holds options bought and sold and has orders at work, as a trader's does.
 */
export async function bench(): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-rms-'));
  const { session, store, intent } = await openBench(folder);
  const rounds: { decided: number; placed: number }[] = [];
  // The first round warms both up and is not counted.
  for (let round = 0; round <= ROUNDS; round++) {
    const decided = median(each(INTENTS_PER_ROUND, () => timed(() => session.oms.consider(intent()))));
    const placed = median(
      each(WORKING, () =>
        timed(() => {
          const order = session.oms.place(intent());
          if (order.state !== 'SENDING') throw new Error(`Not sent: ${order.state} ${order.reason?.message ?? ''}`);
        }),
      ),
    );
    await pause(FILL_MS);
    // Newest first: what an earlier round left at work stays the same set.
    const patient = session.oms.orderViews().filter(({ status, source }) => status === 'PENDING' && source === 'HAND');
    for (const order of patient.slice(WORKING)) session.oms.cancel(order.id);
    await pause(FILL_MS);
    if (round > 0) rounds.push({ decided, placed });
  }
  const positions = session.portfolio.open().length;
  await session.close();
  store.close();
  rmSync(folder, { recursive: true, force: true });
  const decided = median(rounds.map((round) => round.decided));
  const placed = median(rounds.map((round) => round.placed));
  return {
    name: 'RMS of one order, p50',
    unit: 'ms',
    ours: decided,
    reference: { name: 'the whole intent, p50', value: placed },
    ratio: median(rounds.map((round) => round.decided / round.placed)),
    floor: { sense: 'at most', ratio: 0.1 },
    detail: { rounds: ROUNDS, decisions: INTENTS_PER_ROUND, positions, 'orders at work': WORKING },
  };
}

function each(count: number, take: () => number): number[] {
  return Array.from({ length: count }, take);
}

function timed(work: () => void): number {
  const begun = performance.now();
  work();
  return performance.now() - begun;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** A desk whose paper broker sets no rate limit, with positions and orders at work; `intent` is one patient order more. */
async function openBench(folder: string) {
  const { session, store, instruments } = await openOrderDesk(folder, 100_000_000_00);
  const { quotes } = session.hub;
  const liquid = instruments
    .all()
    .filter(({ id, kind }) => (kind === 'CE' || kind === 'PE') && (quotes.get(id)?.bid ?? 0) > 5000);
  const order: Omit<Intent, 'intentId' | 'instrumentId' | 'side' | 'price' | 'orderType'> = {
    lots: 1,
    triggerPrice: null,
    validity: 'DAY',
    tpPrice: null,
    slPrice: null,
    confirmed: true,
  };
  for (const [index, { id }] of liquid.slice(0, HELD).entries()) {
    const side = index % 2 === 0 ? 'BUY' : 'SELL';
    session.oms.place({
      ...order,
      intentId: systemIds.uuid(),
      instrumentId: id,
      side,
      orderType: 'MARKET',
      price: null,
    });
  }
  let turn = 0;
  const intent = (): Intent => {
    const instrument = liquid[turn++ % liquid.length]!;
    const price = Math.floor((quotes.get(instrument.id)!.bid * 0.9) / instrument.tickSize) * instrument.tickSize;
    const intentId = systemIds.uuid();
    return { ...order, intentId, instrumentId: instrument.id, side: 'BUY', orderType: 'LIMIT', price };
  };
  for (let count = 0; count < WORKING; count++) session.oms.place(intent());
  await pause(2 * FILL_MS);
  return { session, store, intent };
}
