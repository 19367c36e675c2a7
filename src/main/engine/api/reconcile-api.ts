import type { Reconciliation } from '../../../contract/reconciliation.ts';
import type { Desk } from '../desk/desk.ts';
import type { TradingSession } from '../desk/trading-session.ts';
import type { CallHandlers, TopicSubscription } from './desk-api.ts';

type ReconcileCalls = 'reconcile.now' | 'reconcile.accept' | 'reconcile.answer';

export function reconcileApi(desk: Desk): Pick<CallHandlers, ReconcileCalls> {
  const oms = () => desk.current.oms;
  return {
    'reconcile.now': async () => {
      await oms().reconcile();
      return oms().reconciliation();
    },
    'reconcile.accept': ({ reason, token }) => oms().acceptDifference(reason, token),
    'reconcile.answer': ({ orderId, answer }) => oms().answerUnknown(orderId, answer),
  };
}

/** Our books beside the broker's, whenever a read has ended, an outcome is unknown, or a person has said something. */
export function reconciliationTopic(
  { oms }: TradingSession,
  emit: (reconciliation: Reconciliation) => void,
): TopicSubscription<'reconciliation'> {
  return { snapshot: oms.reconciliation(), close: oms.reconciliationChanged.on(() => emit(oms.reconciliation())) };
}
