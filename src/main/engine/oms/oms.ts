import type { OrderSource } from '../../../contract/enums.ts';
import type { Reconciliation, UnknownAnswer } from '../../../contract/reconciliation.ts';
import type { LimitChanges, Risk, SelfTradeMode } from '../../../contract/risk.ts';
import type { FlattenPreview, Funds, Intent, Order, Position, Preview, Trade } from '../../../contract/trading.ts';
import { AppError } from '../core/app-error.ts';
import { istDay, istMidnight } from '../core/ist.ts';
import { Signal } from '../core/signal.ts';
import type { Timer } from '../core/clock.ts';
import { isLive } from '../domain/order.ts';
import type { KillLevel } from '../domain/risk-state.ts';
import { noFlightNotes } from '../flight/flight-notes.ts';
import { Breakers } from '../rms/breakers.ts';
import { ClockSkew } from '../rms/clock-skew.ts';
import { KillSwitch } from '../rms/kill-switch.ts';
import { Passes } from '../rms/passes.ts';
import { Baskets } from './orders/baskets.ts';
import { Brackets } from './exits/brackets.ts';
import type { TargetAndStop } from './exits/brackets.ts';
import { changeLimits } from './risk/limit-book.ts';
import { DayCounts } from './ledger/day-counts.ts';
import { openLots } from './risk/exposure.ts';
import { StrategyLimits } from './risk/strategy-limits.ts';
import { watchRisk } from './risk/watch-risk.ts';
import { BrokerUpdates } from './orders/broker-updates.ts';
import { EntryOrders } from './orders/entry-orders.ts';
import { DailySettlement } from './books/daily-settlement.ts';
import { Exits } from './exits/exits.ts';
import type { Fraction } from './exits/exits.ts';
import { Flatten } from './exits/flatten.ts';
import type { OmsContext, OmsParts } from './oms-context.ts';
import { CallsOut } from './books/calls-out.ts';
import { LineWatch } from './books/line-watch.ts';
import { MarginBook } from './risk/margin-book.ts';
import { OrderLedger } from './ledger/order-ledger.ts';
import { OrderRequests } from './orders/order-requests.ts';
import { OrderPlacer } from './orders/place.ts';
import type { Considered } from './orders/place.ts';
import { preview } from './orders/preview.ts';
import { ProfitLocks } from './exits/profit-locks.ts';
import { RecentOrders } from './ledger/recent-orders.ts';
import { Reconciler } from './books/reconcile.ts';
import { afterCrash, afterSuspend } from './ledger/recovery.ts';
import { StrategyBooks } from './risk/strategy-books.ts';
import { riskView } from './risk/risk-view.ts';
import { staleShorts } from './risk/stale-shorts.ts';
import { SelfTrades } from './orders/self-trades.ts';
import { TargetPosition } from './orders/target-position.ts';
import { sentBefore } from './ledger/sent-before.ts';
import { Throttle } from './orders/throttle.ts';
import { Trust } from './books/trust.ts';
import { orderText } from './ledger/order-text.ts';
import { orderView, tradeView } from './ledger/views.ts';

export type { OmsParts } from './oms-context.ts';

/** Between routine reads of the broker's books. */
const RECONCILE_EVERY_MS = 30_000;

/** Everything one account does with orders. Start it once; entries open when the books agree with the broker's. */
export class Oms {
  /** Contract views, after they are durable; never dropped. */
  readonly orders: Signal<Order>;
  readonly trades: Signal<Trade>;
  readonly positions: Signal<Position>;
  /** Something the risk panel or the status shows has changed. */
  readonly riskChanged = new Signal<void>();
  /** What the reconciliation view shows has changed. */
  readonly reconciliationChanged: Signal<void>;
  readonly #context: OmsContext;
  readonly #placer: OrderPlacer;
  readonly #requests: OrderRequests;
  readonly #entries: EntryOrders;
  readonly #updates: BrokerUpdates;
  readonly #reconciler: Reconciler;
  readonly #brackets: Brackets;
  readonly #exits: Exits;
  readonly #flatten: Flatten;
  readonly #targets: TargetPosition;
  /** Profit locks of positions and strategies. */
  readonly profitLocks: ProfitLocks;
  readonly #strategyLimits: StrategyLimits;
  /** Orders that are placed as one. */
  readonly baskets: Baskets;
  readonly #killSwitch: KillSwitch;
  readonly #breakers: Breakers;
  readonly #leaveBroker: () => void;
  readonly #lineWatch: LineWatch;
  readonly #settlement: DailySettlement;
  #routine: Timer | null = null;

  constructor(parts: OmsParts) {
    const { clock, ids, store, account, portfolio, log, broker, flight = noFlightNotes } = parts;
    const ledger = new OrderLedger({ clock, ids, store, account, portfolio, flight, log });
    const trust = new Trust(clock);
    const { problems } = ledger.restore();
    afterCrash(ledger);
    const counts = new DayCounts({ ledger, store, account, clock });
    const skew = new ClockSkew();
    const context: OmsContext = {
      ...parts,
      ledger,
      trust,
      throttle: new Throttle(clock, broker.capabilities, sentBefore(ledger, store, clock, broker.capabilities)),
      recent: new RecentOrders(),
      margin: new MarginBook({ ledger, portfolio, clock }),
      strategies: new StrategyBooks({ ...parts, ledger }),
      selfTrades: new SelfTrades({ ledger, store, clock }),
      counts,
      skew,
      phase: () => skew.phase(clock.now(), parts.phase),
      passes: new Passes(),
      calls: new CallsOut(),
      watch: watchRisk(parts, counts, {
        halt: (reason) => this.#killSwitch.kill(reason, true),
        changed: () => this.riskChanged.emit(),
      }),
      flight,
      doubt: (what, error) => {
        if (ledger.closed) return;
        log.error(what, error);
        this.#breakers.onWriteFailed();
        trust.withdraw(
          `Entries wait: ${what.toLowerCase()}. The broker's books are read again; exits and cancels work.`,
        );
        void this.reconcile();
      },
    };
    this.#context = context;
    this.orders = ledger.orders;
    this.trades = ledger.trades;
    this.positions = ledger.positions;
    this.#settlement = new DailySettlement(context);
    this.#updates = new BrokerUpdates(context, () => void this.reconcile());
    this.#reconciler = new Reconciler(context, this.#updates, problems);
    this.reconciliationChanged = this.#reconciler.changed;
    this.#lineWatch = new LineWatch({
      clock,
      lastHeardAt: () => broker.lastHeardAt,
      suspended: () => this.#onSuspend(),
      reconnected: () => void this.reconcile(),
    });
    this.#placer = new OrderPlacer(context, {
      unknown: () => void this.reconcile(),
      accepted: (brokerOrderId) => this.#updates.adopt([brokerOrderId]),
      crosses: (resting) => void this.#requests.cancelEach(resting),
    });
    this.#requests = new OrderRequests(context, this.#placer, () => void this.reconcile());
    this.#entries = new EntryOrders(context, this.#requests);
    this.#brackets = new Brackets(context, this.#placer, this.#requests);
    this.#exits = new Exits(context, this.#placer, this.#requests, this.#brackets);
    this.#flatten = new Flatten(context, this.#exits);
    this.profitLocks = new ProfitLocks(context, this.#exits);
    this.#strategyLimits = new StrategyLimits(context, this.profitLocks, (id) => this.#entries.cancelOf(id));
    this.baskets = new Baskets(context, this.#placer, this.#exits);
    this.#targets = new TargetPosition(context, this.#exits, (intent) => this.place(intent));
    this.#killSwitch = new KillSwitch({
      clock,
      log,
      state: () => ledger.riskState,
      save: (state, line) =>
        ledger.write((draft) => {
          draft.riskState = state;
          draft.log('rms', line);
        }),
      hold: (state) => {
        ledger.riskState = state;
        this.riskChanged.emit();
      },
      doubt: context.doubt,
      cancelEntries: () => this.#entries.cancelAll(),
      newId: () => ids.uuid(),
      squareOff: (id, goOn) => this.#flatten.run(id, goOn),
      isFlat: () => portfolio.open().length === 0,
      dayNet: () => portfolio.dayNet(),
      limits: () => store.limits(account.userId),
      onLoss: (reason) => context.watch.lockDay('DAY_LOSS', reason),
    });
    this.#breakers = new Breakers({
      clock,
      staleShorts: () => staleShorts(context),
      skew: () => context.skew.skew,
      diskFull: () => this.#isDiskFull(),
      trip: (reason) => this.#trip(reason),
    });
    this.#leaveBroker = broker.updates.on((update) => this.#updates.take(update));
    ledger.changed.on(({ orderIds, instrumentIds, anomalies }) => {
      for (let count = 0; count < anomalies; count++) this.#breakers.onAnomaly();
      if (instrumentIds.length > 0) {
        this.#settlement.onBooked();
        this.#onMark();
      }
      if (ledger.riskState.state === 'HALTED') this.#entries.cancelStragglers(orderIds);
      this.riskChanged.emit();
    });
    ledger.trades.on((trade) => {
      const strategyId = ledger.book.get(trade.orderId)?.record.strategyId ?? null;
      context.watch.onTrade(counts.trades.add(trade), strategyId);
    });
    ledger.orders.on(({ state, source }) => {
      if (state === 'REJECTED' && source !== 'BROKER') context.watch.onReject();
    });
    ledger.riskStates.on(() => this.riskChanged.emit());
    trust.changed.on(() => this.riskChanged.emit());
  }

  /** Reads the broker's books, opens entries when they agree, arms what was armed and finishes what a kill began. */
  async start(): Promise<boolean> {
    this.#routine = this.#context.clock.setInterval(() => void this.reconcile(), RECONCILE_EVERY_MS);
    this.#context.trust.changed.on((since) => {
      if (since !== null) this.#begin();
    });
    // An update that came before the start may have read the books already.
    if (this.#context.trust.since !== null) this.#begin();
    return this.reconcile();
  }

  close(): void {
    this.#routine?.cancel();
    this.#lineWatch.close();
    this.#leaveBroker();
    this.#reconciler.close();
    this.#brackets.close();
    this.profitLocks.close();
    this.#killSwitch.close();
    this.#breakers.close();
    this.#context.throttle.close();
    this.#context.ledger.close();
  }

  /** Places an intent once; see OrderPlacer.place. */
  place(intent: Intent, source: OrderSource = 'HAND'): Order {
    return this.#placer.place(intent, { source, parentId: null, partOf: null, along: null });
  }

  /** An intent priced and decided on as placing it would; changes nothing. */
  consider(intent: Intent): Considered {
    return this.#placer.consider(intent, { source: 'HAND', partOf: null });
  }

  preview(intent: Intent): Preview {
    return preview(this.#context, this.#placer, intent);
  }

  /** Changes an order; see OrderRequests.modify. The stop of a position is moved there: its order follows. */
  modify(orderId: string, price: number, lots: number, triggerPrice?: number | null): Order {
    const record = this.#context.ledger.book.get(orderId)?.record;
    if (record !== undefined && this.#brackets.protects(record)) {
      throw new AppError(
        'ORDER_BUSY',
        `${orderText(record)} is the stop of your position and follows it: move the stop of the position instead.`,
        { orderId },
      );
    }
    return this.#requests.modify(orderId, price, lots, triggerPrice);
  }

  /** Cancels an order; see OrderRequests.cancel. The stop of a position is taken off with its order. */
  cancel(orderId: string): Order {
    const record = this.#context.ledger.book.get(orderId)?.record;
    if (record !== undefined && isLive(record.state) && this.#brackets.protects(record)) {
      this.#brackets.takeOff(record);
      return orderView(this.#context.ledger.book.get(orderId)!.record);
    }
    return this.#requests.cancel(orderId);
  }

  /**
   * Cancels the live orders of one instrument, or all (null); gives how many cancels were sent (O10). The stops of
   * positions that are held stay at the exchange: they go with the position, or when the stop is taken off.
   */
  cancelAll(instrumentId: number | null): number {
    const live = this.#context.ledger.book.live().map(({ record }) => record);
    const asked = live.filter((record) => instrumentId === null || record.instrumentId === instrumentId);
    const others = asked.filter((record) => !this.#brackets.protects(record));
    const sent = this.#requests.cancelEach(others);
    if (others.length < asked.length) this.#sayKept(asked.length - others.length);
    return sent;
  }

  /** Sets, moves or removes target and stop; see Brackets.protect. */
  protect(instrumentId: number, orderId: string | null, wanted: TargetAndStop): void {
    this.#brackets.protect(instrumentId, orderId, wanted);
  }

  /** Closes a fraction of a position; see Exits.close. */
  closePosition(instrumentId: number, fraction: Fraction, intentId: string): Promise<Order> {
    return this.#exits.close(instrumentId, fraction, intentId);
  }

  /** Closes a position and opens as much of the other side; see TargetPosition.reverse. */
  reverse(instrumentId: number, intentId: string): Promise<Order[]> {
    return this.#targets.reverse(instrumentId, intentId);
  }

  /** Makes `lots` (signed) of a position; see TargetPosition.move. */
  targetPosition(instrumentId: number, lots: number, intentId: string): Promise<Order[]> {
    return this.#targets.move(instrumentId, lots, intentId);
  }

  flattenPreview(): FlattenPreview {
    return this.#flatten.preview();
  }

  flattenAll(intentId: string, token: string): Promise<Order[]> {
    return this.#flatten.flattenAll(intentId, token);
  }

  /** Halts trading, durably, and squares off when asked. */
  kill(reason: string, squareOff: boolean, level: KillLevel = 'ACCOUNT'): Risk {
    this.#killSwitch.kill(reason, squareOff, level);
    return this.risk();
  }

  /** Trading opens again; see KillSwitch.rearm. */
  rearm(reason: string, typed: string): Risk {
    this.#killSwitch.rearm(reason, typed);
    return this.risk();
  }

  /** Changes the trader's limits, or those of a strategy; see changeLimits. Throws RMS_LIMIT_INVALID, STRATEGY_UNKNOWN. */
  setLimits(changes: LimitChanges, reason: string | null = null, strategyId: string | null = null): Risk {
    changeLimits(this.#context, changes, reason, strategyId);
    this.#killSwitch.onLimits();
    this.#brackets.applyLimits();
    this.riskChanged.emit();
    return this.risk();
  }

  /** What becomes of an entry that would trade with an own order. */
  setSelfTrade(mode: SelfTradeMode): Risk {
    this.#context.selfTrades.choose(mode);
    this.riskChanged.emit();
    return this.risk();
  }

  /** Stops one strategy for the day: its entries are refused and cancelled, exits go on. */
  stopStrategy(strategyId: string, reason: string): Risk {
    this.#context.watch.lockDay('STRATEGY', `the strategy was stopped: ${reason}`, strategyId);
    this.#entries.cancelOf(strategyId);
    return this.risk();
  }

  /** What the day of a strategy has come to, paise; the lots it holds; why its entries are locked, null while they are not. */
  strategyDay(strategyId: string): { net: number; lots: number; lockReason: string | null } {
    const { strategies, watch } = this.#context;
    return {
      net: strategies.dayNet(strategyId),
      lots: openLots(strategies.held(strategyId), []),
      lockReason: watch.locks.find((lock) => lock.strategyId === strategyId)?.reason ?? null,
    };
  }

  /** Opens a lock whose time has come. Throws RMS_LOCK_CLOSED. */
  unlock(lockId: string, reason: string): Risk {
    this.#context.watch.unlock(lockId, reason);
    return this.risk();
  }

  /** The account's money; what working orders block counts as used. */
  funds(): Funds {
    const { portfolio, margin } = this.#context;
    const funds = portfolio.funds();
    const blocked = margin.blocked();
    return { ...funds, available: funds.available - blocked, marginUsed: funds.marginUsed + blocked };
  }

  risk(): Risk {
    const limits = this.#context.store.limits(this.#context.account.userId);
    return riskView(this.#context, limits, this.#killSwitch.durable);
  }

  /** The trading state alone, and whether it would survive a restart: `risk` without its counters. */
  get tradingState(): Pick<Risk, 'state' | 'durable'> {
    return { state: this.#context.ledger.riskState.state, durable: this.#killSwitch.durable };
  }

  /** Marks what is held to market and acts on it: max_loss, then targets and stops. After the quote cache took the tick. */
  onTick(instrumentId: number): void {
    const { margin, skew, clock, quotes, portfolio } = this.#context;
    const quote = quotes.get(instrumentId);
    if (quote !== null) skew.see(quote.ts, clock.now(), clock.monotonic());
    margin.onTick();
    this.#brackets.thaw();
    this.profitLocks.thaw();
    if (portfolio.netQty(instrumentId) === 0) return;
    this.#context.flight.tick();
    this.#onMark();
    this.#brackets.onTick(instrumentId);
    this.profitLocks.onTick(instrumentId);
    this.#context.flight.tickDone();
  }

  /** Reads the broker's books and folds them in; true when both agree. */
  reconcile(): Promise<boolean> {
    return this.#reconciler.run();
  }

  /** Our books beside the broker's, and the orders whose outcome is not known. */
  reconciliation(): Reconciliation {
    return this.#reconciler.view();
  }

  /** Accepts what differs, with a reason; see Reconciler.accept. */
  async acceptDifference(reason: string, token: string): Promise<Reconciliation> {
    await this.#reconciler.accept(reason, token);
    return this.reconciliation();
  }

  /** What the trader says became of an unknown order; see UnknownOrders.answer. The books are read anew. */
  async answerUnknown(orderId: string, answer: UnknownAnswer): Promise<Reconciliation> {
    this.#reconciler.unknown.answer(orderId, answer);
    await this.reconcile();
    return this.reconciliation();
  }

  /** Epoch ms since which our books agree with the broker's, or null. */
  get reconciledAt(): number | null {
    return this.#context.trust.since;
  }

  /** The orders that may still fill, oldest first. */
  liveOrders(): Order[] {
    return this.#context.ledger.book
      .all()
      .filter(({ record }) => isLive(record.state))
      .map(({ record }) => orderView(record));
  }

  /** Today's orders and every live one, oldest first. */
  orderViews(): Order[] {
    const today = istMidnight(istDay(this.#context.clock.now()));
    return this.#context.ledger.book
      .all()
      .filter(({ record }) => record.createdAt >= today || isLive(record.state))
      .map(({ record }) => orderView(record));
  }

  /** Today's trades, oldest first. */
  tradeViews(): Trade[] {
    const { store, account, clock } = this.#context;
    return store.trades(account.id, istMidnight(istDay(clock.now()))).map(tradeView);
  }

  /** Positions open or traded today, marked as of now. */
  positionViews(): Position[] {
    const { portfolio, ledger } = this.#context;
    return portfolio.today().map((position) => ledger.positionView(position.instrumentId));
  }

  #sayKept(stops: number): void {
    const which = stops === 1 ? 'the stop' : `the ${stops} stops`;
    const line = `Cancel all left ${which} at the exchange: a stop goes with its position, or when it is taken off.`;
    try {
      this.#context.ledger.write((draft) => draft.log('order', line));
    } catch (error) {
      this.#context.log.error(`Could not be written: ${line}`, error);
    }
  }

  #onSuspend(): void {
    const { ledger, trust, skew } = this.#context;
    skew.forget();
    try {
      afterSuspend(ledger);
    } catch (error) {
      this.#context.doubt('What was under way when the machine slept could not be written', error);
    }
    trust.withdraw(
      "Entries wait: the machine slept or its clock was set. The broker's books are read again; exits and cancels work.",
    );
    void this.reconcile();
  }

  #begin(): void {
    this.#settlement.start();
    this.#brackets.start();
    this.profitLocks.start();
    this.#killSwitch.resume();
    this.#onMark();
  }

  /** Halts with the positions kept; once, and never at the cost of what called. */
  #trip(reason: string): void {
    if (this.#context.ledger.closed || this.#context.ledger.riskState.state === 'HALTED') return;
    try {
      this.#killSwitch.kill(reason, false);
    } catch (error) {
      this.#context.log.error(`Trading could not be halted: ${reason}.`, error);
    }
  }

  /** A store that cannot even say so has no room. */
  #isDiskFull(): boolean {
    try {
      return !this.#context.store.hasRoomForEntries();
    } catch (error) {
      this.#context.log.error('That the disk has space again could not be written.', error);
      return true;
    }
  }

  #onMark(): void {
    this.#settlement.look();
    this.#killSwitch.onMark();
    this.#context.watch.onMark();
    this.#strategyLimits.onMark();
  }
}
