import type { LimitCounter, Limits } from '../../../contract/risk.ts';
import type { BrokerCapabilities } from '../brokers/broker.ts';
import { istDay } from '../core/ist.ts';
import { rupees } from '../core/money.ts';
import { usage } from './rate-limit.ts';
import { riskRules } from './risk-data.ts';
import { windowName } from './window-name.ts';

/** What the RMS panel counts, at one moment. Lots, paise, monotonic ms. */
export interface CounterInput {
  /** Epoch ms. */
  now: number;
  monotonic: number;
  limits: Limits;
  /** Open lots: |positions| plus working and unknown entries. */
  openLots: number;
  /** Realised + unrealised − charges of the day. */
  dayNet: number;
  marginUsed: number;
  available: number;
  sent: readonly number[];
  capabilities: Pick<BrokerCapabilities, 'rateLimits'>;
}

function counter(
  text: Pick<LimitCounter, 'code' | 'rule' | 'value' | 'limit'>,
  ratio: number,
  nearRatio: number,
): LimitCounter {
  return { ...text, ratio, state: ratio >= 1 ? 'reached' : ratio >= nearRatio ? 'near' : 'ok' };
}

function off(text: Pick<LimitCounter, 'code' | 'rule' | 'value'>): LimitCounter {
  return { ...text, limit: 'off', ratio: null, state: 'off' };
}

/** Every counted limit with its value, limit and state: near from the dated near ratio on, reached at the limit. */
export function limitCounters(input: CounterInput): LimitCounter[] {
  const { nearRatio } = riskRules(istDay(input.now));
  const { maxLots, maxLoss } = input.limits;
  const lots = { code: 'RMS_MAX_LOTS', rule: 'Open lots', value: `${input.openLots}` };
  const loss = { code: 'RMS_MAX_LOSS', rule: "Day's loss", value: rupees(input.dayNet) };
  const funds = input.marginUsed + input.available;
  return [
    maxLots === null ? off(lots) : counter({ ...lots, limit: `${maxLots}` }, input.openLots / maxLots, nearRatio),
    maxLoss === null
      ? off(loss)
      : counter({ ...loss, limit: rupees(-maxLoss) }, Math.max(0, -input.dayNet) / maxLoss, nearRatio),
    counter(
      { code: 'RMS_MARGIN', rule: 'Margin (estimate)', value: rupees(input.marginUsed), limit: rupees(funds) },
      funds > 0 ? input.marginUsed / funds : input.marginUsed > 0 ? 1 : 0,
      nearRatio,
    ),
    ...usage(input.sent, input.monotonic, input.capabilities).map((window) => {
      const allowed = window.max - window.reservedForExits;
      const text = {
        code: 'RMS_RATE_LIMIT',
        rule: `Order messages in a ${windowName(window.windowMs)}`,
        value: `${window.used}`,
        limit: `${allowed} of ${window.max}`,
      };
      return counter(text, window.used / allowed, nearRatio);
    }),
  ];
}
