import { rupees } from '../../core/money.ts';
import { pass, refuse } from './risk-rule.ts';
import type { RiskRule } from './risk-rule.ts';

/**
 * The margin the order adds, by our own estimate, is free in the account: what positions hold and other orders block is
 * taken off, as the broker does. An order that adds none passes.
 */
export const marginSuffices: RiskRule = {
  code: 'RMS_MARGIN',
  name: 'Margin (estimate)',
  entriesOnly: true,
  check({ lots, reduces }, { equity, marginHeld, marginBlocked, marginAfter }) {
    const available = equity - marginHeld - marginBlocked;
    if (reduces) return pass(() => ({ value: 'none, it reduces', limit: rupees(available) }), 0);
    if (marginAfter === null) {
      return refuse(
        'RMS_MARGIN',
        { value: 'not known', limit: rupees(available) },
        'The margin cannot be estimated without a price of the contract and its underlying: entries pass with their next quote.',
        { available },
      );
    }
    const needed = marginAfter - marginHeld;
    const words = () => ({ value: rupees(needed), limit: rupees(available) });
    const ratio = needed <= 0 ? 0 : available > 0 ? needed / available : 1;
    if (needed <= available || needed <= 0) return pass(words, ratio);
    const room = Math.max(0, Math.min(lots - 1, Math.floor((available * lots) / needed)));
    const passes =
      room > 0
        ? `about ${room} ${room === 1 ? 'lot' : 'lots'} would pass`
        : 'free margin by closing a position or cancelling an order';
    return refuse(
      'RMS_MARGIN',
      { ...words(), ratio },
      `Margin short by ${rupees(needed - available)}: the order needs ${rupees(needed)} by our estimate, ${rupees(available)} is free; ${passes}.`,
      { needed, available, shortBy: needed - available, lotsThatPass: room },
    );
  },
};
