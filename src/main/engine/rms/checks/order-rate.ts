import { grantAt, usage } from '../rate-limit.ts';
import { windowName } from '../window-name.ts';
import { pass, refuse } from './risk-rule.ts';
import type { RiskRule } from './risk-rule.ts';

/** O12: the broker's sliding windows have room now; entries leave the reserve to exits and cancels. */
export const orderRate: RiskRule = {
  code: 'RMS_RATE_LIMIT',
  name: 'Order rate',
  entriesOnly: false,
  check(order, { sent, monotonic, capabilities }) {
    const windows = usage(sent, monotonic, capabilities).map((window) => {
      const allowed = order.reduces ? window.max : window.max - window.reservedForExits;
      return { ...window, allowed, ratio: (window.used + 1) / allowed };
    });
    const tightest = windows.toSorted((a, b) => b.ratio - a.ratio)[0];
    if (tightest === undefined) return pass('1', 'none set');
    const name = windowName(tightest.windowMs);
    const seen = {
      value: `${tightest.used + 1} in a ${name}`,
      limit: `${tightest.allowed} in a ${name}`,
      ratio: tightest.ratio,
    };
    const at = grantAt(sent, monotonic, capabilities, order.reduces);
    if (at <= monotonic) return pass(seen.value, seen.limit, seen.ratio);
    const waitMs = at - monotonic;
    const kept = order.reduces ? '' : ` (${tightest.max} less ${tightest.reservedForExits} kept for exits)`;
    return refuse(
      'RMS_RATE_LIMIT',
      seen,
      `This would be order message ${tightest.used + 1} in a ${name}, ${tightest.allowed} are allowed${kept}: it would pass in ${(waitMs / 1000).toFixed(1)} s.`,
      { used: tightest.used, allowed: tightest.allowed, windowMs: tightest.windowMs, waitMs },
    );
  },
};
