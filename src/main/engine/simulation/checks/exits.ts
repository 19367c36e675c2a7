import type { Sent } from '../sim-broker.ts';
import type { Check, CheckedWorld, Violate } from './check.ts';
import { onlyReduces } from './exposure.ts';

/** The desk calls a feed silent after 3 s; a step may come a little later. */
const STALE_MS = 3000;

/** B2, B3, SQ2: exits that no hand sends never open the other side, and none goes out on an old price. */
export class Exits implements Check {
  readonly rules = ['B2', 'B3', 'SQ2'];

  onSent({ request, at }: Sent, { durable, lastTickAt, hamperedSince }: CheckedWorld, violate: Violate): void {
    if (request === null) return;
    const order = durable.byTag.get(request.tag);
    const source = order?.source;
    if (source !== 'BRACKET' && source !== 'SQUARE_OFF') return;
    const { side, quantity, instrumentId } = request;
    if (!onlyReduces(durable, request)) {
      const net = durable.positions.get(instrumentId)?.netQty ?? 0;
      const what = `${side} ${quantity} of contract ${instrumentId} left as an exit, and ${net} are held.`;
      violate(source === 'BRACKET' ? 'B2' : 'SQ2', what);
    }
    // What takes back an overrun (B1') was set off by a fill, by no price.
    const isOverrun = durable.orders.get(order?.parentId ?? '')?.side === side;
    if (
      source === 'BRACKET' &&
      !isOverrun &&
      request.triggerPrice === null &&
      at - lastTickAt > STALE_MS &&
      !hamperedSince(lastTickAt)
    ) {
      violate('B3', `A target or stop fired on a price ${Math.round(at - lastTickAt)} ms old.`);
    }
  }
}
