import { z } from 'zod';
import type { Flight } from '../../contract/flight.ts';
import { AppError } from '../engine/core/app-error.ts';
import { istDay, istTime } from '../engine/core/ist.ts';
import type { CliContext, DeskFlags } from './cli-context.ts';
import { textTable } from './text-table.ts';
import { withDesk } from './with-desk.ts';

const COUNTED_FROM: Record<Flight['begun']['by'], string> = {
  press: 'the key press',
  received: 'its arrival at the engine',
  journal: 'its journal entry',
};

/** Prints the flight of an order, as tables or as JSON. Gives the exit code. */
export async function showFlight(context: CliContext, order: string, flags: DeskFlags & { json?: boolean }) {
  if (order !== 'last' && !z.uuid().safeParse(order).success) {
    throw new AppError('ORDER_UNKNOWN', `“${order}” is no order id: give one in full as the books have it, or “last”.`);
  }
  return withDesk(context, flags, async ({ api }) => {
    const flight = await api.calls['orders.flight']({ orderId: order });
    context.print(flags.json === true ? JSON.stringify(flight, null, 2) : flightText(flight));
    return 0;
  });
}

function flightText({ order, tag, begun, legs, steps, checks, missing }: Flight): string {
  const leg = (ms: number | null) => (ms === null ? 'not known' : `${ms.toFixed(3)} ms`);
  const parts = [
    `${order.side} ${order.lots} × ${order.name}, ${order.state}, order ${order.id}, our id ${tag}`,
    `${istDay(begun.at)} ${wallTime(begun.at)} IST; times count from ${COUNTED_FROM[begun.by]}`,
    `key→wire ${leg(legs.keyToWire)}, wire→ack ${leg(legs.wireToAck)}, ack→fill ${leg(legs.ackToFill)}`,
    '',
    textTable(
      ['ms', 'IST', 'What', ''],
      steps.map(({ since, exact, at, title, detail }) => [
        exact ? since.toFixed(3) : `≈ ${Math.round(since)}`,
        wallTime(at),
        title,
        detail ?? '',
      ]),
      [0],
    ),
  ];
  if (checks !== null) {
    const rows = checks.map(({ rule, value, limit, passed }) => [rule, value, limit, passed ? 'passed' : 'REFUSED']);
    parts.push('', textTable(['Risk check', 'Value', 'Limit', 'Said'], rows));
  }
  if (missing.length > 0) parts.push('', ...missing);
  return parts.join('\n');
}

/** `11:42:36.123`, IST. */
function wallTime(at: number): string {
  return `${istTime(at)}.${String(Math.floor(at) % 1000).padStart(3, '0')}`;
}
