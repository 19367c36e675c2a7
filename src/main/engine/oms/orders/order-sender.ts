import type { CommandOutcome, PlaceRequest } from '../../brokers/broker.ts';
import type { OrderRecord } from '../../domain/order.ts';
import type { KeptWrites } from '../ledger/kept-writes.ts';
import { orderText } from '../ledger/order-text.ts';
import type { OmsContext } from '../oms-context.ts';

/** R1: what is not exactly what the rules passed does not leave. */
const NOT_PASSED: CommandOutcome = {
  outcome: 'refused',
  code: 'RMS_PASS',
  message: 'The order is not what the risk rules passed and was not sent: place it again.',
};

/** An order as it goes out. */
export function requestOf(record: OrderRecord): PlaceRequest {
  const { tag, instrumentId, side, quantity, price, triggerPrice, validity, product } = record;
  return { tag, instrumentId, side, quantity, price: price!, triggerPrice, validity, product };
}

/** Hands journalled orders to the broker and journals what it answers. */
export class OrderSender {
  readonly #context: OmsContext;
  readonly #kept: KeptWrites;
  readonly #answered: (orderId: string, outcome: CommandOutcome) => void;

  /** @param answered hears of each answer once it is durable */
  constructor(context: OmsContext, kept: KeptWrites, answered: (orderId: string, outcome: CommandOutcome) => void) {
    this.#context = context;
    this.#kept = kept;
    this.#answered = answered;
  }

  /** An order whose sending is durable. */
  send(orderId: string): void {
    const { ledger, broker, flight, passes, throttle, calls, clock } = this.#context;
    const { record } = ledger.book.get(orderId)!;
    throttle.leaves();
    calls.begins(orderId, clock.monotonic());
    const request = requestOf(record);
    const passed = passes.use(request);
    const answer = passed ? broker.place(request) : Promise.resolve(NOT_PASSED);
    if (passed) flight.wired(record);
    answer
      .catch((error: unknown): CommandOutcome => ({ outcome: 'unknown', message: String(error) }))
      .then((outcome) => {
        flight.answered(orderId);
        calls.ends(orderId, clock.monotonic(), outcome.outcome === 'unknown');
        this.#kept.write(
          'The order journal could not be written',
          () => this.#write(orderId, outcome),
          () => this.#answered(orderId, outcome),
        );
      })
      .catch((error: unknown) => this.#context.log.error('An order outcome was lost.', error));
  }

  #write(orderId: string, outcome: CommandOutcome): void {
    this.#context.ledger.write((draft) => {
      const text = orderText(draft.order(orderId)!.record);
      if (outcome.outcome === 'accepted') {
        draft.event(orderId, { type: 'accepted', brokerOrderId: outcome.brokerOrderId });
      } else if (outcome.outcome === 'refused') {
        const { code, message } = outcome;
        draft.event(orderId, { type: 'refused', reason: { code, message, details: {} } });
        draft.log('broker', `Refused by the broker, ${text}: ${message}`);
      } else {
        const message = `${outcome.message} The order may or may not be at the broker; its books will tell.`;
        draft.event(orderId, { type: 'lost', reason: { code: 'BROKER_UNKNOWN', message, details: {} } });
        draft.log('broker', `Outcome not known, ${text}: ${outcome.message}`);
      }
    });
  }
}
