import type { Instrument } from '../../../contract/market.ts';
import type { LockScope, Trail } from '../../../contract/protection.ts';
import type { Intent, Order } from '../../../contract/trading.ts';
import type { Ids } from '../core/ids.ts';
import { AppError } from '../core/app-error.ts';
import { roundDown } from '../core/money.ts';
import type { Random } from '../core/random.ts';
import type { Oms } from '../oms/oms.ts';
import type { SimMarket } from './sim-market.ts';
import { ProcessDied } from './tapped-store.ts';

export interface WorkloadParts {
  oms: () => Oms;
  netQty: (instrumentId: number) => number;
  market: SimMarket;
  ids: Ids;
  random: Random;
  tradable: readonly Instrument[];
  /** A strategy that a part of the orders belongs to, or null. */
  strategyId: string | null;
  /** A contract that trades no more. */
  expired: Instrument;
  /** Says that the trader re-arms now. */
  rearming: () => void;
  /** A promise of the engine failed with something that is no refusal. */
  failed: (error: unknown) => void;
}

/** How likely the trader is to do what; the sum does not matter. */
const HABITS: Record<keyof typeof ACTS, number> = {
  joinBook: 14,
  takeBook: 18,
  market: 14,
  bracketed: 18,
  stopEntry: 6,
  immediate: 5,
  twice: 4,
  burst: 2,
  cancelOne: 10,
  modifyOne: 14,
  cancelAll: 2,
  close: 10,
  flatten: 1,
  protect: 8,
  trailEntry: 3,
  moveTarget: 3,
  lockProfit: 4,
  refused: 6,
  limits: 2,
};

/** A trader: draws an act and does it at the desk. What the desk refuses is part of the day. */
export class Workload {
  readonly parts: WorkloadParts;
  intents = 0;
  protectedIntents = 0;

  constructor(parts: WorkloadParts) {
    this.parts = parts;
  }

  act(): void {
    const names = Object.keys(HABITS) as (keyof typeof ACTS)[];
    let left = this.parts.random.next() * names.reduce((sum, name) => sum + HABITS[name], 0);
    const name = names.find((each) => (left -= HABITS[each]) < 0) ?? 'joinBook';
    this.quietly(() => ACTS[name](this));
  }

  /** Many orders at once. */
  hurry(): void {
    this.quietly(() => ACTS.burst(this));
  }

  /** Runs what the desk may refuse. */
  quietly(task: () => unknown): void {
    try {
      const result = task();
      if (result instanceof Promise) result.catch((error: unknown) => this.#heard(error));
    } catch (error) {
      this.#heard(error);
    }
  }

  /** The limit of the day's loss, a strategy's where there is one, is tightened to nearly nothing: the next entry meets it before the next tick does. */
  loseNoMore(): void {
    const { oms, random, strategyId } = this.parts;
    oms().setLimits({ maxLoss: random.integer(1, 500) * 100 }, null, strategyId);
    const whose = strategyId === null ? {} : { strategyId };
    for (let left = 3; left > 0; left--) this.quietly(() => this.place({ confirmed: true, ...whose }));
  }

  #heard(error: unknown): void {
    if (!(error instanceof AppError) && !(error instanceof ProcessDied)) this.parts.failed(error);
  }

  place(change: Partial<Intent> = {}): Intent {
    const { ids, oms } = this.parts;
    const intent: Intent = { ...this.intent(), intentId: ids.uuid(), ...change };
    this.intents += 1;
    if (intent.slPrice !== null || intent.tpPrice !== null || intent.triggerPrice !== null) this.protectedIntents += 1;
    oms().place(intent);
    return intent;
  }

  /** A modest limit order at the touch, against the position when that has grown. */
  intent(): Intent {
    const { random, netQty, market, strategyId } = this.parts;
    const instrument = this.instrument();
    const held = netQty(instrument.id) / instrument.lotSize;
    const side = held > 8 ? 'SELL' : held < -8 ? 'BUY' : random.next() < 0.5 ? 'BUY' : 'SELL';
    const { bid, ask, ltp } = market.get(instrument.id)!;
    return {
      intentId: '',
      instrumentId: instrument.id,
      side,
      lots: random.integer(1, 4),
      orderType: 'LIMIT',
      price: side === 'BUY' ? bid || ltp : ask || ltp,
      triggerPrice: null,
      validity: 'DAY',
      tpPrice: null,
      slPrice: null,
      ...(strategyId !== null && random.next() < 0.3 ? { strategyId } : {}),
      confirmed: random.next() < 0.8,
    };
  }

  instrument(): Instrument {
    const { tradable, random } = this.parts;
    return tradable[random.integer(0, tradable.length - 1)]!;
  }

  /** A limit that trades at once, paise. */
  through({ instrumentId, side, price }: Intent): number {
    const { tickSize } = this.parts.market.get(instrumentId)!.instrument;
    return side === 'BUY' ? price! + 8 * tickSize : Math.max(tickSize, price! - 8 * tickSize);
  }

  /** A price some per cent away from another, on tick. */
  away(price: number, percent: number, tickSize: number): number {
    return Math.max(tickSize, roundDown(Math.round(price * (1 + percent / 100)), tickSize));
  }

  /** Any way for a stop to follow the price. */
  trail({ tickSize }: Instrument): Trail {
    const { random } = this.parts;
    const every = random.integer(4, 40);
    const follows: Trail['follow'][] = [
      { type: 'STEP', every: tickSize * every, by: tickSize * random.integer(1, every) },
      { type: 'DISTANCE', by: tickSize * random.integer(2, 40) },
      { type: 'PERCENT', percent: random.integer(20, 400) / 100 },
      null,
    ];
    const follow = follows[random.integer(0, follows.length - 1)]!;
    const breaksEven = follow === null || random.next() < 0.3;
    return {
      follow,
      after: random.next() < 0.5 ? 0 : tickSize * random.integer(2, 30),
      breakEvenAfter: breaksEven ? tickSize * random.integer(4, 40) : null,
    };
  }

  /** An order that may still fill, or null. */
  live(): Order | null {
    const { oms, random } = this.parts;
    const live = oms().liveOrders();
    return live[random.integer(0, Math.max(0, live.length - 1))] ?? null;
  }

  /** A contract with a position, or null. */
  held(): Instrument | null {
    const { tradable, netQty, random } = this.parts;
    const held = tradable.filter((each) => netQty(each.id) !== 0);
    return held[random.integer(0, Math.max(0, held.length - 1))] ?? null;
  }
}

/** What a trader does. */
const ACTS = {
  joinBook: (trader: Workload) => trader.place(),

  takeBook: (trader: Workload) => {
    const intent = trader.intent();
    trader.place({ ...intent, intentId: trader.parts.ids.uuid(), price: trader.through(intent) });
  },

  market: (trader: Workload) => trader.place({ orderType: 'MARKET', price: null }),

  bracketed: (trader: Workload) => {
    const { random, ids, market } = trader.parts;
    const intent = trader.intent();
    const { tickSize } = market.get(intent.instrumentId)!.instrument;
    const price = trader.through(intent);
    const sign = intent.side === 'BUY' ? 1 : -1;
    const both = random.next();
    trader.place({
      ...intent,
      intentId: ids.uuid(),
      price,
      slPrice: both < 0.85 ? trader.away(price, -sign * random.integer(1, 6), tickSize) : null,
      tpPrice: both > 0.4 ? trader.away(price, sign * random.integer(1, 6), tickSize) : null,
    });
  },

  stopEntry: (trader: Workload) => {
    const { ids, market, random } = trader.parts;
    const intent = trader.intent();
    const { tickSize } = market.get(intent.instrumentId)!.instrument;
    const sign = intent.side === 'BUY' ? 1 : -1;
    const triggerPrice = trader.away(intent.price!, sign * random.integer(1, 3), tickSize);
    const price = trader.away(triggerPrice, sign * 2, tickSize);
    trader.place({ ...intent, intentId: ids.uuid(), triggerPrice, price });
  },

  immediate: (trader: Workload) => {
    const intent = trader.intent();
    trader.place({ ...intent, intentId: trader.parts.ids.uuid(), validity: 'IOC', price: trader.through(intent) });
  },

  twice: (trader: Workload) => {
    const intent = trader.place();
    trader.parts.oms().place(intent);
    // The same order by another key press is asked for once.
    trader.place({ ...intent, intentId: trader.parts.ids.uuid(), confirmed: false });
  },

  burst: (trader: Workload) => {
    for (let left = trader.parts.random.integer(6, 16); left > 0; left--) {
      trader.quietly(() => (left % 3 === 0 ? trader.place({ orderType: 'MARKET', price: null }) : trader.place()));
    }
  },

  cancelOne: (trader: Workload) => {
    const order = trader.live();
    if (order !== null) trader.parts.oms().cancel(order.id);
  },

  modifyOne: (trader: Workload) => {
    const { random, market, oms } = trader.parts;
    const order = trader.live();
    // What a stop or a square-off has sent is theirs to change.
    if (order === null || order.price === null || order.source !== 'HAND') return;
    const { tickSize } = market.get(order.instrumentId)!.instrument;
    const price = Math.max(tickSize, order.price + tickSize * random.integer(-6, 6));
    oms().modify(order.id, price, Math.max(1, order.lots + random.integer(-2, 1)));
  },

  cancelAll: (trader: Workload) =>
    trader.parts.oms().cancelAll(trader.parts.random.next() < 0.5 ? null : trader.instrument().id),

  close: (trader: Workload) => {
    const { random, oms, ids } = trader.parts;
    const held = trader.held();
    const fraction = ([1, 1, 0.5, 0.25] as const)[random.integer(0, 3)]!;
    return held === null ? null : oms().closePosition(held.id, fraction, ids.uuid());
  },

  flatten: (trader: Workload) => {
    const { oms, ids } = trader.parts;
    return oms().flattenAll(ids.uuid(), oms().flattenPreview().token);
  },

  protect: (trader: Workload) => {
    const { random, market, oms, netQty } = trader.parts;
    const held = trader.held();
    if (held === null) return;
    const { ltp } = market.get(held.id)!;
    const sign = netQty(held.id) > 0 ? 1 : -1;
    const slPrice = random.next() < 0.8 ? trader.away(ltp, -sign * random.integer(1, 5), held.tickSize) : null;
    const trail = slPrice !== null && random.next() < 0.6 ? trader.trail(held) : null;
    oms().protect(held.id, null, { tpPrice: null, slPrice, trail });
  },

  /** A stop of an order that may still fill, to trail once it has. */
  trailEntry: (trader: Workload) => {
    const { random, market, oms } = trader.parts;
    const order = trader.live();
    if (order === null || order.source !== 'HAND' || order.price === null) return;
    const { instrument } = market.get(order.instrumentId)!;
    const sign = order.side === 'BUY' ? 1 : -1;
    const slPrice = trader.away(order.price, -sign * random.integer(1, 5), instrument.tickSize);
    oms().protect(instrument.id, order.id, { tpPrice: null, slPrice, trail: trader.trail(instrument) });
  },

  /** The target is set anew; the stop beside it goes on where it is. */
  moveTarget: (trader: Workload) => {
    const { random, market, oms, netQty } = trader.parts;
    const held = trader.held();
    const shown = oms()
      .positionViews()
      .find(({ instrumentId }) => instrumentId === held?.id);
    if (held === null || shown === undefined) return;
    const sign = netQty(held.id) > 0 ? 1 : -1;
    const tpPrice = trader.away(market.get(held.id)!.ltp, sign * random.integer(2, 6), held.tickSize);
    oms().protect(held.id, null, { tpPrice, slPrice: shown.slPrice, trail: shown.trail });
  },

  /** A profit is locked, of a position or of all that was done by hand, a little above what it is now. */
  lockProfit: (trader: Workload) => {
    const { random, oms } = trader.parts;
    const held = trader.held();
    const scope: LockScope =
      held !== null && random.next() < 0.7
        ? { type: 'POSITION', instrumentId: held.id }
        : { type: 'STRATEGY', strategyId: null };
    const known = oms()
      .profitLocks.views()
      .find((lock) => JSON.stringify(lock.scope) === JSON.stringify(scope));
    if (known !== undefined && known.phase !== 'IDLE' && random.next() < 0.7) return;
    if (known !== undefined && random.next() < 0.1) {
      oms().profitLocks.arm(scope, null);
      return;
    }
    const trigger = Math.max(0, known?.profit ?? 0) + 100 * random.integer(50, 2000);
    const every = 100 * random.integer(10, 500);
    oms().profitLocks.arm(scope, {
      trigger,
      floor: Math.max(100, Math.floor(trigger * (0.2 + 0.7 * random.next()))),
      trail: random.next() < 0.6 ? { every, by: Math.ceil(every * (0.2 + 0.8 * random.next())) } : null,
      net: random.next() < 0.5,
    });
  },

  /** What a rule refuses, one rule after the other. */
  refused: (trader: Workload) => {
    const { random, expired, market } = trader.parts;
    const intent = trader.intent();
    const { tickSize, freezeQty, lotSize } = market.get(intent.instrumentId)!.instrument;
    const frozen = Math.ceil((freezeQty ?? lotSize * 20) / lotSize) + 1;
    const wrong: Partial<Intent>[] = [
      { instrumentId: expired.id, price: 10_000 },
      { lots: 0 },
      { price: intent.price! + 1 },
      { lots: frozen },
      { side: 'BUY', price: trader.away(intent.price!, 60, tickSize) },
      { side: 'BUY', price: trader.away(intent.price!, 4000, tickSize) },
      { side: 'SELL', lots: frozen - 2 },
    ];
    const chosen = random.integer(0, wrong.length);
    const order = chosen < wrong.length ? null : trader.live();
    if (order?.source === 'HAND' && order.price !== null) trader.parts.oms().modify(order.id, order.price, frozen);
    else trader.place(wrong[chosen % wrong.length]);
  },

  /** Limits are tightened at once and loosened only after a while, thus seldom touched. */
  limits: (trader: Workload) => {
    const { random, oms, tradable, netQty } = trader.parts;
    if (random.next() >= 0.2) return;
    // Little more than is held: what is working, and what nobody answered for, is then on the edge.
    const held = tradable.reduce((lots, { id, lotSize }) => lots + Math.abs(netQty(id)) / lotSize, 0);
    oms().setLimits({ ...oms().risk().limits, maxLots: Math.ceil(held) + random.integer(8, 30) });
  },
};
