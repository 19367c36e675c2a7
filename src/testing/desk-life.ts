import * as fc from 'fast-check';
import type { BrokerUpdate } from '../main/engine/brokers/broker.ts';
import { AppError } from '../main/engine/core/app-error.ts';
import { settle } from './order-desk.ts';
import type { OrderDesk } from './order-desk.ts';
import type { Fate } from './scripted-broker.ts';

const LOT = 75;

/** One thing that happens to a desk. `which` counts through what there is to choose from, round and round. */
export type Happening =
  | { what: 'place'; of: 'call' | 'put'; side: 'BUY' | 'SELL'; lots: number; off: number; fate: Fate }
  | { what: 'modify'; which: number; off: number; lots: number; fate: Fate }
  | { what: 'cancel'; which: number; fate: Fate }
  /** The exchange fills some lots of an order: also of one that is over, which is late then. */
  | { what: 'fill'; which: number; lots: number; price: number }
  | { what: 'end'; which: number; as: 'CANCELLED' | 'REJECTED' }
  | { what: 'bust'; which: number }
  /** What the broker says from now on is kept back; delivered backwards, or each twice. */
  | { what: 'hold' }
  | { what: 'deliver'; how: 'in order' | 'backwards' | 'twice' }
  | { what: 'restart' | 'crash' | 'reconcile' | 'cancel all' }
  | { what: 'wait'; ms: number };

const which = fc.nat(7);
const off = fc.integer({ min: -20, max: 4 });
const lots = fc.integer({ min: 1, max: 2 });
const fate = fc.constantFrom<Fate>('accept', 'accept', 'accept', 'refuse', 'lost', 'unanswered', 'hangs');

/** Anything that may happen to a desk, places and fills more often. */
export const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constant('place'),
      of: fc.constantFrom('call', 'put'),
      side: fc.constantFrom('BUY', 'SELL'),
      lots,
      off,
      fate,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constant('fill'),
      which,
      lots,
      price: fc.integer({ min: 3_200, max: 3_300 }).map((ticks) => ticks * 5),
    }),
  },
  fc.record({ what: fc.constant('modify'), which, off, lots, fate }),
  fc.record({ what: fc.constant('cancel'), which, fate }),
  fc.record({ what: fc.constant('end'), which, as: fc.constantFrom('CANCELLED', 'REJECTED') }),
  fc.record({ what: fc.constant('bust'), which }),
  fc.record({ what: fc.constant('hold') }),
  fc.record({ what: fc.constant('deliver'), how: fc.constantFrom('in order', 'backwards', 'twice') }),
  fc.record({ what: fc.constantFrom('restart', 'crash', 'reconcile', 'cancel all') }),
  fc.record({ what: fc.constant('wait'), ms: fc.constantFrom(50, 300, 1_200, 3_000) }),
);

/** Lets it happen; what the desk refuses with a sentence has not happened. */
export async function happen(desk: OrderDesk, it: Happening): Promise<void> {
  try {
    await act(desk, it);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
  await settle();
}

async function act(desk: OrderDesk, it: Happening): Promise<void> {
  const { broker, oms } = desk;
  switch (it.what) {
    case 'place': {
      const { id } = desk[it.of];
      const { bid, ask } = desk.quotes.get(id)!;
      const price = it.side === 'BUY' ? ask + it.off * 5 : bid - it.off * 5;
      broker.fates = [it.fate];
      oms.place(desk.intent({ instrumentId: id, side: it.side, lots: it.lots, price }));
      return;
    }
    case 'modify': {
      const order = pick(
        oms.orderViews().filter(({ status }) => status === 'PENDING'),
        it.which,
      );
      if (order === undefined) return;
      broker.fates = [it.fate];
      oms.modify(order.id, order.price! + it.off * 5, it.lots);
      return;
    }
    case 'cancel': {
      const order = pick(
        oms.orderViews().filter(({ status }) => status === 'PENDING'),
        it.which,
      );
      if (order === undefined) return;
      broker.fates = [it.fate];
      oms.cancel(order.id);
      return;
    }
    case 'fill': {
      const order = pick(
        [...broker.orders.values()].filter(({ quantity, filled }) => filled < quantity),
        it.which,
      );
      if (order === undefined) return;
      broker.fill(order.brokerOrderId, Math.min(it.lots * LOT, order.quantity - order.filled), it.price);
      return;
    }
    case 'end': {
      const order = pick(
        [...broker.orders.values()].filter(({ status }) => status === 'OPEN'),
        it.which,
      );
      if (order !== undefined) broker.end(order.brokerOrderId, it.as);
      return;
    }
    case 'bust': {
      const gone = new Set(broker.busts.map(({ tradeId }) => tradeId));
      const fill = pick(
        broker.fills.filter(({ tradeId }) => !gone.has(tradeId)),
        it.which,
      );
      if (fill !== undefined) broker.bust(fill.tradeId);
      return;
    }
    case 'hold':
      broker.held ??= [];
      return;
    case 'deliver':
      broker.deliver((updates) => arranged(updates, it.how));
      return;
    case 'restart':
      await desk.restart();
      return;
    case 'crash':
      desk.crash();
      await settle();
      await desk.start();
      return;
    case 'reconcile':
      await oms.reconcile();
      return;
    case 'cancel all':
      oms.cancelAll(null);
      return;
    case 'wait':
    default:
      await desk.advance(it.ms);
  }
}

function arranged(updates: BrokerUpdate[], how: 'in order' | 'backwards' | 'twice'): BrokerUpdate[] {
  if (how === 'backwards') return updates.toReversed();
  return how === 'twice' ? [...updates, ...updates] : updates;
}

function pick<T>(from: readonly T[], index: number): T | undefined {
  return from[index % Math.max(1, from.length)];
}
