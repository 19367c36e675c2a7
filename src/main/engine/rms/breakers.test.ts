import { beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../core/virtual-clock.ts';
import { Breakers } from './breakers.ts';
import { ClockSkew } from './clock-skew.ts';

const HOUR = 3_600_000;

let machine: VirtualClock;
/** How far the wall clock is from where it began; what is monotonic goes on. */
let set: number;
let skew: ClockSkew;
let full: boolean;
let stale: string[];
let tripped: string[];
let breakers: Breakers;

beforeEach(() => {
  machine = new VirtualClock(Date.parse('2026-11-23T05:30:00Z'));
  [set, full, stale, tripped] = [0, false, [], []];
  skew = new ClockSkew();
  const clock = {
    now: () => machine.now() + set,
    monotonic: () => machine.monotonic(),
    setTimeout: machine.setTimeout.bind(machine),
    setInterval: machine.setInterval.bind(machine),
  };
  breakers = new Breakers({
    clock,
    staleShorts: () => stale,
    skew: () => skew.skew,
    diskFull: () => full,
    trip: (reason) => tripped.push(reason),
  });
  return () => breakers.close();
});

/** Time passes with a tick a second, stamped by an exchange that is `ahead` of where our clock began. */
function pass(seconds: number, ahead = 0): void {
  for (let second = 0; second < seconds; second++) {
    skew.see(machine.now() + ahead, machine.now() + set, machine.monotonic());
    machine.advanceTo(machine.now() + 1000);
  }
}

describe('a clock that is set', () => {
  it('F8 back: halts at the next look, once', () => {
    pass(5);
    set = -2 * HOUR;
    pass(5);
    expect(tripped).toEqual(["the computer's clock was set back by 7200.0 s"]);
  });

  it.each([HOUR, 40_000, 5000])('F8 forward by %i ms: halts as the exchange contradicts it, once', (ms) => {
    pass(5);
    set = ms;
    skew.forget();
    pass(60);
    expect(tripped).toEqual([
      `the computer's clock was set forward and is ${(ms / 1000).toFixed(1)} s ahead of the exchange's`,
    ]);
  });

  it('F8 forward, and nobody has told that it leapt: halts when the comparison has caught up', () => {
    pass(5);
    set = HOUR;
    pass(30);
    expect(tripped).toHaveLength(1);
  });

  it('F8 forward with the exchange: the machine slept, nothing is halted', () => {
    pass(5);
    set = 4 * HOUR;
    skew.forget();
    pass(60, 4 * HOUR);
    expect(tripped).toEqual([]);
  });

  it('F8 by less than 2 s either way: nothing is halted', () => {
    for (const each of [1500, 0, -1500]) {
      set = each;
      skew.forget();
      pass(5);
    }
    expect(tripped).toEqual([]);
  });
});

describe('a disk that is full', () => {
  it('F5 for 30 s: halts, and again when it still is after another 30 s', () => {
    full = true;
    pass(30);
    expect(tripped).toEqual([]);
    pass(2);
    expect(tripped).toEqual(['the disk has been full for 30 s, what works at the broker must not need more of it']);
    pass(31);
    expect(tripped).toHaveLength(2);
  });

  it('F5 and freed within 30 s, again and again: entries wait meanwhile, nothing is halted', () => {
    for (let time = 0; time < 5; time++) {
      full = true;
      pass(25);
      full = false;
      pass(1);
    }
    expect(tripped).toEqual([]);
  });
});

it('B3 the feed of a sold option silent for 30 s halts', () => {
  stale = ['NIFTY 26000 CE'];
  pass(30);
  expect(tripped).toEqual([]);
  pass(1);
  expect(tripped).toEqual(['the feed of sold options has been silent for 30 s (NIFTY 26000 CE)']);
});
