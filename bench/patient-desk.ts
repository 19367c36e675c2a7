import { PaperBroker } from '../src/main/engine/brokers/paper/paper-broker.ts';
import type { PlaceRequest } from '../src/main/engine/brokers/broker.ts';
import { systemIds } from '../src/main/engine/core/ids.ts';
import { openOrderDesk } from './order-desk.ts';

/** When an order was handed to the OMS and when it was at the broker's door, ms of `performance.now()`. */
export interface Press {
  begun: number;
  atDoor: number;
}

/** A desk whose paper broker sets no rate limit; `press` places one patient order. */
export async function openPatientDesk(folder: string) {
  const { session, store, instruments } = await openOrderDesk(folder, Number.MAX_SAFE_INTEGER);
  const future = instruments.all().find(({ kind }) => kind === 'FUT')!;
  // The door is the call of the broker: what the engine still writes and tells after it, no order waits for.
  // oxlint-disable-next-line typescript/unbound-method -- called on the broker below
  const { place } = PaperBroker.prototype;
  let atDoor = 0;
  PaperBroker.prototype.place = function (this: PaperBroker, request: PlaceRequest) {
    atDoor ||= performance.now();
    return place.call(this, request);
  };
  const press = (): Press => {
    const { bid } = session.hub.quotes.get(future.id)!;
    const price = Math.floor((bid * 0.99) / future.tickSize) * future.tickSize;
    atDoor = 0;
    const intent = { intentId: systemIds.uuid(), instrumentId: future.id, side: 'BUY', lots: 1, price } as const;
    const begun = performance.now();
    const order = session.oms.place({
      ...intent,
      orderType: 'LIMIT',
      triggerPrice: null,
      validity: 'DAY',
      tpPrice: null,
      slPrice: null,
      confirmed: true,
    });
    if (order.state === 'SENDING') return { begun, atDoor };
    throw new Error(`The bench's order was not sent: ${order.state} ${order.reason?.message ?? ''}`);
  };
  return { session, store, press };
}
