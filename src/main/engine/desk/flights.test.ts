import { afterEach, describe, expect, it } from 'vitest';
import type { Flight } from '../../../contract/flight.ts';
import { settle } from '../../../testing/order-desk.ts';
import type { OrderDesk } from '../../../testing/order-desk.ts';
import { paperDesk } from '../../../testing/paper-desk.ts';
import type { PaperBroker } from '../brokers/paper/paper-broker.ts';
import type { Clock } from '../core/clock.ts';
import { silentLog } from '../core/operator-log.ts';
import { replayOrder } from '../domain/order-fold.ts';
import { flightPath } from '../flight/flight-steps.ts';
import { FlightRecorder } from '../flight/flight-recorder.ts';
import { LatencyBook } from '../flight/latency-book.ts';
import type { FlightNoteRecord } from '../store/cache-store.ts';
import { openCacheStore } from '../store/sqlite/open-cache-store.ts';
import { Flights } from './flights.ts';

/** The desk's clock, on which each reading takes ten microseconds: what happens in one turn has an order. */
function readClock(clock: Clock): Clock {
  let read = 0;
  return {
    now: () => clock.now(),
    monotonic: () => clock.monotonic() + (read += 0.01),
    setTimeout: (task, ms) => clock.setTimeout(task, ms),
    setInterval: (task, ms) => clock.setInterval(task, ms),
  };
}

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A desk on the paper broker whose flights are recorded. */
async function flyingDesk() {
  const desk = await paperDesk();
  const clock = readClock(desk.clock);
  const cache = openCacheStore({ file: ':memory:', clock, log: silentLog });
  const latency = new LatencyBook({ clock, cache, log: silentLog });
  const flights = new Flights(desk.store, cache);
  const recorder = new FlightRecorder({ clock, cache, latency, log: silentLog });
  desk.flight = recorder;
  await desk.restart();
  closers.push(() => desk.oms.close());
  const session = () => ({
    account: desk.store.account(desk.store.identity.accountId),
    clock: desk.clock,
    flight: desk.flight,
  });
  return {
    desk,
    clock,
    cache,
    latency,
    flights,
    recorder,
    session,
    flight: (orderId: string): Flight => flights.flight(session(), orderId),
    ofDay: (day: string) => flights.ofDay(session(), day),
  };
}

type Flying = Awaited<ReturnType<typeof flyingDesk>>;

/** Asks for an order as the api does, with a key press `pressAge` ms ago; null: none is known. */
function ask(
  { desk, clock, recorder }: Flying,
  change: Parameters<OrderDesk<PaperBroker>['intent']>[0],
  pressAge: number | null,
) {
  const intent = desk.intent(change);
  recorder.asked(intent.intentId, pressAge === null ? null : clock.monotonic() - pressAge);
  return desk.oms.place(intent);
}

const MARKET = { orderType: 'MARKET', price: null } as const;
const kinds = ({ steps }: Flight) => steps.map(({ kind }) => kind);
const stepOf = (flight: Flight, kind: Flight['steps'][number]['kind']) =>
  flight.steps.find((step) => step.kind === kind)!;

describe('the flight of an order', () => {
  it('goes from press through checks, journal and wire to the fill, each no earlier than the one before', async () => {
    const flying = await flyingDesk();
    const order = ask(flying, MARKET, 1.5);
    await flying.desk.advance(2000);
    const flight = flying.flight(order.id);
    expect(flight.order).toMatchObject({ id: order.id, state: 'FILLED' });
    // The broker's push may be heard before its answer.
    expect(kinds(flight).slice(0, 5)).toEqual(['press', 'received', 'checked', 'journal', 'wire']);
    expect(kinds(flight)).toEqual(expect.arrayContaining(['answer', 'state', 'fill']));
    const times = flight.steps.map(({ since }) => since);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times[0]).toBe(0);
    expect(stepOf(flight, 'received').since).toBeCloseTo(1.5, 1);
    expect(flight.begun.by).toBe('press');
    expect(flight.steps.every(({ exact }) => exact)).toBe(true);
    expect(flight.missing).toEqual([]);
    // What the steps say is what the legs sum up.
    expect(flight.legs.keyToWire).toBeCloseTo(stepOf(flight, 'wire').since, 6);
    expect(flight.legs.wireToAck).toBeCloseTo(stepOf(flight, 'answer').since - stepOf(flight, 'wire').since, 6);
    expect(flight.legs.ackToFill).toBeCloseTo(stepOf(flight, 'fill').since - stepOf(flight, 'answer').since, 6);
    expect(stepOf(flight, 'fill').title).toMatch(/^Fill 75 at \d+\.\d\d, FILLED$/);
    flying.desk.oms.close();
  });

  it('has every risk check with its figures as they were decided on, though they are worded later', async () => {
    const flying = await flyingDesk();
    const order = ask(flying, MARKET, 1);
    const lots = order.lots;
    await flying.desk.advance(1000);
    const { checks, steps } = flying.flight(order.id);
    expect(checks!.length).toBeGreaterThan(10);
    expect(checks!.every(({ passed }) => passed)).toBe(true);
    expect(checks!.find(({ rule }) => rule === 'Open lots')).toMatchObject({ value: String(lots) });
    expect(steps.find(({ kind }) => kind === 'checked')!.title).toBe(
      `Risk checks passed, ${checks!.length} of ${checks!.length}`,
    );
  });

  it('of a denied order ends at the refusal: no wire, and the rule that refused', async () => {
    const flying = await flyingDesk();
    flying.desk.phaseOpen = false;
    const order = ask(flying, {}, 1);
    await settle();
    const flight = flying.flight(order.id);
    expect(flight.order.state).toBe('DENIED');
    expect(kinds(flight)).not.toContain('wire');
    expect(kinds(flight)).toContain('denied');
    expect(stepOf(flight, 'checked').title).toContain('refused');
    expect(flight.checks!.some(({ passed }) => !passed)).toBe(true);
    expect(flight.legs).toEqual({ keyToWire: null, wireToAck: null, ackToFill: null });
    expect(flight.missing).toEqual([]);
  });

  it('tells each request and its answer, and the protection that was set', async () => {
    const flying = await flyingDesk();
    const order = ask(flying, { price: 15_000, slPrice: 14_000 }, 1);
    await flying.desk.advance(1000);
    flying.desk.oms.modify(order.id, 15_100, 1);
    await flying.desk.advance(1000);
    flying.desk.oms.protect(flying.desk.call.id, order.id, { tpPrice: 17_000, slPrice: 14_500, trail: null });
    flying.desk.oms.cancel(order.id);
    await flying.desk.advance(1000);
    const titles = flying.flight(order.id).steps.map(({ title }) => title);
    expect(titles).toEqual(
      expect.arrayContaining([
        'Change sent',
        'Change taken by the broker',
        'Protection set: target 170.00, stop 145.00',
        'Cancel sent',
        'Cancel taken by the broker',
        'CANCELLED at the broker',
      ]),
    );
  });

  it('names the exit that its stop sent, and counts the time from the tick to it', async () => {
    const flying = await flyingDesk();
    const { desk, latency } = flying;
    const order = ask(flying, { ...MARKET, slPrice: 15_500 }, 1);
    await desk.advance(2000);
    expect(desk.order(order.id).state).toBe('FILLED');
    desk.tick(desk.call.id, 15_300, 15_305);
    await desk.advance(2500);
    const flight = flying.flight(order.id);
    expect(stepOf(flight, 'exit').title).toBe('Target or stop fired: SELL 75');
    const acted = latency.today().figures.find(({ kind }) => kind === 'tickToRisk');
    expect(acted).toMatchObject({ count: 1 });
    const exit = desk.oms.orderViews().find(({ parentId }) => parentId === order.id)!;
    const own = flying.flight(exit.id);
    expect(own.begun.by).toBe('received');
    expect(stepOf(own, 'received').title).toBe('Target or stop reached');
    expect(own.missing).toEqual([]);
  });

  it('keeps the facts of the journal over a crash, and says which notes are gone (O8)', async () => {
    const flying = await flyingDesk();
    const order = ask(flying, MARKET, 1);
    await flying.desk.advance(2000);
    const before = flying.flight(order.id);
    const lost = new Flights(
      flying.desk.store,
      openCacheStore({ file: ':memory:', clock: flying.desk.clock, log: silentLog }),
    ).flight(flying.session(), order.id);
    const facts = ({ steps }: Flight) =>
      steps
        .filter(({ kind }) => kind === 'journal' || kind === 'answer' || kind === 'state' || kind === 'fill')
        .map(({ title, detail }) => [title, detail]);
    expect(facts(lost)).toEqual(facts(before));
    expect(lost.begun.by).toBe('journal');
    expect(lost.steps.some(({ exact }) => exact)).toBe(false);
    expect(lost.checks).toBeNull();
    expect(lost.legs.keyToWire).toBeNull();
    expect(lost.missing).toEqual([
      'The key press was not told: the times count from the next thing that is known.',
      'The risk checks and their figures were not kept.',
      'When it was handed to the broker was not kept.',
      "When the broker's answer came was not kept.",
      expect.stringMatching(/^\d+ of \d+ journal entries have their time in whole milliseconds/),
    ]);
  });

  it('keeps its notes over a restart', async () => {
    const flying = await flyingDesk();
    const order = ask(flying, MARKET, 1);
    await flying.desk.advance(2000);
    const before = flying.flight(order.id);
    await flying.desk.restart({ newBroker: true });
    const after = flying.flight(order.id);
    expect(after.steps).toEqual(before.steps);
    expect(after.checks).toEqual(before.checks);
  });

  it('tells the wait of an order that the rate limit held back, and of none that went at once', async () => {
    const flying = await flyingDesk();
    const orders = Array.from({ length: 12 }, () => ask(flying, { price: 15_000 }, 1));
    const waited = "Waits for the broker's order rate";
    await flying.desk.advance(3000);
    const titles = (order: { id: string }) => flying.flight(order.id).steps.map(({ title }) => title);
    expect(titles(orders[0]!)).not.toContain(waited);
    expect(titles(orders[0]!)).not.toContain('Its turn came: sending is on disk');
    const late = titles(orders.at(-1)!);
    expect(late).toContain(waited);
    expect(late.indexOf('Its turn came: sending is on disk')).toBeGreaterThan(late.indexOf(waited));
    expect(late.indexOf('Handed to the broker')).toBeGreaterThan(late.indexOf(waited));
  });

  it('takes entries of one write for one step, though a millisecond passed between them', async () => {
    const flying = await flyingDesk();
    const order = ask(flying, MARKET, 1);
    await flying.desk.advance(1000);
    const journal = flying.desk.store.journal(order.id);
    const straddling = journal.map((entry, place) => ({ ...entry, at: entry.at + Math.min(place, 2) }));
    const { record } = replayOrder(straddling);
    const steps = (notes: FlightNoteRecord[]) =>
      flightPath(record, straddling, notes, []).steps.filter(({ kind }) => kind === 'journal');
    expect(steps(flying.cache.flightNotes(order.id))).toHaveLength(1);
    expect(steps([])).toHaveLength(1);
  });

  it('without a press counts from the arrival; a press of another clock is none', async () => {
    const flying = await flyingDesk();
    const none = ask(flying, { lots: 1 }, null);
    const future = ask(flying, { lots: 2 }, -5000);
    const old = ask(flying, { lots: 3 }, 600_000);
    await flying.desk.advance(1000);
    for (const { id } of [none, future, old]) {
      const flight = flying.flight(id);
      expect(flight.begun.by).toBe('received');
      expect(kinds(flight)[0]).toBe('received');
      expect(flight.missing[0]).toContain('key press was not told');
    }
  });

  it('is written off the order path: nothing is in the file before the order has left', async () => {
    const flying = await flyingDesk();
    const order = ask(flying, MARKET, 1);
    await settle();
    expect(flying.cache.flightNotes(order.id)).toEqual([]);
    await flying.desk.advance(300);
    expect(flying.cache.flightNotes(order.id).map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['pressed', 'received', 'checked', 'committed', 'wired', 'answered']),
    );
  });

  it('is found by “last” and among the orders of its day; an id that is none is refused', async () => {
    const flying = await flyingDesk();
    ask(flying, { lots: 1 }, 1);
    const order = ask(flying, { lots: 2 }, 1);
    await settle();
    expect(flying.flight('last').order.id).toBe(order.id);
    expect(flying.ofDay('2026-11-23')).toHaveLength(2);
    expect(flying.ofDay('2026-11-22')).toEqual([]);
    expect(() => flying.flight('00000000-0000-4000-8000-000000000000')).toThrow('No order has that id');
  });

  it('does without its notes when their file refuses', async () => {
    const flying = await flyingDesk();
    flying.cache.close();
    const order = ask(flying, MARKET, 1);
    await flying.desk.advance(2000);
    expect(flying.desk.order(order.id).state).toBe('FILLED');
  });
});

describe('the latency of orders', () => {
  it('counts key→wire of what a hand asked for, and wire→ack of every order', async () => {
    const flying = await flyingDesk();
    ask(flying, MARKET, 2);
    await flying.desk.advance(2000);
    const { figures } = flying.latency.today();
    const keyToWire = figures.find(({ kind }) => kind === 'keyToWire')!;
    expect(keyToWire.count).toBe(1);
    expect(keyToWire.max).toBeGreaterThan(2);
    expect(figures.find(({ kind }) => kind === 'wireToAck')).toMatchObject({ count: 1 });
  });
});
