import { istDay } from '../../core/ist.ts';
import { restrictionOn } from '../restrictions.ts';
import { pass, refuse } from './risk-rule.ts';
import type { RiskRule } from './risk-rule.ts';

/** Dated lists: bans, illiquid contracts, and stock derivatives in the days before they are settled by delivery. */
export const restricted: RiskRule = {
  code: 'RMS_RESTRICTED',
  name: 'Restricted contracts',
  entriesOnly: true,
  check({ instrument, confirmed }, { now }) {
    const limit = 'on no list';
    const found = restrictionOn(instrument, istDay(now));
    if (found === null) return pass(() => ({ value: 'none', limit }));
    if (found.asks && confirmed) return pass(() => ({ value: `${found.name}, sent on purpose`, limit }));
    const next = found.asks ? 'confirm to send the entry anyway' : 'no entry is sent, exits pass';
    return refuse('RMS_RESTRICTED', { value: found.name, limit }, `${instrument.name}: ${found.reason}; ${next}.`, {
      list: found.name,
      asks: found.asks,
    });
  },
};
