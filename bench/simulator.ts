import { VirtualClock } from '../src/main/engine/core/virtual-clock.ts';
import { Simulator } from '../src/main/engine/market-data/simulator/simulator.ts';
import { median } from './result.ts';
import type { BenchResult } from './result.ts';

const ROUNDS = 5;
const SECONDS = 60;
const ASKED_FOR = 50_000;
/** A busy moment of the session: 10:00 IST on a trading day. */
const START = Date.parse('2026-11-23T10:00:00+05:30');

/** Ticks a second of the simulated market when its clock is driven as fast as it will go. */
export async function bench(): Promise<BenchResult> {
  const rates: number[] = [];
  let ticks = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const simulator = new Simulator({ clock: new VirtualClock(START), seed: 1 });
    simulator.list(simulator.universe(START).map((instrument, place) => ({ ...instrument, id: place + 1 })));
    ticks = 0;
    simulator.start(() => ticks++);
    const begun = performance.now();
    for (let second = 1; second <= SECONDS; second++) simulator.emitUpTo(START + second * 1000);
    rates.push((ticks * 1000) / (performance.now() - begun));
    simulator.stop();
  }
  const ours = median(rates);
  return {
    name: 'simulator, flat out',
    unit: 'ticks/s',
    ours,
    reference: { name: 'asked for', value: ASKED_FOR },
    ratio: ours / ASKED_FOR,
    floor: { sense: 'at least', ratio: 1 },
    detail: { rounds: ROUNDS, seconds: SECONDS, ticks },
  };
}
