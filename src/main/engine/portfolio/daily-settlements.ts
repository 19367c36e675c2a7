import type { Instrument } from '../../../contract/market.ts';
import type { Product } from '../../../contract/enums.ts';
import { priceText } from '../core/money.ts';
import { daysToSettle } from '../domain/daily-settlement.ts';
import type { DailySettlementPrice, SettlementPrice, SettlementRecord } from '../domain/daily-settlement.ts';
import type { PositionRecord } from '../domain/position.ts';

export interface SettlementSources {
  /** Throws INSTRUMENT_UNKNOWN. */
  instrument: (instrumentId: number) => Instrument;
  /** What the session's market says; absent in a market that knows none, as a replay. The broker's word goes before it. */
  dailySettlement?: DailySettlementPrice;
}

/** A position as a broker tells that it carried it: the settlement price of its last settled day. */
export interface CarriedPosition {
  instrumentId: number;
  product: Product;
  settled?: { day: string; price: number } | null;
}

type Open = Pick<PositionRecord, 'instrumentId' | 'netQty' | 'day'>;

/** Which futures are to be marked to market for which days, at which price (P10); what was booked is in the store. */
export class DailySettlements {
  readonly #sources: SettlementSources;
  /** The last day each instrument was settled for. */
  readonly #last = new Map<number, string>();
  /** Open futures that went on at cost, with the day whose price was not known. */
  readonly #atCost = new Map<number, string>();
  /** By instrument and day. */
  readonly #told = new Map<string, number>();

  constructor(sources: SettlementSources) {
    this.#sources = sources;
  }

  /** Hears what the broker's books say its futures were settled at. */
  hear(positions: readonly CarriedPosition[]): void {
    for (const { instrumentId, settled } of positions) {
      if (settled === undefined || settled === null) continue;
      if (Number.isSafeInteger(settled.price) && settled.price > 0) {
        this.#told.set(`${instrumentId} ${settled.day}`, settled.price);
      }
    }
  }

  /** The days to close before `today`, each with its price; without `all` up to the last that has one. */
  due(position: Open, today: string, all: boolean): { day: string; settled: SettlementPrice | null }[] {
    const instrument = this.#sources.instrument(position.instrumentId);
    const days = this.#days(position, instrument, today).map((day) => ({
      day,
      settled: this.#priceOf(instrument, day),
    }));
    return all ? days : days.slice(0, days.findLastIndex(({ settled }) => settled !== null) + 1);
  }

  /** True while a day has ended that the position is not settled for. */
  waits(position: Open, today: string): boolean {
    return this.#days(position, this.#sources.instrument(position.instrumentId), today).length > 0;
  }

  take({ instrumentId, day, price }: SettlementRecord): void {
    this.#last.set(instrumentId, day);
    if (price === null) this.#atCost.set(instrumentId, day);
    else this.#atCost.delete(instrumentId);
  }

  /** The position is flat: how it was carried says nothing of the next one. */
  forget(instrumentId: number): void {
    this.#atCost.delete(instrumentId);
  }

  /** What is out of the ordinary in how a future was carried, a sentence; null when nothing is. */
  note(position: Open, today: string): string | null {
    if (position.netQty === 0) return null;
    const instrument = this.#sources.instrument(position.instrumentId);
    const day = this.#days(position, instrument, today).at(-1);
    const carried = 'it is carried at cost, and what it moved before counts to this day';
    if (day !== undefined) {
      const settled = this.#priceOf(instrument, day);
      return settled === null
        ? `The settlement price of ${day} is not known yet: ${carried} until it is.`
        : `Settled for ${day} at ${priceText(settled.price)} once the books have been read; until then ${carried}.`;
    }
    const atCost = this.#atCost.get(position.instrumentId);
    return atCost === undefined ? null : `The settlement price of ${atCost} was not known: ${carried}.`;
  }

  #days(position: Open, instrument: Instrument, today: string): string[] {
    return daysToSettle(position, instrument, this.#last.get(position.instrumentId) ?? null, today);
  }

  #priceOf(instrument: Instrument, day: string): SettlementPrice | null {
    const told = this.#told.get(`${instrument.id} ${day}`);
    if (told !== undefined) return { price: told, source: 'BROKER' };
    return this.#sources.dailySettlement?.(instrument, day) ?? null;
  }
}
