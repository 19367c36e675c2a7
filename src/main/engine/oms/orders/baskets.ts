import type { Basket, BasketEstimate, BasketPreview, BasketResult } from '../../../../contract/basket.ts';
import type { WireError } from '../../../../contract/errors.ts';
import type { Instrument } from '../../../../contract/market.ts';
import type { Intent, Order } from '../../../../contract/trading.ts';
import type { Side } from '../../../../contract/enums.ts';
import { AppError } from '../../core/app-error.ts';
import { rupees } from '../../core/money.ts';
import { isLive } from '../../domain/order.ts';
import type { OrderRecord } from '../../domain/order.ts';
import { derivedId } from '../ledger/derived-id.ts';
import type { Exits } from '../exits/exits.ts';
import { openLots } from '../risk/exposure.ts';
import type { OmsContext } from '../oms-context.ts';
import type { OrderPlacer } from './place.ts';
import { workingOrders } from '../risk/risk-check.ts';
import { whenFinal } from '../ledger/settling.ts';
import { orderView } from '../ledger/views.ts';

/** How long the legs of one side may take to fill before the basket has failed. */
const LEGS_WAIT_MS = 5_000;
/** Each leg has this many part ids to itself, for its slices. */
const IDS_PER_LEG = 10_000;
const ROLLBACK_PART = 1_000_000;
/** The engine's own setting that names the baskets under way, by account. */
const UNDER_WAY = 'engine.baskets';

/** A leg with what it trades. Units. */
interface Leg {
  instrument: Instrument;
  side: Side;
  lots: number;
  quantity: number;
}

/**
 * Orders that belong together: bought legs are sent and filled first, as they hedge the sold ones. When a leg fails nothing
 * more is sent, what works is cancelled, and the filled legs are taken back only as the trader chose. After a restart no
 * further leg is sent.
 */
export class Baskets {
  readonly #context: OmsContext;
  readonly #placer: OrderPlacer;
  readonly #exits: Exits;
  readonly #running = new Map<string, Promise<BasketResult>>();

  constructor(context: OmsContext, placer: OrderPlacer, exits: Exits) {
    this.#context = context;
    this.#placer = placer;
    this.#exits = exits;
    this.#sayInterrupted();
  }

  /** The legs in their order, the money, the margin of the final position, and what would undo it. Changes nothing. */
  preview(basket: Basket): BasketPreview {
    const { portfolio } = this.#context;
    const legs = this.#legs(basket);
    const estimates = legs.map((leg) => this.#estimate(leg));
    const denials = legs.map((leg, index) => this.#denialOf(basket.basketId, leg, index));
    const changes = new Map<number, { units: number; price: number }>();
    let premium: number | null = 0;
    let charges = 0;
    for (const [index, { instrument, side, quantity }] of legs.entries()) {
      const price = estimates[index]!.price;
      const units = side === 'BUY' ? quantity : -quantity;
      premium = price === null || premium === null ? null : premium + units * price;
      if (price === null) continue;
      charges += portfolio.chargesOf({ instrument, side, quantity, price });
      changes.set(instrument.id, { units: (changes.get(instrument.id)?.units ?? 0) + units, price });
    }
    const { available, marginUsed } = portfolio.funds();
    const marginAfter = portfolio.marginWith(changes);
    const availableAfter = available - (marginAfter - marginUsed) - charges;
    const shortBy = marginAfter > marginUsed && availableAfter < 0 ? -availableAfter : 0;
    return {
      legs: estimates.map((estimate, index) => ({ ...estimate, denial: denials[index]! })),
      rollback: this.#undoing(legs),
      premium,
      marginAfter,
      availableAfter,
      charges,
      denial: denials.find((denial) => denial !== null) ?? this.#tooManyLots(legs) ?? marginDenial(shortBy),
    };
  }

  /** Places a basket once and gives how it ended. Throws the refusal when a rule denies it, with nothing sent. */
  place(basket: Basket): Promise<BasketResult> {
    const running = this.#running.get(basket.basketId);
    if (running !== undefined) return running;
    if (this.#ordersOf(basket.basketId).length > 0)
      return Promise.resolve(this.#ended(basket.basketId, 'OPEN', 'It was placed before.'));
    const { denial } = this.preview(basket);
    if (denial !== null) return Promise.reject(new AppError(denial.code, denial.message, denial.details));
    return this.#once(basket.basketId, () => this.#run(basket).finally(() => this.#over(basket.basketId)));
  }

  /** Takes back what the legs of a basket have filled, shorts first. The same basket is taken back once. */
  rollback(basketId: string): Promise<BasketResult> {
    return this.#once(`${basketId} back`, () => this.#takeBack(basketId));
  }

  #once(key: string, work: () => Promise<BasketResult>): Promise<BasketResult> {
    const known = this.#running.get(key);
    if (known !== undefined) return known;
    const running = work();
    this.#running.set(key, running);
    const forget = () => this.#running.delete(key);
    running.then(forget, forget);
    return running;
  }

  #over(basketId: string): void {
    try {
      if (!this.#context.ledger.closed) this.#note(basketId, null);
    } catch (error) {
      this.#context.log.error('The end of a basket could not be noted.', error);
    }
  }

  async #run(basket: Basket): Promise<BasketResult> {
    const { basketId, onFailure } = basket;
    const legs = this.#legs(basket);
    const names = legs.map(({ side, lots, instrument }) => `${side} ${lots} ${instrument.name}`).join(', ');
    this.#context.ledger.write((draft) => draft.log('order', `Basket begun, bought legs first: ${names}.`));
    this.#note(basketId, names);
    let failure: string | null = null;
    for (const side of ['BUY', 'SELL'] as const) {
      const stage = legs.flatMap((leg, index) => (leg.side === side ? [this.#intentOf(basketId, leg, index)] : []));
      failure ??= stage.length === 0 ? null : await this.#fill(basketId, stage);
    }
    if (failure === null) return this.#ended(basketId, 'DONE', 'Every leg is filled.');
    const working = this.#ordersOf(basketId).filter(({ state }) => isLive(state));
    if (working.length > 0) await this.#exits.cancelAndWait(working);
    const missing = this.#missing(basketId, legs);
    if (missing === 0) return this.#ended(basketId, 'DONE', 'Every leg is filled.');
    if (onFailure === 'ROLLBACK') return this.rollback(basketId);
    const next = onFailure === 'KEEP' ? 'What is filled is kept, as chosen.' : 'Take back what is filled, or keep it.';
    return this.#ended(basketId, onFailure === 'KEEP' ? 'KEPT' : 'ASKS', `${failure} ${next}`);
  }

  /** Keeps what is under way, so that the next start can tell of it; null once it has ended. */
  #note(basketId: string, names: string | null): void {
    const { store, account } = this.#context;
    const key = `${UNDER_WAY}.${account.id}`;
    const noted = { ...(store.setting(key) as Record<string, string> | null) };
    if (names === null) delete noted[basketId];
    else noted[basketId] = names;
    store.transaction((tx) => tx.saveSetting(key, noted));
  }

  /** A basket that the last run left unfinished gets no further leg, and the log says so. */
  #sayInterrupted(): void {
    const { store, account, ledger } = this.#context;
    const noted = store.setting(`${UNDER_WAY}.${account.id}`) as Record<string, string> | null;
    for (const [basketId, names] of Object.entries(noted ?? {})) {
      const message = `Basket interrupted by a restart, no further leg is sent: ${names}. Look at what is filled, and complete or close it.`;
      ledger.write((draft) => draft.log('order', message));
      this.#note(basketId, null);
    }
  }

  /** Sends the legs of one side and waits for them; gives the sentence of what failed. */
  async #fill(basketId: string, intents: readonly Intent[]): Promise<string | null> {
    try {
      for (const intent of intents) {
        this.#placer.place(intent, { source: 'HAND', parentId: null, partOf: basketId, along: null });
      }
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    const instruments = new Set(intents.map(({ instrumentId }) => instrumentId));
    const side = intents[0]!.side;
    const mine = () =>
      this.#ordersOf(basketId).filter((order) => instruments.has(order.instrumentId) && order.side === side);
    await whenFinal(
      this.#context,
      mine().map(({ id }) => id),
      LEGS_WAIT_MS,
    );
    const failed = mine().find(({ state }) => state !== 'FILLED');
    if (failed === undefined) return null;
    const why = failed.reason?.message ?? `It was not filled within ${LEGS_WAIT_MS / 1000} s.`;
    return `${failed.side} ${failed.lots} ${failed.name} failed. ${why}`;
  }

  async #takeBack(basketId: string): Promise<BasketResult> {
    const undo = this.#rollbackLegs(basketId);
    this.#context.ledger.write((draft) => {
      const names = undo.map(({ side, lots, instrument }) => `${side} ${lots} ${instrument.name}`).join(', ');
      draft.log('order', undo.length === 0 ? 'Basket: nothing is left to take back.' : `Basket taken back: ${names}.`);
    });
    const backId = derivedId(basketId, ROLLBACK_PART);
    for (const side of ['BUY', 'SELL'] as const) {
      const stage = undo.filter((leg) => leg.side === side);
      if (stage.length === 0) continue;
      const intents = stage.map((leg) => {
        const used = this.#ordersOf(backId).length;
        return this.#intentOf(backId, leg, used + undo.indexOf(leg));
      });
      const failure = await this.#fill(backId, intents);
      if (failure !== null) return this.#ended(basketId, 'OPEN', `${failure} Close what is left by hand.`);
    }
    const unsure = this.#ordersOf(basketId).find(({ state }) => isLive(state));
    if (unsure !== undefined) {
      const message = `What was filled has been taken back, but ${unsure.side} ${unsure.name} is ${unsure.state} and may still fill: look at it.`;
      return this.#ended(basketId, 'OPEN', message);
    }
    return this.#ended(basketId, 'ROLLED_BACK', 'What was filled has been taken back.');
  }

  #legs({ legs, lots }: Basket): Leg[] {
    const found = legs.map((leg): Leg => {
      const instrument = this.#context.instrument(leg.instrumentId);
      const legLots = leg.ratio * lots;
      return { instrument, side: leg.side, lots: legLots, quantity: legLots * instrument.lotSize };
    });
    return found.toSorted((a, b) => Number(a.side === 'SELL') - Number(b.side === 'SELL'));
  }

  #intentOf(basketId: string, leg: Leg, index: number): Intent {
    return {
      intentId: derivedId(basketId, (index + 1) * IDS_PER_LEG),
      instrumentId: leg.instrument.id,
      side: leg.side,
      lots: leg.lots,
      orderType: 'MARKET',
      price: null,
      triggerPrice: null,
      validity: 'DAY',
      tpPrice: null,
      slPrice: null,
      confirmed: true,
    };
  }

  /** What the rules say of one leg. Its margin is judged with the others, since a hedge takes margin off. */
  #denialOf(basketId: string, leg: Leg, index: number): WireError | null {
    const intent = this.#intentOf(basketId, leg, index);
    const { denial } = this.#placer.consider(intent, { source: 'HAND', partOf: basketId });
    return denial?.code === 'RMS_MARGIN' ? null : denial;
  }

  #tooManyLots(legs: readonly Leg[]): WireError | null {
    const { store, account, portfolio, instrument } = this.#context;
    const { maxLots } = store.limits(account.userId);
    if (maxLots === null) return null;
    const held = portfolio.open().map(({ instrumentId, netQty }) => {
      return { instrumentId, netQty, lotSize: instrument(instrumentId).lotSize };
    });
    const added = legs.map(({ instrument: { id, lotSize }, side, quantity }) => {
      return { instrumentId: id, side, leaves: quantity, lotSize };
    });
    const lots = openLots(held, [...workingOrders(this.#context), ...added]);
    if (lots <= maxLots) return null;
    return {
      code: 'RMS_MAX_LOTS',
      message: `The basket would make ${lots} open lots, the limit is ${maxLots}: place fewer lots of it.`,
      details: { lots, maxLots },
    };
  }

  /** What is filled of a basket and not taken back yet, turned round; shorts are bought back first. */
  #rollbackLegs(basketId: string): Leg[] {
    const units = new Map<number, number>();
    const records = [...this.#ordersOf(basketId), ...this.#ordersOf(derivedId(basketId, ROLLBACK_PART))];
    for (const { instrumentId, side, filled } of records) {
      units.set(instrumentId, (units.get(instrumentId) ?? 0) + (side === 'BUY' ? filled : -filled));
    }
    const legs = [...units].flatMap(([instrumentId, net]): Leg[] => {
      const instrument = this.#context.instrument(instrumentId);
      const lots = Math.floor(Math.abs(net) / instrument.lotSize);
      const side = net > 0 ? 'SELL' : 'BUY';
      return lots === 0 ? [] : [{ instrument, side, lots, quantity: lots * instrument.lotSize }];
    });
    return legs.toSorted((a, b) => Number(a.side === 'SELL') - Number(b.side === 'SELL'));
  }

  #undoing(legs: readonly Leg[]): BasketEstimate[] {
    const turned = legs.map((leg): Leg => ({ ...leg, side: leg.side === 'BUY' ? 'SELL' : 'BUY' }));
    return turned
      .toSorted((a, b) => Number(a.side === 'SELL') - Number(b.side === 'SELL'))
      .map((leg) => this.#estimate(leg));
  }

  #estimate({ instrument, side, lots, quantity }: Leg): BasketEstimate {
    const quote = this.#context.quotes.get(instrument.id);
    const touch = quote === null ? 0 : side === 'BUY' ? quote.ask : quote.bid;
    return {
      instrumentId: instrument.id,
      name: instrument.name,
      side,
      lots,
      quantity,
      price: touch > 0 ? touch : null,
    };
  }

  /** Units of the legs that are not filled. */
  #missing(basketId: string, legs: readonly Leg[]): number {
    const wanted = legs.reduce((sum, { quantity }) => sum + quantity, 0);
    return wanted - this.#ordersOf(basketId).reduce((sum, { filled }) => sum + filled, 0);
  }

  #ordersOf(partOf: string): OrderRecord[] {
    return this.#context.ledger.book.all().flatMap(({ record }) => (record.partOf === partOf ? [record] : []));
  }

  #ended(basketId: string, state: BasketResult['state'], message: string): BasketResult {
    this.#context.ledger.write((draft) => draft.log('order', `Basket: ${message}`));
    const records = [...this.#ordersOf(basketId), ...this.#ordersOf(derivedId(basketId, ROLLBACK_PART))];
    return {
      basketId,
      state,
      message,
      orders: records.map((record): Order => orderView(record)),
      rollback: state === 'DONE' ? [] : this.#rollbackLegs(basketId).map((leg) => this.#estimate(leg)),
    };
  }
}

function marginDenial(shortBy: number): WireError | null {
  if (shortBy === 0) return null;
  const message = `Margin short by ${rupees(shortBy)} for the whole basket (estimated): place fewer lots of it, or add a hedge.`;
  return { code: 'RMS_MARGIN', message, details: { shortBy } };
}
