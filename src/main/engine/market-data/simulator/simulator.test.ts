import { describe, expect, it } from 'vitest';
import type { Instrument } from '../../../../contract/market.ts';
import { VirtualClock } from '../../core/virtual-clock.ts';
import type { Tick } from '../../domain/tick.ts';
import { Simulator } from './simulator.ts';

const at = (text: string) => Date.parse(`${text}+05:30`);
const monday = at('2026-11-23T10:00:00');

interface Heard {
  clock: VirtualClock;
  simulator: Simulator;
  instruments: Instrument[];
  ticks: Tick[];
}

function hear(seed = 7, start = monday): Heard {
  const clock = new VirtualClock(start);
  const simulator = new Simulator({ clock, seed });
  const instruments = simulator.universe(start).map((instrument, index) => ({ ...instrument, id: index + 1 }));
  simulator.list(instruments);
  const ticks: Tick[] = [];
  simulator.start((tick) => ticks.push(structuredClone(tick)));
  return { clock, simulator, instruments, ticks };
}

describe('the simulator as a feed', () => {
  it('quotes everything at once, then about a thousand ticks a second in order of time', () => {
    const { clock, instruments, ticks } = hear();
    expect(new Set(ticks.map(({ instrumentId }) => instrumentId)).size).toBe(instruments.length);
    ticks.length = 0;
    clock.advanceBy(5_000);
    expect(ticks.length / 5).toBeGreaterThan(500);
    expect(ticks.length / 5).toBeLessThan(1500);
    expect(ticks.every(({ ts }, place) => place === 0 || ts >= ticks[place - 1]!.ts)).toBe(true);
    expect(ticks.every(({ ts }) => ts > monday && ts <= clock.now())).toBe(true);
    const perSecond = ({ id }: Instrument) => ticks.filter(({ instrumentId }) => instrumentId === id).length / 5;
    const calls = instruments.filter(({ kind }) => kind === 'CE').slice(0, 41);
    expect(perSecond(instruments[0]!)).toBeGreaterThan(1);
    expect(perSecond(instruments[0]!)).toBeLessThan(3);
    expect(perSecond(calls[20]!)).toBeGreaterThan(3);
    expect(perSecond(calls[0]!)).toBeLessThan(1.5);
    expect(perSecond(calls[40]!)).toBeLessThan(1.5);
  });

  it('sends only what changed', () => {
    const { clock, ticks } = hear();
    clock.advanceBy(2_000);
    const last = new Map<number, string>();
    for (const tick of ticks) {
      const said = JSON.stringify({ ...tick, ts: 0, depth: null });
      expect(last.get(tick.instrumentId)).not.toBe(said);
      last.set(tick.instrumentId, said);
    }
  });

  it('says the same for the same seed and times, and something else for another seed', () => {
    const said = (seed: number) => {
      const { clock, ticks } = hear(seed);
      clock.advanceBy(3_000);
      return JSON.stringify(ticks);
    };
    expect(said(7)).toBe(said(7));
    expect(said(7)).not.toBe(said(8));
  });

  it('finds the same market after a restart, whatever ids the store gives', () => {
    const first = hear();
    first.clock.advanceBy(3_000);
    first.ticks.length = 0;
    first.simulator.emitAll(first.clock.now());
    const second = new Simulator({ clock: new VirtualClock(monday + 3_000), seed: 7 });
    second.list(first.instruments.map((instrument) => ({ ...instrument, id: instrument.id + 500 })));
    const again: Tick[] = [];
    second.start((tick) => again.push({ ...structuredClone(tick), instrumentId: tick.instrumentId - 500 }));
    const byId = (ticks: Tick[]) => [...ticks].sort((a, b) => a.instrumentId - b.instrumentId);
    expect(byId(again)).toEqual(byId(first.ticks));
  });

  it('differs from tick to tick within a second', () => {
    const { clock, instruments, ticks } = hear();
    ticks.length = 0;
    clock.advanceBy(4_000);
    const index = ticks.filter(({ instrumentId }) => instrumentId === instruments[0]!.id).map(({ ltp }) => ltp);
    expect(new Set(index).size).toBeGreaterThan(index.length / 2);
  });

  it('falls silent when paused, turns stale, and takes up at now', () => {
    const { clock, simulator, instruments, ticks } = hear();
    clock.advanceBy(1_000);
    expect(simulator.health()).toMatchObject({ name: 'Simulator', state: 'live' });
    simulator.pause();
    ticks.length = 0;
    clock.advanceBy(2_900);
    expect(simulator.health().state).toBe('live');
    clock.advanceBy(1_000);
    expect(simulator.health().state).toBe('stale');
    expect(simulator.health().ageMs).toBeGreaterThanOrEqual(3_800);
    clock.advanceBy(10_000);
    expect(ticks).toEqual([]);
    simulator.resume();
    expect(ticks).toHaveLength(instruments.length);
    expect(ticks.every(({ ts }) => ts === clock.now())).toBe(true);
    expect(simulator.health().state).toBe('live');
  });

  it('is stale before its first tick and silent after stop', () => {
    const idle = new Simulator({ clock: new VirtualClock(monday), seed: 1 });
    expect(idle.health()).toEqual({ name: 'Simulator', state: 'stale', ageMs: null });
    const { clock, simulator, ticks } = hear();
    simulator.stop();
    ticks.length = 0;
    clock.advanceBy(5_000);
    expect(ticks).toEqual([]);
  });

  it('trades round the clock and says when it is not the exchange', () => {
    const { simulator } = hear();
    expect(simulator.phase(monday)).toEqual({
      label: 'Normal session',
      open: true,
      until: at('2026-11-23T15:40:00'),
      next: 'NSE closes',
    });
    expect(simulator.phase(at('2026-11-22T18:30:00'))).toEqual({
      label: 'NSE closed: simulated market runs on',
      open: true,
      until: at('2026-11-23T09:15:00'),
      next: 'NSE opens',
    });
    expect(simulator.phase(at('2026-11-23T09:05:00')).label).toBe('NSE pre-open: simulated market runs on');
    expect(simulator.phase(at('2026-11-24T11:00:00')).label).toBe(
      'NSE closed (Guru Nanak Jayanti): simulated market runs on',
    );
  });

  it('knows the close of the last trading day', () => {
    const { simulator, instruments } = hear(7, at('2026-11-22T18:30:00'));
    const friday = new Simulator({ clock: new VirtualClock(at('2026-11-20T15:40:00')), seed: 7 });
    friday.list(instruments);
    const closes = new Map<number, number>();
    friday.start(({ instrumentId, ltp }) => closes.set(instrumentId, ltp));
    for (const { id } of instruments) expect(simulator.prevClose(id)).toBe(closes.get(id));
    expect(simulator.prevClose(99_999)).toBe(0);
  });

  it('rolls into the next day without a gap and asks for its contracts', () => {
    const { clock, simulator, instruments, ticks } = hear(7, at('2026-11-19T23:59:58'));
    const days: string[] = [];
    simulator.dayRolled.on((day) => days.push(day));
    clock.advanceBy(4_000);
    expect(days).toEqual(['2026-11-20']);
    const index = ticks.filter(({ instrumentId }) => instrumentId === instruments[0]!.id);
    expect(index.length).toBeGreaterThan(4);
    const steps = index.slice(1).map(({ ltp }, place) => Math.abs(ltp / index[place]!.ltp - 1));
    expect(Math.max(...steps)).toBeLessThan(0.0005);
    const { id } = instruments.filter(({ kind }) => kind === 'CE')[20]!;
    const volumes = ticks.filter(({ instrumentId }) => instrumentId === id).map(({ volume }) => volume);
    expect(volumes[0]).toBeGreaterThan(100_000);
    expect(volumes.at(-1)).toBeLessThan(10_000);
  });

  it('quotes a contract as soon as it is listed, and no longer than it lives', () => {
    const { clock, simulator, instruments, ticks } = hear(7, at('2026-11-23T15:39:58'));
    const expiring = new Set(instruments.filter(({ expiry }) => expiry === '2026-11-23').map(({ id }) => id));
    let rolled = 0;
    simulator.dayRolled.on(() => rolled++);
    clock.advanceBy(1_900);
    expect(rolled).toBe(0);
    clock.advanceBy(100);
    ticks.length = 0;
    clock.advanceBy(2_000);
    expect(rolled).toBe(1);
    expect(ticks.length).toBeGreaterThan(100);
    expect(ticks.filter(({ instrumentId }) => expiring.has(instrumentId))).toEqual([]);
    ticks.length = 0;
    const added = simulator
      .universe(clock.now())
      .filter(({ symbol }) => !instruments.some((known) => known.symbol === symbol))
      .map((instrument, index) => ({ ...instrument, id: 1000 + index }));
    expect(added.length).toBeGreaterThan(80);
    simulator.list(added);
    const heard = () => new Set(ticks.map(({ instrumentId }) => instrumentId));
    expect(heard()).toEqual(new Set(added.map(({ id }) => id)));
    clock.advanceBy(1_000);
    expect(heard()).toContain(instruments[0]!.id);
  });

  it('leaves instruments of other markets alone', () => {
    const { simulator, instruments, ticks } = hear();
    const stranger: Instrument = {
      ...instruments[0]!,
      id: 900,
      symbol: 'RELIANCE',
      underlying: 'RELIANCE',
      kind: 'EQ',
    };
    const odd: Instrument = { ...instruments.at(-1)!, id: 901, symbol: 'X', expiry: '2026-11-24' };
    ticks.length = 0;
    simulator.list([...instruments, stranger, odd]);
    expect(ticks).toEqual([]);
    expect(simulator.prevClose(900)).toBe(0);
  });

  it('takes up at now after the machine slept, without the backlog', () => {
    const { clock, simulator, instruments, ticks } = hear();
    simulator.stop();
    ticks.length = 0;
    let jump = 0;
    const late = new VirtualClock(monday);
    const slept = new Simulator({ clock: { ...portOf(late), now: () => late.now() + jump }, seed: 7, instruments });
    slept.start((tick) => ticks.push(structuredClone(tick)));
    ticks.length = 0;
    jump = 3_600_000;
    late.advanceBy(100);
    expect(ticks).toHaveLength(instruments.length);
    expect(ticks.every(({ ts }) => ts === monday + 3_600_100)).toBe(true);
    expect(clock.now()).toBe(monday);
  });

  it('drives flat out at 50,000 ticks a second and more', () => {
    const { simulator, ticks } = hear();
    let count = 0;
    simulator.start(() => count++);
    simulator.emitUpTo(monday + 5_000);
    count = 0;
    const begun = performance.now();
    const sent = simulator.emitUpTo(monday + 125_000);
    const seconds = (performance.now() - begun) / 1000;
    expect(sent).toBe(count);
    expect(sent / seconds).toBeGreaterThan(50_000);
    expect(ticks.length).toBeGreaterThan(0);
  });
});

function portOf(clock: VirtualClock) {
  return {
    monotonic: () => clock.monotonic(),
    setTimeout: (task: () => void, ms: number) => clock.setTimeout(task, ms),
    setInterval: (task: () => void, ms: number) => clock.setInterval(task, ms),
  };
}
