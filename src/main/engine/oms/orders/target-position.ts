import type { Instrument } from '../../../../contract/market.ts';
import type { Intent, Order } from '../../../../contract/trading.ts';
import { AppError } from '../../core/app-error.ts';
import { derivedId } from '../ledger/derived-id.ts';
import { isRestingStop } from '../exits/exit-due.ts';
import type { Exits } from '../exits/exits.ts';
import type { OmsContext } from '../oms-context.ts';
import { orderView } from '../ledger/views.ts';

/** How long an exit may take to be confirmed before the other side is given up. */
const FLAT_WAIT_MS = 10_000;
/** The part of a move across zero that opens the other side; exits use the low numbers. */
const OPENING_PART = 1_000_000;

/**
 * Moves a position to a number of lots by one order of the difference. It never crosses zero in one message: the exit is
 * confirmed flat first, and only then is the other side opened. After a restart the other side is not opened.
 */
export class TargetPosition {
  readonly #context: OmsContext;
  readonly #exits: Exits;
  readonly #place: (intent: Intent) => Order;
  readonly #moving = new Map<string, Promise<Order[]>>();

  constructor(context: OmsContext, exits: Exits, place: (intent: Intent) => Order) {
    this.#context = context;
    this.#exits = exits;
    this.#place = place;
  }

  /** Closes a position and opens as many lots of the other side. Throws POSITION_FLAT and all that `move` throws. */
  reverse(instrumentId: number, intentId: string): Promise<Order[]> {
    const instrument = this.#context.instrument(instrumentId);
    const netQty = this.#context.portfolio.netQty(instrumentId);
    const known = this.#known(intentId);
    if (known !== null) return known;
    if (netQty === 0) {
      const message = `There is no position in ${instrument.name} to reverse.`;
      return Promise.reject(new AppError('POSITION_FLAT', message, { instrumentId }));
    }
    return this.move(instrumentId, -netQty / instrument.lotSize, intentId);
  }

  /**
   * Makes `lots` (signed) of the position and gives the orders it took, none when it is there already. The same intent
   * again gives the same orders. Throws ORDER_BUSY while an order is on its way or when the exit is not confirmed.
   */
  move(instrumentId: number, lots: number, intentId: string): Promise<Order[]> {
    const known = this.#known(intentId);
    if (known !== null) return known;
    const moving = this.#move(this.#context.instrument(instrumentId), lots, intentId);
    this.#moving.set(intentId, moving);
    const forget = () => this.#moving.delete(intentId);
    moving.then(forget, forget);
    return moving;
  }

  /** What an intent has done, or is doing. */
  #known(intentId: string): Promise<Order[]> | null {
    const moving = this.#moving.get(intentId);
    if (moving !== undefined) return moving;
    const { book } = this.#context.ledger;
    const parts = [book.byIntent(intentId), book.byIntent(derivedId(intentId, OPENING_PART))];
    const orders = parts.flatMap((order) => (order === null ? [] : [orderView(order.record)]));
    return orders.length === 0 ? null : Promise.resolve(orders);
  }

  async #move(instrument: Instrument, lots: number, intentId: string): Promise<Order[]> {
    this.#refuseWhileOnTheWay(instrument);
    const { portfolio } = this.#context;
    const held = portfolio.netQty(instrument.id) / instrument.lotSize;
    if (lots === held) return [];
    if (held === 0 || (Math.sign(lots) === Math.sign(held) && Math.abs(lots) > Math.abs(held))) {
      return [this.#open(instrument, lots - held, intentId)];
    }
    if (lots !== 0 && Math.sign(lots) === Math.sign(held)) return this.#reduce(instrument, held - lots, intentId);
    const exit = await this.#exits.close(instrument.id, 1, intentId);
    if (lots === 0) return [exit];
    if (!(await this.#whenFlat(instrument.id))) {
      throw new AppError(
        'ORDER_BUSY',
        `The exit of ${instrument.name} is not confirmed flat after ${FLAT_WAIT_MS / 1000} s, so the other side was not opened: look at its orders and try again.`,
        { instrumentId: instrument.id },
      );
    }
    return [
      orderView(this.#context.ledger.book.get(exit.id)!.record),
      this.#open(instrument, lots, derivedId(intentId, OPENING_PART)),
    ];
  }

  #open(instrument: Instrument, lots: number, intentId: string): Order {
    return this.#place({
      intentId,
      instrumentId: instrument.id,
      side: lots > 0 ? 'BUY' : 'SELL',
      lots: Math.abs(lots),
      orderType: 'MARKET',
      price: null,
      triggerPrice: null,
      validity: 'DAY',
      tpPrice: null,
      slPrice: null,
      confirmed: true,
    });
  }

  async #reduce(instrument: Instrument, lots: number, intentId: string): Promise<Order[]> {
    const side = lots > 0 ? 'SELL' : 'BUY';
    const inTheWay = this.#exits
      .resting(instrument.id)
      .filter((record) => record.side === side && !isRestingStop(record));
    if (inTheWay.length > 0) await this.#exits.cancelAndWait(inTheWay);
    const quantity = Math.abs(lots) * instrument.lotSize;
    return this.#exits.send(instrument, quantity, { intentId, source: 'HAND', widen: false });
  }

  /** The difference would be sent twice over what is still on its way. What rests does not count. */
  #refuseWhileOnTheWay(instrument: Instrument): void {
    const onTheWay = this.#context.ledger.book.live().some(({ record }) => {
      if (record.instrumentId !== instrument.id || isRestingStop(record)) return false;
      const atOnce = record.orderType === 'MARKET' && record.triggerPrice === null;
      return atOnce || ['DRAFT', 'QUEUED', 'SENDING', 'UNKNOWN', 'ACKED'].includes(record.state);
    });
    if (!onTheWay) return;
    throw new AppError(
      'ORDER_BUSY',
      `An order in ${instrument.name} is still on its way, so the difference is not known: try again when it is done.`,
      { instrumentId: instrument.id },
    );
  }

  #whenFlat(instrumentId: number): Promise<boolean> {
    const { ledger, portfolio, clock } = this.#context;
    const isFlat = () => portfolio.netQty(instrumentId) === 0;
    if (isFlat()) return Promise.resolve(true);
    return new Promise((resolve) => {
      const finish = () => {
        leave();
        timer.cancel();
        resolve(isFlat());
      };
      const leave = ledger.changed.on(() => {
        if (isFlat()) finish();
      });
      const timer = clock.setTimeout(finish, FLAT_WAIT_MS);
    });
  }
}
