import type { OrderSource } from '../../../../contract/enums.ts';
import type { Instrument } from '../../../../contract/market.ts';
import type { Order } from '../../../../contract/trading.ts';
import { AppError } from '../../core/app-error.ts';
import type { OrderRecord } from '../../domain/order.ts';
import { slices } from '../../rms/square-off.ts';
import type { Brackets } from './brackets.ts';
import { derivedId } from '../ledger/derived-id.ts';
import { wideLimit } from './exit-price.ts';
import { isRestingStop } from './exit-due.ts';
import { roomToExit } from '../risk/exposure.ts';
import { isOnItsWay } from '../orders/on-its-way.ts';
import type { OmsContext } from '../oms-context.ts';
import type { OrderPlacer } from '../orders/place.ts';
import type { OrderRequests } from '../orders/order-requests.ts';
import { withoutStops, workingOrders } from '../risk/risk-check.ts';
import { whenFinal } from '../ledger/settling.ts';
import { orderView } from '../ledger/views.ts';

/** How long a cancel may take before the exit is sized around what is still working. */
const CANCEL_WAIT_MS = 1500;
const FRACTION_NAMES = { 1: 'All', 0.75: 'Three quarters', 0.5: 'Half', 0.25: 'A quarter' } as const;

export type Fraction = keyof typeof FRACTION_NAMES;

/** Closes positions with reduce-only market orders, sized from the confirmed position at the moment they go out. */
export class Exits {
  readonly #context: OmsContext;
  readonly #placer: OrderPlacer;
  readonly #requests: OrderRequests;
  readonly #stops: Pick<Brackets, 'holdStops'>;
  readonly #closing = new Map<string, Promise<Order>>();

  /** @param stops is kept away from what is being closed */
  constructor(context: OmsContext, placer: OrderPlacer, requests: OrderRequests, stops: Pick<Brackets, 'holdStops'>) {
    this.#stops = stops;
    this.#context = context;
    this.#placer = placer;
    this.#requests = requests;
  }

  /**
   * Closes a fraction of a position, whole lots rounded down, after cancelling what rests on it. The same intent again
   * gives the same order. Throws POSITION_FLAT, RMS_LOT_MULTIPLE, ORDER_BUSY when exits for all of it are out already.
   */
  close(instrumentId: number, fraction: Fraction, intentId: string): Promise<Order> {
    const before = this.#context.ledger.book.byIntent(intentId);
    if (before !== null) return Promise.resolve(orderView(before.record));
    const known = this.#closing.get(intentId);
    if (known !== undefined) return known;
    const closing = this.#close(instrumentId, fraction, intentId).finally(() => this.#closing.delete(intentId));
    this.#closing.set(intentId, closing);
    return closing;
  }

  /** Cancels orders and waits until they have come to rest, at most CANCEL_WAIT_MS. */
  async cancelAndWait(records: readonly OrderRecord[]): Promise<void> {
    const release = this.#stops.holdStops(records.map((record) => record.instrumentId));
    try {
      this.#requests.cancelEach(records);
      await whenFinal(
        this.#context,
        records.map((record) => record.id),
        CANCEL_WAIT_MS,
      );
    } finally {
      release();
    }
  }

  /** The live orders of an instrument, save market exits that are on their way. */
  resting(instrumentId: number): OrderRecord[] {
    const { ledger, portfolio, clock } = this.#context;
    const netQty = portfolio.netQty(instrumentId);
    return ledger.book
      .live()
      .map((order) => order.record)
      .filter((record) => record.instrumentId === instrumentId && !isOnItsWay(record, netQty, clock.now()));
  }

  /**
   * Sends market orders for up to `quantity` units of a position, in slices, never for more than it has left to exit.
   * Gives the orders sent, none when exits for all of it are out. `widen` prices at twice the protection.
   */
  send(
    instrument: Instrument,
    quantity: number,
    options: { intentId: string; source: OrderSource; widen: boolean },
  ): Order[] {
    const { portfolio } = this.#context;
    const netQty = portfolio.netQty(instrument.id);
    const working = workingOrders(this.#context);
    // By hand it goes out behind the stops at the exchange, which make way for it.
    const room = roomToExit(netQty, options.source === 'HAND' ? withoutStops(working) : working, instrument.id);
    const side = netQty > 0 ? 'SELL' : 'BUY';
    const limit = options.widen ? wideLimit(this.#context, instrument, side) : null;
    let index = 0;
    return slices(Math.min(quantity, room), instrument).map((units) => {
      while (index > 0 && this.#isUsed(derivedId(options.intentId, index))) index += 1;
      const intentId = derivedId(options.intentId, index);
      index += 1;
      return this.#placer.place(
        {
          intentId,
          instrumentId: instrument.id,
          side,
          lots: units / instrument.lotSize,
          orderType: limit === null ? 'MARKET' : 'LIMIT',
          price: limit,
          tpPrice: null,
          slPrice: null,
          triggerPrice: null,
          validity: 'DAY',
          confirmed: true,
        },
        { source: options.source, parentId: null, partOf: options.intentId, along: null },
      );
    });
  }

  async #close(instrumentId: number, fraction: Fraction, intentId: string): Promise<Order> {
    const { portfolio, instrument: find } = this.#context;
    const instrument = find(instrumentId);
    const lots = this.#lots(instrument, fraction);
    const netQty = portfolio.netQty(instrumentId);
    const exitSide = netQty > 0 ? 'SELL' : 'BUY';
    // Of a part that is closed the stop at the exchange does not go: it shrinks.
    const inTheWay = this.resting(instrumentId).filter(
      (record) => fraction === 1 || (record.side === exitSide && !isRestingStop(record)),
    );
    if (inTheWay.length > 0) await this.cancelAndWait(inTheWay);
    if (Math.sign(portfolio.netQty(instrumentId)) !== Math.sign(netQty)) throw flat(instrument);
    const orders = this.send(instrument, lots * instrument.lotSize, { intentId, source: 'HAND', widen: false });
    const first = orders[0];
    if (first !== undefined) return first;
    throw allGoingOut(instrument);
  }

  /** Units of market exits that are on their way. */
  #goingOut(instrumentId: number, netQty: number): number {
    const { ledger, clock } = this.#context;
    let units = 0;
    for (const { record } of ledger.book.live()) {
      if (record.instrumentId === instrumentId && isOnItsWay(record, netQty, clock.now())) {
        units += record.quantity - record.filled;
      }
    }
    return units;
  }

  /** Of what is held and not going out already: a key pressed twice halves twice, it does not close everything. */
  #lots(instrument: Instrument, fraction: Fraction): number {
    const netQty = this.#context.portfolio.netQty(instrument.id);
    if (netQty === 0) throw flat(instrument);
    const held = (Math.abs(netQty) - this.#goingOut(instrument.id, netQty)) / instrument.lotSize;
    if (held <= 0) throw allGoingOut(instrument);
    const lots = Math.floor(held * fraction);
    if (lots > 0) return lots;
    const few = held === 1 ? 'one lot' : `${held} lots`;
    const next = held === 1 ? 'use F to close it' : 'use H for half or F for all';
    throw new AppError(
      'RMS_LOT_MULTIPLE',
      `${FRACTION_NAMES[fraction]} of ${few} of ${instrument.name} is less than a lot: ${next}.`,
      { lots: held, fraction },
    );
  }

  #isUsed(intentId: string): boolean {
    const { ledger, store, account } = this.#context;
    return ledger.book.byIntent(intentId) !== null || store.orderByIntent(account.id, intentId) !== null;
  }
}

function allGoingOut(instrument: Instrument): AppError {
  return new AppError(
    'ORDER_BUSY',
    `Exits for the whole position in ${instrument.name} are working already: wait for them or cancel them.`,
    { instrumentId: instrument.id },
  );
}

function flat(instrument: Instrument): AppError {
  return new AppError('POSITION_FLAT', `There is no position in ${instrument.name} to close.`, {
    instrumentId: instrument.id,
  });
}
