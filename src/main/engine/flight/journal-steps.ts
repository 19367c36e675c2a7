import type { FlightStep } from '../../../contract/flight.ts';
import { priceText } from '../core/money.ts';
import { istTime } from '../core/ist.ts';
import type { JournalEntry, OrderEvent, OrderRecord } from '../domain/order.ts';

/** What a journal entry says, without its time. Null: it says nothing by itself. */
export type JournalWords = Pick<FlightStep, 'kind' | 'title' | 'detail'>;

/** Puts a journal into words, one entry after the other. */
export function journalWords(journal: readonly JournalEntry[]): (JournalWords | null)[] {
  let filled = 0;
  let quantity = 0;
  const requests = new Map<string, string>();
  return journal.map(({ event }) => {
    if (event.type === 'intent') quantity = event.order.quantity;
    if (event.type === 'broker') quantity = Math.max(event.quantity, filled);
    if (event.type === 'request') requests.set(event.request.id, event.request.kind);
    if (event.type === 'fill') filled += event.quantity;
    return wordsOf(event, { filled, quantity, request: requestName(event, requests) });
  });
}

interface Progress {
  /** Units, this event counted. */
  filled: number;
  quantity: number;
  /** Of the request that an answer speaks of. */
  request: string;
}

function wordsOf(event: OrderEvent, { filled, quantity, request }: Progress): JournalWords | null {
  switch (event.type) {
    case 'intent':
      return { kind: 'journal', title: 'Journalled and on disk', detail: subject(event.order) };
    case 'denied':
      return { kind: 'denied', title: 'Refused by the risk checks', detail: event.reason.message };
    case 'passed':
      return { kind: 'journal', title: "Waits for the broker's order rate", detail: null };
    case 'sending':
      return { kind: 'journal', title: 'Its turn came: sending is on disk', detail: null };
    case 'dropped':
      return { kind: 'denied', title: 'Not sent', detail: event.reason.message };
    case 'accepted':
      return { kind: 'answer', title: 'Broker took it', detail: `broker id ${event.brokerOrderId}` };
    case 'refused':
      return { kind: 'answer', title: 'Broker refused it', detail: event.reason.message };
    case 'lost':
      return { kind: 'answer', title: 'Outcome not known', detail: event.reason.message };
    case 'absent':
      return { kind: 'state', title: 'Proven absent from the broker’s books', detail: event.reason.message };
    case 'broker': {
      const parts = [
        `exchange time ${timeText(event.brokerTs)}`,
        event.filled > 0 ? `${event.filled} of ${event.quantity} filled` : null,
        event.message,
      ];
      return {
        kind: 'state',
        title: `${event.status.replaceAll('_', ' ')} at the broker`,
        detail: parts.filter((part) => part !== null).join(' · '),
      };
    }
    case 'fill':
      return {
        kind: 'fill',
        title: `Fill ${event.quantity} at ${priceText(event.price)}${filled >= quantity ? ', FILLED' : ''}`,
        detail: `${filled} of ${quantity} · trade ${event.tradeId} · exchange time ${timeText(event.brokerTs)}`,
      };
    case 'request': {
      const { kind, quantity: units, price, triggerPrice } = event.request;
      if (kind === 'cancel') return { kind: 'request', title: 'Cancel sent', detail: null };
      const terms = [
        units === null ? null : `${units} units`,
        price === null ? null : `at ${priceText(price)}`,
        triggerPrice === null ? null : `stop at ${priceText(triggerPrice)}`,
      ].filter((term) => term !== null);
      return { kind: 'request', title: 'Change sent', detail: terms.join(', ') };
    }
    case 'requestEnded': {
      const ending = { done: 'taken by the broker', refused: 'refused', unknown: 'without a known outcome' }[
        event.state
      ];
      return { kind: 'request', title: `${request} ${ending}`, detail: event.reason?.message ?? null };
    }
    case 'protect': {
      const { tpPrice, slPrice } = event;
      const sides = [
        tpPrice === null ? null : `target ${priceText(tpPrice)}`,
        slPrice === null ? null : `stop ${priceText(slPrice)}`,
      ].filter((side) => side !== null);
      return sides.length === 0
        ? { kind: 'protect', title: 'Target and stop removed', detail: null }
        : { kind: 'protect', title: `Protection set: ${sides.join(', ')}`, detail: null };
    }
    case 'bust':
      return {
        kind: 'anomaly',
        title: 'Trade annulled by the exchange',
        detail: `trade ${event.tradeId} · exchange time ${timeText(event.brokerTs)}`,
      };
    case 'anomaly':
      return { kind: 'anomaly', title: 'Out of the ordinary', detail: event.message };
    default:
      return null;
  }
}

function requestName(event: OrderEvent, known: ReadonlyMap<string, string>): string {
  if (event.type !== 'requestEnded') return '';
  return known.get(event.requestId) === 'cancel' ? 'Cancel' : 'Change';
}

/** `11:42:36.123`, IST. */
const timeText = (at: number) => `${istTime(at)}.${String(Math.floor(at) % 1000).padStart(3, '0')}`;

function subject(order: OrderRecord): string {
  const type = order.orderType === 'MARKET' ? 'market' : 'limit';
  const at = order.price === null ? '' : ` at ${priceText(order.price)}`;
  const stop = order.triggerPrice === null ? '' : `, stop at ${priceText(order.triggerPrice)}`;
  return `${order.quantity} units, ${type}${at}${stop}, ${order.validity}`;
}
