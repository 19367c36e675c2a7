import type { Order } from '../../../contract/trading.ts';
import type { PartPlace } from './order-parts.ts';
import { stateTone } from './order-figures.ts';

/** Class of a row: selected, lit when its order just came to its end, and hung under the first part. */
export function rowLook(
  lit: Pick<Order, 'state'> | undefined,
  selected: boolean,
  place?: PartPlace,
): string | undefined {
  const light = lit && (stateTone(lit.state) === 'danger' ? 'lit danger' : 'lit');
  return (
    [light, selected ? 'sel' : undefined, place && place.number > 1 ? 'part' : undefined].filter(Boolean).join(' ') ||
    undefined
  );
}
