import { pass, refuse } from './risk-rule.ts';
import type { RiskRule } from './risk-rule.ts';

/** How many orders are at work in the contract with this one. */
export const openOrdersSymbol: RiskRule = {
  code: 'RMS_OPEN_ORDERS',
  name: 'Open orders in the contract',
  entriesOnly: true,
  check({ instrument }, { working }, { maxOpenOrdersSymbol: most }) {
    let count = 1;
    for (const other of working) if (other.instrumentId === instrument.id) count += 1;
    if (most === null) return pass(() => ({ value: `${count}`, limit: 'off' }));
    const seen = () => ({ value: `${count}`, limit: `${most}` });
    if (count <= most) return pass(seen, count / most);
    return refuse(
      'RMS_OPEN_ORDERS',
      { ...seen(), ratio: count / most },
      `This would be open order ${count} in ${instrument.name}, ${most} are allowed: cancel one first, exits always pass.`,
      { count, most },
    );
  },
};

/** How many orders of its strategy are at work with this one; an order by hand belongs to none. */
export const openOrdersStrategy: RiskRule = {
  code: 'RMS_OPEN_ORDERS',
  name: 'Open orders of the strategy',
  entriesOnly: true,
  check({ strategyId }, { working }, { maxOpenOrdersStrategy: most }) {
    if (strategyId === null) return pass(() => ({ value: 'by hand', limit: most === null ? 'off' : `${most}` }));
    let count = 1;
    for (const other of working) if (other.strategyId === strategyId) count += 1;
    if (most === null) return pass(() => ({ value: `${count}`, limit: 'off' }));
    const seen = () => ({ value: `${count}`, limit: `${most}` });
    if (count <= most) return pass(seen, count / most);
    return refuse(
      'RMS_OPEN_ORDERS',
      { ...seen(), ratio: count / most },
      `This would be open order ${count} of the strategy, ${most} are allowed: its entries pass when one has ended.`,
      { count, most, strategyId },
    );
  },
};
