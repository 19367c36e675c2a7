import { pass, refuse } from './risk-rule.ts';
import type { RiskRule } from './risk-rule.ts';

/** No entry before the broker's books are read and agree with ours. */
export const reconciled: RiskRule = {
  code: 'RMS_RECONCILING',
  name: 'Books',
  entriesOnly: true,
  check(_order, snapshot) {
    if (snapshot.reconciled) return pass(() => ({ value: 'reconciled', limit: 'reconciled' }));
    return refuse(
      'RMS_RECONCILING',
      { value: 'reconciling', limit: 'reconciled' },
      "The broker's books are not reconciled with ours yet: no entry is sent. Exits pass; entries pass when it is done.",
      {},
    );
  },
};
