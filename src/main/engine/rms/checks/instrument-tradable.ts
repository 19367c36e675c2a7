import { tradingEnds } from '../../domain/trading-ends.ts';
import { pass, refuse } from './risk-rule.ts';
import type { RiskRule } from './risk-rule.ts';

/** An index has no order book, its options and futures do until they expire. */
export const instrumentTradable: RiskRule = {
  code: 'INSTRUMENT_NOT_TRADABLE',
  name: 'Instrument',
  entriesOnly: false,
  check({ instrument }, { now }) {
    const { kind, name, expiry } = instrument;
    if (tradingEnds(instrument) <= now) {
      return refuse(
        'INSTRUMENT_NOT_TRADABLE',
        { value: `expired ${expiry}`, limit: 'not expired' },
        `${name} expired on ${expiry} and trades no more: choose a contract of a later expiry.`,
        { instrumentId: instrument.id, expiry },
      );
    }
    if (kind !== 'INDEX') return pass(() => ({ value: kind, limit: 'EQ, FUT, CE or PE' }));
    return refuse(
      'INSTRUMENT_NOT_TRADABLE',
      { value: 'INDEX', limit: 'EQ, FUT, CE or PE' },
      `${name} is an index and cannot be traded. Press C for its call or P for its put at the money.`,
      { instrumentId: instrument.id, kind },
    );
  },
};
