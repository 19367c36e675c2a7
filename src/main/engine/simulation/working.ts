import type { BrokerOrder } from '../brokers/broker.ts';

/** True for a row that may still trade. */
export function isWorking({ status }: Pick<BrokerOrder, 'status'>): boolean {
  return status === 'TRIGGER_PENDING' || status === 'OPEN' || status === 'PARTIAL';
}
