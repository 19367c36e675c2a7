import type { AlertSubject } from '../../../contract/alerts.ts';
import type { Instrument } from '../../../contract/market.ts';
import type { Chain, ChainChoice, ChainSide } from '../../../contract/chain.ts';
import { indicatorOf } from '../../../indicators/registry.ts';
import { istDay } from '../core/ist.ts';
import { barStart } from '../domain/intervals.ts';
import type { MarketQuote, QuoteBook } from '../domain/quote.ts';
import type { InstrumentBook } from '../market-data/instrument-book.ts';
import { CONFIRM_MS, isSound } from '../oms/exits/bracket-trigger.ts';
import { priceBand } from '../rms/price-band.ts';
import type { PriceBand } from '../rms/price-band.ts';
import type { OptionChains } from './option-chains.ts';
import type { TradingSession } from './trading-session.ts';

/** How old the figures of a chain may be. */
const CHAIN_MS = 1000;
/** Late ticks of a bar are in the history by then. */
const BAR_SETTLES_MS = 1000;
/** More bars than an indicator asks for: a smoothed one forgets where it began. */
const WARM_UPS = 5;
const MOST_BARS = 1500;

/** A price in question, and when it was seen first by the monotonic clock. */
interface Doubt {
  ltp: number;
  isFar: boolean;
  since: number;
}

type IndicatorSubject = Extract<AlertSubject, { on: 'INDICATOR' }>;

export interface AlertReadingsParts {
  session: Pick<TradingSession, 'clock' | 'barAnchor' | 'onError'> & {
    hub: { quotes: QuoteBook };
    oms: Pick<TradingSession['oms'], 'positionViews'>;
    portfolio: Pick<TradingSession['portfolio'], 'open' | 'dayNet'>;
    history: Pick<TradingSession['history'], 'bars'>;
  };
  chains: Pick<OptionChains, 'view'>;
  instruments: InstrumentBook;
}

/**
 * What alerts look at, as it stands now; null while it is not known or not to be trusted: a stale quote, a price outside the
 * exchange's band, or one that has not stood for CONFIRM_MS beside an unsound book or outside the band as it was known.
 */
export class AlertReadings {
  readonly #parts: AlertReadingsParts;
  readonly #chains = new Map<string, { at: number; chain: Chain }>();
  readonly #doubts = new Map<number, Doubt>();
  /** The last price of an instrument that was to be trusted, paise. */
  readonly #believed = new Map<number, number>();
  readonly #indicators = new Map<string, { bar: number; value: number | null }>();
  #chainRead = false;

  constructor(parts: AlertReadingsParts) {
    this.#parts = parts;
  }

  /** Begins a look at all alerts: at most one chain is worked out in each, so that none holds the thread for long. */
  beginLook(): void {
    this.#chainRead = false;
  }

  /** In the unit of ALERT_ON. */
  read(subject: AlertSubject): number | null {
    const { portfolio, oms } = this.#parts.session;
    switch (subject.on) {
      case 'LTP':
        return this.#quote(subject.instrumentId)?.ltp ?? null;
      case 'CHANGE': {
        const quote = this.#quote(subject.instrumentId);
        return quote === null || quote.prevClose <= 0 ? null : (quote.ltp / quote.prevClose - 1) * 100;
      }
      case 'OI':
        return this.#quote(subject.instrumentId)?.oi ?? null;
      case 'OI_CHANGE':
        return this.#side(subject.instrumentId)?.chgOi ?? null;
      case 'DELTA':
        return this.#side(subject.instrumentId)?.delta ?? null;
      case 'IV': {
        const iv = this.#side(subject.instrumentId)?.iv ?? null;
        return iv === null ? null : iv * 100;
      }
      case 'PCR':
        return this.#chain(subject)?.figures.pcrOi ?? null;
      case 'STRADDLE':
        return this.#chain(subject)?.figures.straddle ?? null;
      case 'MAX_PAIN':
        return this.#chain(subject)?.figures.maxPain ?? null;
      case 'POSITION_PNL': {
        const position = oms.positionViews().find(({ instrumentId }) => instrumentId === subject.instrumentId);
        if (position === undefined || (position.netQty !== 0 && this.#quote(subject.instrumentId) === null))
          return null;
        return position.realised + position.unrealised - position.charges;
      }
      case 'DAY_PNL':
        return portfolio.open().every(({ instrumentId }) => this.#quote(instrumentId) !== null)
          ? portfolio.dayNet()
          : null;
      case 'INDICATOR':
      default:
        return this.#indicator(subject);
    }
  }

  #quote(instrumentId: number): Readonly<MarketQuote> | null {
    const { hub } = this.#parts.session;
    const quote = hub.quotes.get(instrumentId);
    const instrument = this.#parts.instruments.find(instrumentId);
    if (quote === null || instrument === null || quote.ltp <= 0 || hub.quotes.isStale(instrumentId)) {
      // What is in doubt has to stand on a live feed.
      this.#doubts.delete(instrumentId);
      return null;
    }
    if (instrument.kind === 'INDEX') return quote;
    if (!this.#isBelieved(instrument, quote)) return null;
    this.#believed.set(instrumentId, quote.ltp);
    return quote;
  }

  #isBelieved(instrument: Instrument, quote: Readonly<MarketQuote>): boolean {
    const { clock } = this.#parts.session;
    const { id } = instrument;
    const { ltp } = quote;
    const day = istDay(clock.now());
    const widest = priceBand(instrument, quote, day);
    if (widest !== null && isOutside(widest, ltp)) return false;
    // A derivative's band moves with the last price: what was believed before says where it is, not the tick in question.
    const band = priceBand(instrument, { ...quote, ltp: this.#believed.get(id) ?? quote.prevClose }, day);
    const isFar = band !== null && isOutside(band, ltp);
    // One print far out, with a book that stayed, is a bad tick however long it stands.
    if (isFar && !(isSound(quote) && (ltp > band.high ? quote.bid > band.high : quote.ask < band.low))) {
      this.#doubts.delete(id);
      return false;
    }
    if (!isFar && isSound(quote)) {
      this.#doubts.delete(id);
      return true;
    }
    const now = clock.monotonic();
    const before = this.#doubts.get(id);
    if (before?.isFar === isFar && (isFar || before.ltp === ltp)) return now - before.since >= CONFIRM_MS;
    this.#doubts.set(id, { ltp, isFar, since: now });
    return false;
  }

  #side(instrumentId: number): ChainSide | null {
    const option = this.#parts.instruments.find(instrumentId);
    if (option === null || option.expiry === null || this.#quote(instrumentId) === null) return null;
    const chain = this.#chain({ underlying: option.underlying, expiry: option.expiry });
    const row = chain?.strikes.find(({ strike }) => strike === option.strike);
    return (option.kind === 'CE' ? row?.call : row?.put) ?? null;
  }

  #chain({ underlying, expiry }: ChainChoice): Chain | null {
    const { instruments, session, chains } = this.#parts;
    const index = instruments.index(underlying);
    if (index === null || this.#quote(index.id) === null) return null;
    const key = `${underlying} ${expiry}`;
    const known = this.#chains.get(key);
    const now = session.clock.now();
    if (known !== undefined && (this.#chainRead || now - known.at < CHAIN_MS)) return known.chain;
    if (this.#chainRead) return null;
    this.#chainRead = true;
    const chain = chains.view({ underlying, expiry });
    this.#chains.set(key, { at: now, chain });
    return chain;
  }

  /** Of the last bar that is closed. */
  #indicator(subject: IndicatorSubject): number | null {
    const { clock, barAnchor, onError } = this.#parts.session;
    if (this.#quote(subject.instrumentId) === null) return null;
    const key = JSON.stringify(subject);
    const bar = barStart(clock.now() - BAR_SETTLES_MS, subject.interval, barAnchor);
    const known = this.#indicators.get(key);
    if (known?.bar === bar) return known.value;
    const reading = { bar, value: known?.value ?? null };
    this.#indicators.set(key, reading);
    this.#lastClosed(subject, bar)
      .then((value) => (reading.value = value))
      .catch((error: unknown) => {
        reading.value = null;
        onError(error);
      });
    return reading.value;
  }

  async #lastClosed({ instrumentId, interval, ...chosen }: IndicatorSubject, before: number): Promise<number | null> {
    const indicator = indicatorOf(chosen.indicator);
    const output = indicator?.outputs.findIndex(({ id }) => id === chosen.output) ?? -1;
    if (indicator === undefined || output < 0) return null;
    const limit = Math.min(MOST_BARS, indicator.warmUp(chosen.values) * WARM_UPS + 50);
    const bars = await this.#parts.session.history.bars(instrumentId, interval, before, limit);
    const state = indicator.create(chosen.values);
    let value = Number.NaN;
    for (const bar of bars) value = state.add(bar)[output]!;
    return Number.isNaN(value) ? null : value;
  }
}

function isOutside({ low, high }: PriceBand, price: number): boolean {
  return price < low || price > high;
}
