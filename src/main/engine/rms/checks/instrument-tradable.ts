import { pass, refuse } from './risk-rule.ts';
import type { RiskRule } from './risk-rule.ts';

/** An index has no order book; its options and futures do. */
export const instrumentTradable: RiskRule = {
  code: 'INSTRUMENT_NOT_TRADABLE',
  name: 'Instrument',
  entriesOnly: false,
  check({ instrument }) {
    if (instrument.kind !== 'INDEX') return pass(instrument.kind, 'EQ, FUT, CE or PE');
    return refuse(
      'INSTRUMENT_NOT_TRADABLE',
      { value: 'INDEX', limit: 'EQ, FUT, CE or PE' },
      `${instrument.name} is an index and cannot be traded. Press C for its call or P for its put at the money.`,
      { instrumentId: instrument.id, kind: instrument.kind },
    );
  },
};
