import type { OrderRecord } from '../../domain/order.ts';
import type { Durable } from '../durable.ts';
import type { Sent } from '../sim-broker.ts';
import type { Check, CheckedWorld, Violate } from './check.ts';
import { workingUnits } from './exposure.ts';

/** Without a tick for so long the market is closed. */
const QUIET_MS = 60_000;

/**
 * B1, B2: stops of positions rest at a broker that keeps them, for all that is held and nothing else takes, and no exit
 * by hand leaves beside one that is for the same units.
 */
export class RestingStops implements Check {
  readonly rules = ['B1', 'B2'];

  onSent({ request }: Sent, { durable }: CheckedWorld, violate: Violate): void {
    if (request === null || durable.byTag.get(request.tag)?.source !== 'HAND') return;
    const { instrumentId, side, quantity } = request;
    const held = heldBy(durable, instrumentId, side);
    const stops = workingUnits(durable, instrumentId, side, isUntouchedStop);
    if (held <= 0 || stops === 0 || quantity + stops <= held) return;
    violate('B2', `${side} ${quantity} of contract ${instrumentId} left beside stops for ${stops}, ${held} are held.`);
  }

  atRest({ durable, capabilities, desk, now, lastTickAt }: CheckedWorld, violate: Violate): void {
    // Without ticks the session is over, and what rested has ended with it.
    if (!capabilities.stopOrders || desk === null || desk.reconciledAt() === null || now - lastTickAt > QUIET_MS)
      return;
    for (const { instrumentId, netQty, slPrice } of desk.stops()) {
      const side = netQty > 0 ? 'SELL' : 'BUY';
      const others = workingUnits(durable, instrumentId, side, (order) => !isUntouchedStop(order));
      const stops = workingUnits(durable, instrumentId, side, isUntouchedStop);
      const wanted = Math.min(Math.abs(netQty) - others, unitsWithStop(durable, instrumentId));
      if (stops >= wanted) continue;
      const what = `${stops} of the ${wanted} units of contract ${instrumentId} that the stop at ${slPrice} is for`;
      violate('B1', `${what} have it at the exchange, which would keep it for all of them.`);
    }
  }
}

function isUntouchedStop({ source, triggerPrice, state }: OrderRecord): boolean {
  return source === 'BRACKET' && triggerPrice !== null && state !== 'OPEN' && state !== 'PARTIAL';
}

/** Units held that an order of a side would take back. */
function heldBy({ positions }: Durable, instrumentId: number, side: OrderRecord['side']): number {
  const netQty = positions.get(instrumentId)?.netQty ?? 0;
  return side === 'SELL' ? netQty : -netQty;
}

/** Units of a contract that armed brackets have a stop for: what their entries filled, less what their exits took. */
function unitsWithStop({ brackets, orders }: Durable, instrumentId: number): number {
  let units = 0;
  for (const { entryOrderId, instrumentId: of, state, slPrice } of brackets.values()) {
    if (of !== instrumentId || state !== 'ARMED' || slPrice === null) continue;
    const entry = orders.get(entryOrderId)!;
    units += entry.filled;
    for (const { parentId, source, side, filled } of orders.values()) {
      if (parentId === entryOrderId && source === 'BRACKET') units += side === entry.side ? filled : -filled;
    }
  }
  return units;
}
