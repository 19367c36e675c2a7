import data from '../../../../resources/simulation/brokers.json' with { type: 'json' };
import type { BrokerCapabilities } from '../brokers/broker.ts';
import { hash32, Random } from '../core/random.ts';
import { nseCalendar } from '../domain/calendar-nse.ts';
import { addDays } from '../core/ist.ts';
import { drawFaultClasses } from './faults.ts';
import type { FaultClass } from './faults.ts';

/** Everything a simulated day follows from. The same settings give the same day, to the last event. */
export interface SeedSettings {
  seed: number;
  /** The classes of fault in it. */
  faults: FaultClass[];
  /** The part of the usual workload, 0–1: how many of the day's scenes are played. */
  workload: number;
}

const FIRST_DAY = '2026-01-05';
const DAYS = 350;

/** A seed's own settings. @param forced classes that are in every mix */
export function settingsOf(seed: number, forced: readonly FaultClass[] = []): SeedSettings {
  return { seed, faults: drawFaultClasses(hash32(seed, 1), forced), workload: 1 };
}

/** The trading day a seed plays on. */
export function dayOf(seed: number): string {
  const ahead = new Random(hash32(seed, 2)).integer(0, DAYS);
  return nseCalendar.tradingDayAtOrBefore(addDays(FIRST_DAY, ahead));
}

/**
 * The broker a seed trades at. Old and short books are those of one that declares a lag; some lag without that fault, and
 * some keep no stops, so that the terminal has to hold them.
 */
export function profileOf({ seed, faults }: Pick<SeedSettings, 'seed' | 'faults'>): {
  capabilities: BrokerCapabilities;
  stampMs: number;
} {
  const profile = data.profiles[new Random(hash32(seed, 3)).integer(0, data.profiles.length - 1)]!;
  const { part, orderBookLagMs } = data.laggingBooks;
  const lags = faults.includes('F16') || new Random(hash32(seed, 5)).next() < part;
  const stopOrders = new Random(hash32(seed, 6)).next() >= data.withoutStops.part;
  const capabilities = { ...profile.capabilities, stopOrders };
  return { ...profile, capabilities: lags ? { ...capabilities, orderBookLagMs } : capabilities };
}

/** `seed 7, faults F1 F16, workload 50 %`: how a day is named to a person, who can play it again. */
export function settingsText({ seed, faults, workload }: SeedSettings): string {
  return `seed ${seed}, faults ${faults.length === 0 ? 'none' : faults.join(' ')}, workload ${Math.round(workload * 100)} %`;
}
