import { addDays, istDay, weekday } from '../core/ist.ts';
import { ruleOn } from './calendar.ts';
import type { TradingCalendar } from './calendar.ts';

type Dated<R> = (R & { from: string })[];

/** Dated contract rules of one underlying: prices in paise, quantities in units, weekdays 0 Sunday to 6 Saturday. */
export interface UnderlyingRules {
  index: { symbol: string; name: string; tickSize: number };
  strikeStep: Dated<{ step: number }>;
  expiry: Dated<{ weekly: number | null; monthly: number }>;
  listed: Dated<{ weeklies: number; monthlies: number }>;
  lotSize: Dated<{ units: number }>;
  freezeQty: Dated<{ units: number }>;
  optionTick: Dated<{ tick: number }>;
  futureTick: Dated<{ levels: { upTo: number | null; tick: number }[] }>;
}

export interface ContractRulesData {
  riskFreeRate: Dated<{ perYear: number }>;
  underlyings: Record<string, UnderlyingRules>;
}

/** An expiry as listed: the day trading ends, `YYYY-MM-DD`, and which series it closes. */
export interface ListedExpiry {
  day: string;
  weekly: boolean;
  monthly: boolean;
}

const MAX_DAYS_AHEAD = 400;

/** Expiries, lots, freeze quantities and ticks of index derivatives, as the dated rules have them on a day. */
export class ContractRules {
  readonly #data: ContractRulesData;
  readonly #calendar: TradingCalendar;

  constructor(data: ContractRulesData, calendar: TradingCalendar) {
    this.#data = data;
    this.#calendar = calendar;
  }

  /** Underlyings with rules, e.g. NIFTY. */
  underlyings(): string[] {
    return Object.keys(this.#data.underlyings);
  }

  /** The index an underlying stands for. */
  index(underlying: string): { symbol: string; name: string; tickSize: number } {
    return this.#of(underlying).index;
  }

  /**
   * Expiries listed on a day, nearest first, that day's own included: so many weekly dates (a monthly counts as
   * one) and so many monthlies. A nominal day that is a holiday moves to the trading day before it.
   */
  expiries(underlying: string, day: string): ListedExpiry[] {
    const rules = this.#of(underlying);
    const listed = ruleOn(rules.listed, day);
    if (listed === null) return [];
    const found: ListedExpiry[] = [];
    let weeklies = 0;
    let monthlies = 0;
    for (let ahead = 0; ahead < MAX_DAYS_AHEAD; ahead++) {
      if (weeklies >= listed.weeklies && monthlies >= listed.monthlies) break;
      const nominal = addDays(day, ahead);
      const expiry = this.#nominalExpiry(rules, nominal);
      if (expiry === null) continue;
      const moved = this.#calendar.tradingDayAtOrBefore(nominal);
      if (moved < day) continue;
      const weekly = expiry.weekly && weeklies < listed.weeklies;
      const monthly = expiry.monthly && monthlies < listed.monthlies;
      if (weekly) weeklies++;
      if (monthly) monthlies++;
      if (weekly || monthly) found.push({ day: moved, weekly: expiry.weekly, monthly: expiry.monthly });
    }
    return found;
  }

  /** Expiries still trading at an instant: the day's own drops out when its session closes. */
  liveExpiries(underlying: string, at: number): ListedExpiry[] {
    return this.expiries(underlying, istDay(at)).filter(({ day }) => this.expiresAt(day) > at);
  }

  /** When trading in an expiry ends, epoch ms: the close of the derivatives session on that day. */
  expiresAt(expiry: string): number {
    const session = this.#calendar.sessionOf(expiry, 'FNO');
    if (session === null) throw new Error(`${expiry} has no derivatives session, so nothing expires on it`);
    return session.close;
  }

  /** Paise between neighbouring near strikes. */
  strikeStep(underlying: string, day: string): number {
    return this.#known(this.#of(underlying).strikeStep, underlying, 'strike step', day).step;
  }

  lotSize(underlying: string, day: string): number {
    return this.#known(this.#of(underlying).lotSize, underlying, 'lot size', day).units;
  }

  /** Units one order may not exceed; null when not known on that day. */
  freezeQty(underlying: string, day: string): number | null {
    return ruleOn(this.#of(underlying).freezeQty, day)?.units ?? null;
  }

  /** Paise. */
  optionTick(underlying: string, day: string): number {
    return this.#known(this.#of(underlying).optionTick, underlying, 'option tick', day).tick;
  }

  /** Paise; depends on the level of the index, in paise. */
  futureTick(underlying: string, day: string, indexLevel: number): number {
    const { levels } = this.#known(this.#of(underlying).futureTick, underlying, 'future tick', day);
    return levels.find(({ upTo }) => upTo === null || indexLevel <= upTo)!.tick;
  }

  /** Interest per year for implied volatility, a fraction. */
  riskFreeRate(day: string): number {
    return this.#known(this.#data.riskFreeRate, 'India', 'interest rate', day).perYear;
  }

  #nominalExpiry(rules: UnderlyingRules, day: string): { weekly: boolean; monthly: boolean } | null {
    const rule = ruleOn(rules.expiry, day);
    if (rule === null) return null;
    const number = weekday(day);
    const weekly = rule.weekly === number;
    const monthly = rule.monthly === number && addDays(day, 7).slice(0, 7) !== day.slice(0, 7);
    return weekly || monthly ? { weekly, monthly } : null;
  }

  #of(underlying: string): UnderlyingRules {
    const rules = this.#data.underlyings[underlying];
    if (rules === undefined) throw new Error(`no contract rules for ${underlying}`);
    return rules;
  }

  #known<R extends { from: string }>(rules: readonly R[], of: string, what: string, day: string): R {
    const rule = ruleOn(rules, day);
    if (rule === null) throw new Error(`the ${what} of ${of} is not known on ${day}`);
    return rule;
  }
}
