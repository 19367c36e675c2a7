import type { Instrument } from '../../../../contract/market.ts';
import { DAY_MS } from '../../core/ist.ts';
import { hash32 } from '../../core/random.ts';
import { emptyDepth } from '../../domain/tick.ts';
import type { Tick } from '../../domain/tick.ts';
import type { ContractActivity } from './contract-activity.ts';
import type { Grain } from './factor-path.ts';
import { priceOption } from './option-price.ts';
import type { OptionPrice } from './option-price.ts';
import { fillBook } from './order-book.ts';
import type { SimulatorParameters } from './simulator-parameters.ts';
import { YEAR_MS } from './underlying-model.ts';
import type { UnderlyingModel, UnderlyingState } from './underlying-model.ts';

/** How long one draw of noise and of the last trade's side holds. */
const TRADE_SLOT_MS = 500;

const depth = emptyDepth();
const option: OptionPrice = { price: 0, delta: 0, vega: 0, moneyness: 0 };

/** One instrument of the simulated market, priced from its underlying at any instant. Prices in paise. */
export class SimulatedContract {
  readonly instrument: Instrument;
  readonly model: UnderlyingModel;
  /** Epoch ms; infinite for an index. */
  readonly expiresAt: number;
  /** Of the symbol and the seed: the same in every run. */
  readonly hash: number;
  readonly #parameters: SimulatorParameters;
  readonly #activity: ContractActivity | null;
  readonly #strikeStep: number;
  #bid = 0;
  #ask = 0;
  #ltp = 0;
  #bookLots = 0;

  constructor(
    instrument: Instrument,
    contract: { expiresAt: number; hash: number; strikeStep: number },
    model: UnderlyingModel,
    parameters: SimulatorParameters,
    activity: ContractActivity | null,
  ) {
    this.instrument = instrument;
    this.model = model;
    this.expiresAt = contract.expiresAt;
    this.hash = contract.hash;
    this.#strikeStep = contract.strikeStep;
    this.#parameters = parameters;
    this.#activity = activity;
  }

  /** The last price at an instant. */
  ltp(at: number, grain: Grain): number {
    this.#price(this.model.at(at, grain));
    return this.#ltp;
  }

  /** Value before spread and noise. */
  fair(at: number): number {
    const state = this.model.at(at, 1);
    if (this.instrument.kind === 'INDEX') return state.spot;
    return this.instrument.strike === null ? this.#forward(state) : this.#option(state).price;
  }

  /** Cumulative units of the day at `ms` after 00:00 IST. */
  volume(day: number, ms: number): number {
    return this.#activity?.volume(day, ms) ?? 0;
  }

  openInterest(day: number, ms: number): number {
    return this.#activity?.openInterest(day, ms) ?? 0;
  }

  /** Writes the whole tick of an instant. */
  fill(tick: Tick, at: number): void {
    const state = this.model.at(at, 1);
    this.#price(state);
    tick.instrumentId = this.instrument.id;
    tick.ts = at;
    tick.ltp = this.#ltp;
    tick.bid = this.#bid;
    tick.ask = this.#ask;
    tick.volume = this.volume(state.day, state.ms);
    tick.oi = this.openInterest(state.day, state.ms);
    tick.estimatedBook = false;
    if (this.#activity === null) {
      tick.bidQty = 0;
      tick.askQty = 0;
      tick.depth = null;
      return;
    }
    const { slotMs } = this.#parameters.emission;
    const random = hash32(this.hash, 51, Math.floor(at / slotMs));
    const { tickSize, lotSize } = this.instrument;
    fillBook(tick, depth, random, tickSize, lotSize, this.#bookLots, this.#parameters.book.levelGrowth);
  }

  /** Ticks per second it is worth, by its distance from the money. */
  rate(spot: number, at: number): number {
    const { index, nearFuture, nearFutureDays, farFuture, nearStrikes, nearOption, strikeFade, slowest } =
      this.#parameters.emission;
    const { kind, strike } = this.instrument;
    if (kind === 'INDEX') return index;
    if (strike === null) return this.expiresAt - at < nearFutureDays * DAY_MS ? nearFuture : farFuture;
    const away = Math.abs(strike - spot) / this.#strikeStep - nearStrikes;
    return away <= 0 ? nearOption : Math.max(slowest, nearOption * Math.exp(-away / strikeFade));
  }

  #price(state: Readonly<UnderlyingState>): void {
    const { tickSize, kind, strike } = this.instrument;
    if (kind === 'INDEX') {
      this.#bid = 0;
      this.#ask = 0;
      this.#ltp = Math.max(tickSize, Math.round(state.spot / tickSize) * tickSize);
      return;
    }
    const { spread, book } = this.#parameters;
    const random = hash32(this.hash, 52, Math.floor(state.at / TRADE_SLOT_MS));
    const draw = (random >>> 1) / 2 ** 30 - 1;
    let middle: number;
    let half: number;
    if (strike === null) {
      const forward = this.#forward(state);
      half = (spread.futureShare * forward * state.unrest) / 2;
      middle = forward + draw * half * spread.noiseShare;
      this.#bookLots = Math.max(1, book.futureLots * this.model.parameters.activity);
    } else {
      const { price, delta, vega, moneyness } = this.#option(state);
      const out = Math.max(0, Math.abs(moneyness) - spread.wingFrom);
      const wing = 1 + spread.wing * out * out;
      half = ((spread.base + spread.premiumShare * price + spread.vegaShare * vega) * wing * state.unrest) / 2;
      // Small against the step to the next strike, so that noise never puts two strikes in the wrong order.
      const most = Math.min(half * spread.noiseShare, this.#strikeStep * Math.abs(delta) * spread.noiseOfStrikeStep);
      middle = price + draw * most;
      const fade = Math.exp(-Math.abs(moneyness));
      this.#bookLots = Math.max(
        2,
        (book.wingLots + (book.atmLots - book.wingLots) * fade) * this.model.parameters.activity,
      );
    }
    this.#bid = Math.max(tickSize, Math.floor((middle - half) / tickSize) * tickSize);
    this.#ask = Math.max(this.#bid + tickSize, Math.ceil((middle + half) / tickSize) * tickSize);
    this.#ltp = (random & 1) === 0 ? this.#bid : this.#ask;
  }

  #forward(state: Readonly<UnderlyingState>): number {
    return state.spot * Math.exp(this.model.parameters.carry * this.#years(state.at));
  }

  #option(state: Readonly<UnderlyingState>): OptionPrice {
    const { strike, kind } = this.instrument;
    const years = this.#years(state.at);
    const forward = this.#forward(state);
    return priceOption(option, this.#parameters.volatility, kind === 'CE', forward, strike!, years, state.volatility);
  }

  #years(at: number): number {
    return Math.max(0, this.expiresAt - at) / YEAR_MS;
  }
}
