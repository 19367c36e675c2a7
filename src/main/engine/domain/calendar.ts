import type { SessionPhase } from '../../../contract/market.ts';
import { addDays, DAY_MS, istDay, istMidnight, weekday } from '../core/ist.ts';

export type Segment = 'CASH' | 'FNO';

interface ClockSpan {
  /** `HH:MM`, IST. */
  from: string;
  to: string;
}

/** Session times in force from a day on. Times are `HH:MM`, IST. */
export interface SessionRule {
  from: string;
  open: string;
  close: string;
  preOpen?: { open: string; close: string };
  phases: (ClockSpan & { label: string; open: boolean })[];
}

export type SessionRules = Record<Segment, SessionRule[]>;

/** Holidays and special sessions, and the days for which the list is complete. */
export interface HolidayRules {
  covers: { from: string; to: string };
  /** Holidays of every year, known beyond the covered years too. */
  yearly: { monthDay: string; name: string }[];
  holidays: { date: string; name: string }[];
  /** Empty windows: the normal session of that date. */
  specialSessions: { date: string; label: string; tradingDay: boolean; windows: ClockSpan[] }[];
}

/** One session, epoch ms. */
export interface Session {
  label: string;
  open: number;
  close: number;
  preOpen?: { open: number; close: number };
}

interface Phase {
  label: string;
  from: number;
  to: number;
  open: boolean;
}

const SEARCH_DAYS = 60;

/** Trading days and session times of an exchange, by dated rules. Days are `YYYY-MM-DD` in IST. */
export class TradingCalendar {
  readonly #sessions: SessionRules;
  readonly #covers: { from: string; to: string };
  readonly #yearly: Map<string, string>;
  readonly #holidays: Map<string, string>;
  readonly #special: Map<string, HolidayRules['specialSessions'][number]>;
  readonly #phases = new Map<string, Phase[]>();
  /** The phase asked for last, and how long it lasts: nearly every question is about now. */
  readonly #asked: Partial<Record<Segment, { phase: SessionPhase; from: number; to: number }>> = {};

  constructor(sessions: SessionRules, holidays: HolidayRules) {
    this.#sessions = sessions;
    this.#covers = holidays.covers;
    this.#yearly = new Map(holidays.yearly.map(({ monthDay, name }) => [monthDay, name]));
    this.#holidays = new Map(holidays.holidays.map(({ date, name }) => [date, name]));
    this.#special = new Map(holidays.specialSessions.map((session) => [session.date, session]));
  }

  /** False where only weekends and the yearly holidays are known. */
  covers(day: string): boolean {
    return day >= this.#covers.from && day <= this.#covers.to;
  }

  /** Days with a regular trading day's rights: contracts may expire on it. A muhurat session alone makes none. */
  isTradingDay(day: string): boolean {
    const special = this.#special.get(day);
    if (special !== undefined) return special.tradingDay;
    return !isWeekend(day) && this.holiday(day) === null;
  }

  /** The name of the holiday, or null. */
  holiday(day: string): string | null {
    return this.#holidays.get(day) ?? (this.covers(day) ? null : (this.#yearly.get(day.slice(5)) ?? null));
  }

  /** The session of a day, special ones included; null when closed or before the first dated rule. */
  sessionOf(day: string, segment: Segment): Session | null {
    const rule = ruleOn(this.#sessions[segment], day);
    if (rule === null) return null;
    const special = this.#special.get(day);
    if (special !== undefined && special.windows.length > 0) {
      return {
        label: special.label,
        open: timeOf(day, special.windows[0]!.from),
        close: timeOf(day, special.windows.at(-1)!.to),
      };
    }
    if (!this.isTradingDay(day)) return null;
    const session: Session = {
      label: special?.label ?? 'Normal session',
      open: timeOf(day, rule.open),
      close: timeOf(day, rule.close),
    };
    if (rule.preOpen !== undefined) {
      session.preOpen = { open: timeOf(day, rule.preOpen.open), close: timeOf(day, rule.preOpen.close) };
    }
    return session;
  }

  /** What the exchange does at an instant (epoch ms), and what comes next. */
  phaseAt(at: number, segment: Segment): SessionPhase {
    const known = this.#asked[segment];
    if (known !== undefined && at >= known.from && at < known.to) return known.phase;
    const day = istDay(at);
    const phase = this.#phaseOn(day, at, segment);
    // A label of a closed market may name the day.
    const to = Math.min(phase.until ?? at, istMidnight(day) + DAY_MS);
    this.#asked[segment] = { phase, from: at, to };
    return phase;
  }

  #phaseOn(day: string, at: number, segment: Segment): SessionPhase {
    const phases = this.#phasesOf(day, segment);
    const current = phases.find((phase) => at >= phase.from && at < phase.to);
    if (current === undefined) {
      const upcoming = phases.find((phase) => phase.from > at);
      const until = upcoming?.open === false ? upcoming.from : this.nextOpen(at, segment);
      const next = upcoming?.open === false ? upcoming.label.toLowerCase() : 'opens';
      return { label: this.#closedLabel(day, phases), open: false, until, next: until === null ? null : next };
    }
    const following = phases.find((phase) => phase.from === current.to);
    const next = following === undefined ? (current.open ? 'closes' : 'ends') : followUp(current, following);
    return { label: current.label, open: current.open, until: current.to, next };
  }

  /** True while orders trade, epoch ms. */
  isOpen(at: number, segment: Segment): boolean {
    return this.#phasesOf(istDay(at), segment).some((phase) => phase.open && at >= phase.from && at < phase.to);
  }

  /** The next opening after `at` (epoch ms), special sessions included; null when none is near. */
  nextOpen(at: number, segment: Segment): number | null {
    let day = istDay(at);
    for (let step = 0; step < SEARCH_DAYS; step++) {
      let openUntil = Number.NaN;
      for (const phase of this.#phasesOf(day, segment)) {
        if (!phase.open) continue;
        if (phase.from !== openUntil && phase.from > at) return phase.from;
        openUntil = phase.to;
      }
      day = addDays(day, 1);
    }
    return null;
  }

  /** The nearest trading day before `day`. */
  previousTradingDay(day: string): string {
    return this.#step(day, -1);
  }

  /** The nearest trading day after `day`. */
  nextTradingDay(day: string): string {
    return this.#step(day, 1);
  }

  /** `day` itself, or the trading day before it: where a contract expires when its day is a holiday. */
  tradingDayAtOrBefore(day: string): string {
    return this.isTradingDay(day) ? day : this.previousTradingDay(day);
  }

  #step(day: string, direction: 1 | -1): string {
    for (let step = 1; step <= SEARCH_DAYS; step++) {
      const candidate = addDays(day, step * direction);
      if (this.isTradingDay(candidate)) return candidate;
    }
    throw new Error(`no trading day within ${SEARCH_DAYS} days of ${day}: the holiday data is wrong`);
  }

  #phasesOf(day: string, segment: Segment): Phase[] {
    const key = `${segment} ${day}`;
    const known = this.#phases.get(key);
    if (known !== undefined) return known;
    if (this.#phases.size > 1000) this.#phases.clear();
    const phases = this.#buildPhases(day, segment);
    this.#phases.set(key, phases);
    return phases;
  }

  #buildPhases(day: string, segment: Segment): Phase[] {
    const rule = ruleOn(this.#sessions[segment], day);
    if (rule === null || this.sessionOf(day, segment) === null) return [];
    const special = this.#special.get(day);
    const spans =
      special !== undefined && special.windows.length > 0
        ? special.windows.map((window) => ({ ...window, label: special.label, open: true }))
        : rule.phases;
    return spans.map(({ label, from, to, open }) => ({ label, from: timeOf(day, from), to: timeOf(day, to), open }));
  }

  #closedLabel(day: string, phases: readonly Phase[]): string {
    const holiday = this.holiday(day);
    if (holiday !== null && phases.length === 0) return `Closed: ${holiday}`;
    return 'Closed';
  }
}

/** The newest entry with `from` ≤ `day`, or null before the first. */
export function ruleOn<R extends { from: string }>(rules: readonly R[], day: string): R | null {
  let found: R | null = null;
  for (const rule of rules) {
    if (rule.from <= day && (found === null || rule.from > found.from)) found = rule;
  }
  return found;
}

function followUp(current: Phase, following: Phase): string {
  if (current.open === following.open) return following.label.toLowerCase();
  return following.open ? 'opens' : 'closes';
}

function isWeekend(day: string): boolean {
  const number = weekday(day);
  return number === 0 || number === 6;
}

function timeOf(day: string, clock: string): number {
  return istMidnight(day) + (Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))) * 60_000;
}
