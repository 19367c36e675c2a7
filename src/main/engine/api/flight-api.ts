import type { Desk } from '../desk/desk.ts';
import type { CallHandlers } from './desk-api.ts';

type FlightCalls = 'orders.flight' | 'orders.ofDay' | 'latency.clock' | 'latency.painted' | 'latency.days';

export function flightApi(desk: Desk): Pick<CallHandlers, FlightCalls> {
  return {
    'orders.flight': ({ orderId }) => desk.flights.flight(desk.current, orderId),
    'orders.ofDay': ({ day }) => desk.flights.ofDay(desk.current, day),
    'latency.clock': () => ({ monotonic: desk.clock.monotonic() }),
    'latency.painted': ({ samples }) => {
      for (const ms of samples) desk.latency.add('tickToScreen', ms);
      return null;
    },
    'latency.days': ({ most }) => desk.latency.days(most),
  };
}
