import { beforeEach, describe, expect, it } from 'vitest';
import { flightSchema } from '../../contract/flight.ts';
import type { Flight } from '../../contract/flight.ts';
import { AppError } from '../engine/core/app-error.ts';
import { TestingDesk } from '../rpc/testing-desk.ts';
import type { CliContext } from './cli-context.ts';
import { program } from './program.ts';

const orderId = '3b241101-e2bb-4255-8caf-4136c566a962';
const begun = Date.parse('2026-11-23T11:00:00.250+05:30');

const flight: Flight = {
  order: {
    id: orderId,
    intentId: orderId,
    parentId: null,
    partOf: null,
    strategyId: null,
    instrumentId: 7,
    symbol: 'NIFTY01DEC2626000CE',
    name: 'NIFTY 26000 CE',
    side: 'BUY',
    product: 'NRML',
    orderType: 'MARKET',
    source: 'HAND',
    lots: 2,
    lotSize: 75,
    quantity: 150,
    filled: 150,
    filledValue: 2_460_000,
    price: 16_800,
    triggerPrice: null,
    validity: 'DAY',
    tpPrice: null,
    slPrice: null,
    state: 'FILLED',
    status: 'FILLED',
    pendingRequest: null,
    brokerOrderId: '26112300001',
    reason: null,
    createdAt: Math.floor(begun),
    updatedAt: Math.floor(begun) + 90,
  },
  tag: 'abc123',
  begun: { at: begun, by: 'press' },
  legs: { keyToWire: 1.25, wireToAck: 84.5, ackToFill: null },
  steps: [
    { kind: 'press', title: 'Key or button pressed', detail: null, at: begun, since: 0, exact: true },
    {
      kind: 'wire',
      title: 'Handed to the broker',
      detail: 'our id abc123',
      at: begun + 1.25,
      since: 1.25,
      exact: true,
    },
    { kind: 'fill', title: 'Fill 150 at 164.00, FILLED', detail: null, at: begun + 90, since: 90, exact: false },
  ],
  checks: [{ rule: 'Open lots', code: 'RMS_MAX_LOTS', passed: true, value: '2', limit: '20', ratio: 0.1 }],
  missing: ['One thing is not known.'],
  readAt: Math.floor(begun) + 5000,
};

let desk: TestingDesk;
let printed: string[];

beforeEach(() => {
  desk = new TestingDesk();
  desk.answer = () => flight;
  printed = [];
});

/** Runs a command line; gives its exit code. */
async function run(...args: string[]): Promise<number | null> {
  let exitCode: number | null = null;
  const context: CliContext = {
    openDesk: () => Promise.resolve({ api: desk.api, close: () => Promise.resolve() }),
    tickStoreWorker: new URL('file:///worker.js'),
    pageFolder: '/nowhere',
    defaultDataDir: '/the/default',
    version: '1.2.3',
    print: (line) => printed.push(line),
    note: () => {},
    onStop: () => () => {},
    onLinkWanted: () => () => {},
  };
  await program(context, (code) => (exitCode = code)).parseAsync(['node', 'terminal', ...args]);
  return exitCode;
}

describe('terminal flight', () => {
  it('prints the way of an order with its times, its checks, and what is not known', async () => {
    expect(await run('flight', orderId)).toBe(0);
    expect(desk.asked).toEqual([{ name: 'orders.flight', args: { orderId } }]);
    const lines = printed.join('\n').split('\n');
    expect(lines[0]).toBe(`BUY 2 × NIFTY 26000 CE, FILLED, order ${orderId}, our id abc123`);
    expect(lines[1]).toBe('2026-11-23 11:00:00.250 IST; times count from the key press');
    expect(lines[2]).toBe('key→wire 1.250 ms, wire→ack 84.500 ms, ack→fill not known');
    expect(lines).toContain('1.250  11:00:00.251  Handed to the broker        our id abc123');
    expect(lines.some((line) => /^ *≈ 90 +11:00:00\.340 +Fill 150 at 164\.00, FILLED$/.test(line))).toBe(true);
    expect(lines).toContain('Open lots   2      20     passed');
    expect(lines.at(-1)).toBe('One thing is not known.');
  });

  it('prints JSON that is the contract’s', async () => {
    await run('flight', 'last', '--json');
    expect(desk.asked).toEqual([{ name: 'orders.flight', args: { orderId: 'last' } }]);
    expect(flightSchema.parse(JSON.parse(printed[0]!))).toEqual(flight);
  });

  it('refuses what is no order id, before a desk is opened, and passes on what the desk refuses', async () => {
    await expect(run('flight', 'yesterday')).rejects.toThrow('“yesterday” is no order id');
    expect(desk.asked).toEqual([]);
    desk.answer = () => {
      throw new AppError('ORDER_UNKNOWN', 'No order has that id.');
    };
    await expect(run('flight', orderId)).rejects.toThrow('No order has that id.');
  });
});
