import { rupees } from '../../core/money.ts';
import { pass, refuse } from './risk-rule.ts';
import type { RiskRule } from './risk-rule.ts';

/** The margin the order adds, by our own estimate, is free in the account. An order that adds none passes. */
export const marginSuffices: RiskRule = {
  code: 'RMS_MARGIN',
  name: 'Margin (estimate)',
  entriesOnly: true,
  check({ lots }, { marginNeeded, availableAfter, available }) {
    if (marginNeeded === null || availableAfter === null) {
      return refuse(
        'RMS_MARGIN',
        { value: 'not known', limit: rupees(available) },
        'The margin cannot be estimated without a price of the contract and its underlying: entries pass with their next quote.',
        { available },
      );
    }
    const words = () => ({ value: rupees(marginNeeded), limit: rupees(available) });
    const ratio = marginNeeded <= 0 ? 0 : available > 0 ? marginNeeded / available : 1;
    if (availableAfter >= 0 || marginNeeded <= 0) return pass(words, ratio);
    const seen = { ...words(), ratio };
    const room = Math.max(0, Math.min(lots - 1, Math.floor((available * lots) / marginNeeded)));
    const passes =
      room > 0 ? `about ${room} ${room === 1 ? 'lot' : 'lots'} would pass` : 'free margin by closing a position';
    return refuse(
      'RMS_MARGIN',
      seen,
      `Margin short by ${rupees(-availableAfter)}: the order needs ${seen.value} by our estimate, ${seen.limit} is free; ${passes}.`,
      { marginNeeded, available, shortBy: -availableAfter, lotsThatPass: room },
    );
  },
};
