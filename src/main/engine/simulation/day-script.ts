import { REARM_WORD } from '../../../contract/risk.ts';
import { addDays, istMidnight } from '../core/ist.ts';
import { hash32, Random } from '../core/random.ts';
import { FAULT_NAMES } from './faults.ts';
import type { FaultName } from './faults.ts';
import { sessionOn } from './listing.ts';
import type { SeedSettings } from './settings.ts';
import type { DeathPoint, World } from './world.ts';
import type { Workload } from './workload.ts';

const MINUTE = 60_000;
/** Storms and the calms between them, minutes after the open: trading with faults, then neither, then all must agree. */
const STORMS = [
  { from: 1, to: 106, restAt: 112 },
  { from: 112, to: 226, restAt: 232 },
  { from: 232, to: 344, restAt: 350 },
];
/** The last trades of the day, then the close, minutes after the open. */
const LAST = { from: 350, to: 368, restAt: 381 };
const SCENES_A_STORM = 32;
const ACTS_A_SCENE = { from: 10, to: 22 };
const BUSY_TICK_MS = 1000;
/** Under the 3 s of a silent feed. */
const QUIET_TICK_MS = 2300;
const INDEX_TICKS = 0.1;
/** A day with more ticks than this part of its events is quiet: the trader acts on until it is not. */
const QUIET_DAY = 0.79;
/** When that is, minutes after the open. */
const CATCH_UP = { from: 368, to: 373 };

/** Events of the day so far, ticks among them. */
export interface DayCounts {
  events: number;
  ticks: number;
}

/** Faults that strike at a moment of their own; the others are on for a while. */
const MOMENTS: Partial<Record<FaultName, (world: World, random: Random, trader: Workload) => void>> = {
  crash: (world, random, trader) => {
    world.faults.count('crash');
    // Some of so many wait for the broker's rate when the program dies.
    if (random.next() < 0.4) trader.hurry();
    world.kill(300 + 6000 * random.next());
  },
  crashPoint: (world, random) =>
    dieAt(world, (['beforeSend', 'beforeAnswer', 'beforeCommit'] as const)[random.integer(0, 2)]!),
  powerCut: (world, random) => dieAt(world, random.next() < 0.5 ? 'undone' : 'unheard'),
  clockJump: (world, random, trader) => {
    world.faults.count('clockJump');
    trader.hurry();
    world.machine.skewMs =
      world.machine.skewMs === 0 ? (random.next() < 0.5 ? 1 : -2) * 60 * MINUTE * random.next() : 0;
    trader.hurry();
  },
  suspend: (world, random) => {
    world.faults.count('suspend');
    const ms = 2000 + 90_000 * random.next();
    world.machine.sleep(ms);
    world.hamper(world.now, world.now + ms);
  },
  bookShort: (world, random) => {
    world.faults.open('bookShort', world.now, world.now + 90_000 + 60_000 * random.next());
    dieAt(world, 'beforeAnswer');
  },
  replay: (world, random) => {
    world.faults.count('replay');
    world.broker.replay(random.integer(5, 40));
  },
  bust: (world, random) => {
    const { fills } = world.broker.exchange;
    const fill = fills[random.integer(Math.max(0, fills.length - 20), fills.length - 1)];
    if (fill !== undefined && world.broker.exchange.bust(fill)) world.faults.count('bust');
  },
  otherTerminal: (world, random, trader) => {
    world.faults.count('otherTerminal');
    const {
      intentId: _id,
      lots,
      orderType: _type,
      tpPrice: _tp,
      slPrice: _sl,
      confirmed: _seen,
      ...order
    } = trader.intent();
    const { lotSize } = world.instrument(order.instrumentId);
    const price = random.next() < 0.6 ? trader.through({ ...trader.intent(), ...order }) : order.price!;
    world.broker.placeElsewhere({ ...order, price, quantity: lots * lotSize, product: 'NRML' });
  },
  gapWhileDown: (world, random) => {
    world.faults.count('gapWhileDown');
    world.kill(20_000 + 60_000 * random.next());
    for (const { id } of world.tradable)
      world.market.jump(id, (random.next() < 0.5 ? -1 : 1) * (0.04 + 0.1 * random.next()));
  },
  kill: (world, random, trader) => {
    const { process } = world;
    if (process === null || !process.alive) return;
    world.faults.count('kill');
    trader.quietly(() => process.oms.kill('the trader pressed it', random.next() < 0.6));
    if (random.next() < 0.3)
      world.time.after(30 + 2500 * random.next(), 'crash', () => world.kill(800 + 3000 * random.next()));
    world.time.after(15_000 + 60_000 * random.next(), 'rearm', () => rearm(world, trader), true);
  },
};

const HAMPERS: ReadonlySet<FaultName> = new Set(['diskError', 'slowDisk']);

/** Plans a whole day: ticks, the trader's scenes, the faults about them, and when the desk must have come to rest. */
export function planDay(
  settings: SeedSettings,
  world: World,
  trader: Workload,
  { rest, counts }: { rest: () => void; counts: () => DayCounts },
): number {
  const { seed } = settings;
  const random = new Random(hash32(seed, 20));
  const { open, close } = sessionOn(world.day);
  const scenes: { from: number; to: number }[] = [];
  for (const storm of [...STORMS, LAST]) {
    const faulty = storm !== LAST;
    const count = Math.ceil((faulty ? SCENES_A_STORM : 4) * settings.workload);
    for (let scene = 0; scene < count; scene++) {
      const from = open + MINUTE * (storm.from + (storm.to - storm.from - 2) * random.next());
      const to = from + 20_000 + 40_000 * random.next();
      scenes.push({ from, to });
      if (faulty) world.time.at(from, 'rearm', () => rearm(world, trader), true);
      planScene(world, trader, random, { from, to });
      if (faulty) planFaults(world, trader, random, { from, to });
    }
    if (faulty) {
      world.time.at(open + storm.to * MINUTE + MINUTE, 'calm', () => calm(world, trader));
      const cancels = random.next() < 0.5;
      if (cancels)
        world.time.at(open + storm.to * MINUTE + 3 * MINUTE, 'cancel all', () => cancelAll(world, trader), true);
    }
    world.time.at(open + storm.restAt * MINUTE, 'rest', rest);
  }
  if (settings.faults.length > 0 && random.next() < 0.5) planJumps(world, random, scenes);
  const tightens = random.next() < 0.5;
  if (tightens || trader.parts.strategyId !== null) {
    const at = open + (LAST.from + (LAST.to - LAST.from) * random.next()) * MINUTE;
    world.time.at(at, 'tighten', () => trader.quietly(() => trader.loseNoMore()), true);
  }
  planTicks(world, random, scenes, { open, close });
  world.time.at(open + CATCH_UP.from * MINUTE, 'catch up', () => catchUp(world, trader, open, counts()));
  world.time.at(close, 'close', () => world.broker.exchange.close());
  return planNight(settings, world, { random, from: open + (LAST.restAt + 1) * MINUTE, rest });
}

/** The machine sleeps, or the program is off, until about midnight; its clock may be set back over it (P10, F8). */
function planNight(
  { faults }: SeedSettings,
  world: World,
  { random, from, rest }: { random: Random; from: number; rest: () => void },
): number {
  const midnight = istMidnight(addDays(world.day, 1));
  const isOff = random.next() < 0.3;
  world.time.at(from, 'night', () => {
    if (isOff) {
      world.kill(midnight + 5000 - world.now);
      return;
    }
    world.hamper(world.now, midnight - 10_000);
    world.machine.sleep(midnight - 10_000 - world.now);
  });
  if (!isOff && faults.includes('F8')) {
    world.time.at(midnight + 30_000, 'set back', () => (world.machine.skewMs = -40 * MINUTE));
    world.time.at(midnight + 60_000, 'set right', () => (world.machine.skewMs = 0));
  }
  world.time.at(midnight + 100_000, 'rest', rest);
  return midnight + 101_000;
}

/** So many acts more that the ticks of a quiet day are no more than their part. */
function catchUp(world: World, trader: Workload, open: number, { events, ticks }: DayCounts): void {
  const missing = Math.ceil(ticks / QUIET_DAY - events);
  const gap = ((CATCH_UP.to - CATCH_UP.from) * MINUTE) / Math.max(1, missing);
  for (let nth = 0; nth < missing; nth++) planAct(world, trader, open + CATCH_UP.from * MINUTE + 1 + nth * gap);
}

function planAct(world: World, trader: Workload, at: number): void {
  world.time.at(
    at,
    'act',
    () => {
      if (world.process?.alive === true && !world.machine.asleep) trader.act();
    },
    true,
  );
}

function planScene(world: World, trader: Workload, random: Random, scene: { from: number; to: number }): void {
  for (let left = random.integer(ACTS_A_SCENE.from, ACTS_A_SCENE.to); left > 0; left--) {
    planAct(world, trader, scene.from + (scene.to - scene.from) * random.next());
  }
}

/** Each scene has its own few of the seed's faults, begun a little before it and over a little after. */
function planFaults(world: World, trader: Workload, random: Random, scene: { from: number; to: number }): void {
  for (const name of FAULT_NAMES) {
    if (!world.faults.has(name) || random.next() >= 0.22) continue;
    const moment = MOMENTS[name];
    if (moment !== undefined) {
      const at = scene.from + (scene.to - scene.from) * random.next();
      world.time.at(at, `fault:${name}`, () => moment(world, random, trader));
      continue;
    }
    const from = scene.from + (scene.to - scene.from) * 0.6 * random.next();
    const until = from + 4000 + 30_000 * random.next();
    world.faults.open(name, from, until);
    if (HAMPERS.has(name)) world.hamper(from, until);
    if (name === 'sessionExpiry') world.time.at(until, 'login', () => world.broker.relogin());
  }
}

/** Prices that leap over what rests between. */
function planJumps(world: World, random: Random, scenes: readonly { from: number; to: number }[]): void {
  for (const { from, to } of scenes) {
    if (random.next() >= 0.3) continue;
    world.time.at(from + (to - from) * random.next(), 'jump', () => {
      const { id } = world.tradable[random.integer(0, world.tradable.length - 1)]!;
      world.market.jump(id, (random.next() < 0.5 ? -1 : 1) * (0.03 + 0.08 * random.next()));
    });
  }
}

function planTicks(
  world: World,
  random: Random,
  scenes: readonly { from: number; to: number }[],
  { open, close }: { open: number; close: number },
): void {
  const busy = scenes.toSorted((a, b) => a.from - b.from);
  let next = 0;
  const tick = () => {
    while (next < busy.length && busy[next]!.to + 10_000 < world.now) next += 1;
    const isBusy = next < busy.length && busy[next]!.from - 2000 <= world.now;
    const gap = (isBusy ? BUSY_TICK_MS : QUIET_TICK_MS) * (0.75 + 0.5 * random.next());
    if (world.now + gap < close) world.time.after(gap, 'tick', tick, true);
    const chosen = random.next() < INDEX_TICKS ? world.instruments : world.tradable;
    const listed = chosen.filter((each) => each.id !== world.expired.id);
    move(world, listed[random.integer(0, listed.length - 1)]!.id);
  };
  // Each contract once, so that everything has a price at the open.
  world.time.at(open, 'opening', () => {
    for (const { id } of world.instruments) if (id !== world.expired.id) move(world, id);
  });
  world.time.at(open + 50, 'tick', tick, true);
}

/** The market moves, the exchange matches, and the program hears of it if it can. */
function move(world: World, instrumentId: number): void {
  const tick = world.market.step(instrumentId, Math.floor(world.now));
  world.broker.exchange.onTick(instrumentId);
  if (world.faults.strikes('feedSilent', world.now, 1)) return;
  if (world.machine.asleep || world.process?.alive !== true) return;
  world.lastTickAt = world.now;
  world.process.onTick(tick);
}

/** The faults are over: the clock is right again, and the trader re-arms and takes the limits off. */
function calm(world: World, trader: Workload): void {
  world.deathPoint = null;
  world.machine.skewMs = 0;
  if (world.process?.alive !== true) return;
  world.process.oms.setLimits({ ...world.limits, maxLots: null });
  rearm(world, trader);
}

function cancelAll(world: World, trader: Workload): void {
  const { process } = world;
  if (process?.alive !== true) return;
  world.cancelledAll = new Set(world.durable.live);
  trader.quietly(() => process.oms.cancelAll(null));
}

function rearm(world: World, trader: Workload): void {
  const { process } = world;
  if (process?.alive !== true || world.durable.riskState?.state !== 'HALTED') return;
  trader.parts.rearming();
  trader.quietly(() => process.oms.rearm('looked at it', REARM_WORD));
}

function dieAt(world: World, point: DeathPoint): void {
  world.deathPoint = point;
}
