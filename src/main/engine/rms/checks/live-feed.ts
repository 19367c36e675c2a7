import { pass, refuse } from './risk-rule.ts';
import type { RiskRule } from './risk-rule.ts';

/** No entry on a silent feed or on a quote not confirmed since a reconnect. */
export const liveFeed: RiskRule = {
  code: 'RMS_STALE_FEED',
  name: 'Feed',
  entriesOnly: true,
  check({ instrument }, snapshot) {
    if (!snapshot.feedStale) return pass(() => ({ value: 'live', limit: 'live' }));
    return refuse(
      'RMS_STALE_FEED',
      { value: 'stale', limit: 'live' },
      `The feed of ${instrument.name} is stale: no entry is sent. Exits pass; entries pass with its next confirmed quote.`,
      { instrumentId: instrument.id },
    );
  },
};
