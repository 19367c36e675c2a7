import { grantAt, usage } from '../rate-limit.ts';
import type { WindowUsage } from '../rate-limit.ts';
import { windowName } from '../window-name.ts';
import { pass, refuse } from './risk-rule.ts';
import type { RiskRule } from './risk-rule.ts';

/** O12: the broker's sliding windows have room now; entries leave the reserve to exits and cancels. */
export const orderRate: RiskRule = {
  code: 'RMS_RATE_LIMIT',
  name: 'Order rate',
  entriesOnly: false,
  check({ reduces }, { sent, monotonic, capabilities }) {
    const allowedIn = ({ max, reservedForExits }: WindowUsage) => (reduces ? max : max - reservedForExits);
    let tightest: WindowUsage | null = null;
    let ratio = 0;
    for (const window of usage(sent, monotonic, capabilities)) {
      const used = (window.used + 1) / allowedIn(window);
      if (tightest !== null && used <= ratio) continue;
      tightest = window;
      ratio = used;
    }
    if (tightest === null) return pass(() => ({ value: '1', limit: 'none set' }));
    const { windowMs, used, max, reservedForExits } = tightest;
    const allowed = allowedIn(tightest);
    const words = () => {
      const name = windowName(windowMs);
      return { value: `${used + 1} in a ${name}`, limit: `${allowed} in a ${name}` };
    };
    const at = grantAt(sent, monotonic, capabilities, reduces);
    if (at <= monotonic) return pass(words, ratio);
    const waitMs = at - monotonic;
    const kept = reduces ? '' : ` (${max} less ${reservedForExits} kept for exits)`;
    return refuse(
      'RMS_RATE_LIMIT',
      { ...words(), ratio },
      `This would be order message ${used + 1} in a ${windowName(windowMs)}, ${allowed} are allowed${kept}: it would pass in ${(waitMs / 1000).toFixed(1)} s.`,
      { used, allowed, windowMs, waitMs },
    );
  },
};
