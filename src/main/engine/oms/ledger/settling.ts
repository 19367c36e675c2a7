import { isLive } from '../../domain/order.ts';
import type { OmsContext } from '../oms-context.ts';

/** Resolves once none of the orders can fill any more, or after `timeoutMs`; gives whether all came to rest. */
export function whenFinal(
  context: Pick<OmsContext, 'ledger' | 'clock'>,
  orderIds: readonly string[],
  timeoutMs: number,
): Promise<boolean> {
  const { ledger, clock } = context;
  const atRest = () => orderIds.every((id) => !isLive(ledger.book.get(id)?.record.state ?? 'CANCELLED'));
  if (atRest()) return Promise.resolve(true);
  return new Promise((resolve) => {
    const finish = (done: boolean) => {
      leave();
      timer.cancel();
      resolve(done);
    };
    const leave = ledger.changed.on(() => {
      if (atRest()) finish(true);
    });
    const timer = clock.setTimeout(() => finish(atRest()), timeoutMs);
  });
}
