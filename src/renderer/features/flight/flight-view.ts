import { create } from 'zustand';
import type { Flight } from '../../../contract/flight.ts';
import type { Order } from '../../../contract/trading.ts';
import { client } from '../../client/client.ts';
import { sentenceOf } from '../../client/call-error.ts';
import { showPanel } from '../../stores/layouts-store.ts';
import { ordersStore } from '../../stores/tables.ts';

interface FlightView {
  tab: 'order' | 'latency';
  /** The order that is looked at; null before the first. */
  orderId: string | null;
  flight: Flight | null;
  /** Why there is no flight, a sentence. */
  problem: string | null;
  /** The IST day whose orders are gone through; null: today, as the books have it. */
  day: string | null;
  ofDay: readonly Order[];
}

export const flightStore = create<FlightView>(() => ({
  tab: 'order',
  orderId: null,
  flight: null,
  problem: null,
  day: null,
  ofDay: [],
}));

/** An order that changes is read again this long after, once for all changes in between. */
const READ_AGAIN_MS = 200;

/** Opens the flight of an order; `last` is the newest of the account. */
export function showFlight(orderId: string): void {
  flightStore.setState({ tab: 'order' });
  showPanel('flight');
  void readFlight(orderId);
}

export function showLatency(): void {
  flightStore.setState({ tab: 'latency' });
  showPanel('flight');
}

export function showTab(tab: FlightView['tab']): void {
  flightStore.setState({ tab });
}

/** The orders that are gone through, oldest first. */
export function ordersOf({ day, ofDay }: Pick<FlightView, 'day' | 'ofDay'>, today: readonly Order[]): readonly Order[] {
  return (day === null ? today : ofDay).toSorted((a, b) => a.createdAt - b.createdAt);
}

/** Looks at the orders of a day, its last one first; null goes back to today. */
export async function chooseDay(day: string | null): Promise<void> {
  try {
    const ofDay = day === null ? [] : await client.call('orders.ofDay', { day });
    flightStore.setState({ day, ofDay });
    const last = ordersOf({ day, ofDay }, ordersStore.getState().rows).at(-1);
    if (last) await readFlight(last.id);
    else flightStore.setState({ orderId: null, flight: null, problem: null });
  } catch (error) {
    flightStore.setState({ problem: sentenceOf(error) });
  }
}

/** Reads a flight and shows it, unless another was asked for meanwhile. */
export async function readFlight(orderId: string): Promise<void> {
  flightStore.setState(({ flight }) => ({
    orderId,
    problem: null,
    flight: flight?.order.id === orderId ? flight : null,
  }));
  const current = () => flightStore.getState().orderId === orderId;
  try {
    const flight = await client.call('orders.flight', { orderId });
    if (current()) flightStore.setState({ orderId: flight.order.id, flight });
  } catch (error) {
    if (current()) flightStore.setState({ flight: null, problem: sentenceOf(error) });
  }
}

/** Reads the flight in view again when its order changes, until the returned function is called. */
export function followFlight(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = ordersStore.subscribe(({ rows }, before) => {
    const { orderId } = flightStore.getState();
    if (orderId === null || timer !== undefined) return;
    const find = (all: readonly Order[]) => all.find(({ id }) => id === orderId);
    if (find(rows) === find(before.rows)) return;
    timer = setTimeout(() => {
      timer = undefined;
      void readFlight(flightStore.getState().orderId ?? orderId);
    }, READ_AGAIN_MS);
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}
