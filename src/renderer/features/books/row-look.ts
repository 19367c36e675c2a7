import type { Order } from '../../../contract/trading.ts';
import { stateTone } from './order-figures.ts';

/** Class of a row: selected, and lit when its order just came to its end. */
export function rowLook(lit: Pick<Order, 'state'> | undefined, selected: boolean): string | undefined {
  const light = lit && (stateTone(lit.state) === 'danger' ? 'lit danger' : 'lit');
  return [light, selected ? 'sel' : undefined].filter(Boolean).join(' ') || undefined;
}
