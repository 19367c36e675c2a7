import { armsAt } from '../../../contract/limit-parameters.ts';
import type { LimitCounter, Limits } from '../../../contract/risk.ts';
import type { BrokerCapabilities } from '../brokers/broker.ts';
import { istDay } from '../core/ist.ts';
import { rupees } from '../core/money.ts';
import type { StrategySnapshot } from './decision.ts';
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
  /** Best net of the day, 0 at the least, and the floor of the profit lock once it is armed. */
  peakNet: number;
  profitFloor: number | null;
  /** Positions opened today, and closed ones lost in a row. */
  tradesOpened: number;
  lossStreak: number;
  fills: number;
  ordersToday: number;
  messagesToday: number;
  /** Entries at work, paise; and the most live orders in one contract. */
  openValue: number;
  mostOrdersInContract: number;
  mostLotsInContract: number;
  shortLots: number;
  /** Paid for options held and being bought. */
  premium: number;
  /** The largest of any underlying, either way: delta in units, vega in paise a point; null while no limit asks, or a price is missing. */
  greeks: { delta: number; vega: number } | null;
  /** What each strategy has come to today, and may. */
  strategies: readonly Omit<StrategySnapshot, 'lotsAfter'>[];
  /** Rejected within the window of the breaker. */
  rejects: number;
  /** Ms that our clock is ahead of the exchange's. */
  clockSkew: number | null;
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
  const rules = riskRules(istDay(input.now));
  const { nearRatio } = rules;
  const { limits } = input;
  const funds = input.marginUsed + input.available;
  const fall = input.peakNet - input.dayNet;
  const perTrade = input.messagesToday / Math.max(1, input.fills);
  const skew = Math.abs(input.clockSkew ?? 0);
  const counted = (code: string, rule: string, used: number, most: number | null, text: (value: number) => string) =>
    most === null
      ? off({ code, rule, value: text(used) })
      : counter({ code, rule, value: text(used), limit: text(most) }, used / most, nearRatio);
  const number = (value: number) => `${value}`;
  return [
    counted('RMS_MAX_LOTS', 'Open lots', input.openLots, limits.maxLots, number),
    limits.maxLoss === null
      ? off({ code: 'RMS_MAX_LOSS', rule: "Day's loss", value: rupees(input.dayNet) })
      : counter(
          { code: 'RMS_MAX_LOSS', rule: "Day's loss", value: rupees(input.dayNet), limit: rupees(-limits.maxLoss) },
          Math.max(0, -input.dayNet) / limits.maxLoss,
          nearRatio,
        ),
    profitCounter(input, nearRatio),
    counted('RMS_DRAWDOWN', "Fall from the day's best", fall, limits.maxDrawdown, rupees),
    counter(
      { code: 'RMS_MARGIN', rule: 'Margin (estimate)', value: rupees(input.marginUsed), limit: rupees(funds) },
      funds > 0 ? input.marginUsed / funds : input.marginUsed > 0 ? 1 : 0,
      nearRatio,
    ),
    counted('RMS_TRADES', 'Trades of the day', input.tradesOpened, limits.maxTrades, number),
    counted('RMS_LOSS_STREAK', 'Losing trades in a row', input.lossStreak, limits.maxLossStreak, number),
    counted('RMS_OPEN_VALUE', 'Value of open entries', input.openValue, limits.maxOpenValue, rupees),
    counted(
      'RMS_OPEN_ORDERS',
      'Open orders in a contract',
      input.mostOrdersInContract,
      limits.maxOpenOrdersSymbol,
      number,
    ),
    counted('RMS_POSITION_LOTS', 'Lots in one contract', input.mostLotsInContract, limits.maxPositionLots, number),
    counted('RMS_SHORT_LOTS', 'Options sold without a hedge', input.shortLots, limits.maxShortLots, number),
    counted('RMS_PREMIUM', 'Premium budget', input.premium, limits.maxPremium, rupees),
    ...greekCounters(input, nearRatio),
    ...input.strategies.flatMap((strategy) => strategyCounters(strategy, nearRatio)),
    counted('RMS_ORDERS_DAY', 'Orders of the day', input.ordersToday, limits.maxOrdersDay, number),
    counted(
      'RMS_ORDER_TO_TRADE',
      'Order messages for a trade',
      perTrade,
      limits.maxOrderToTrade,
      (value) => `${Math.round(value * 10) / 10}`,
    ),
    counted('RMS_REJECTS', `Rejects in ${rules.rejects.windowMs / 1000} s`, input.rejects, limits.maxRejects, number),
    counted('RMS_CLOCK_SKEW', 'Clock against the exchange', skew, rules.clockSkew.blockMs, (ms) =>
      input.clockSkew === null ? 'not compared' : `${(ms / 1000).toFixed(1)} s`,
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

function greekCounters({ greeks, limits }: CounterInput, nearRatio: number): LimitCounter[] {
  const row = (
    code: string,
    rule: string,
    value: number | undefined,
    most: number | null,
    text: (value: number) => string,
  ) => {
    const seen = { code, rule, value: value === undefined ? 'not counted' : text(value) };
    if (most === null) return off(seen);
    // What cannot be counted lets no entry pass.
    return counter({ ...seen, limit: text(most) }, value === undefined ? 1 : value / most, nearRatio);
  };
  return [
    row('RMS_DELTA', 'Net delta', greeks?.delta, limits.maxDelta, (delta) => `${Math.round(delta)}`),
    row('RMS_VEGA', 'Net vega', greeks?.vega, limits.maxVega, (vega) => rupees(Math.round(vega))),
  ];
}

/** Of a strategy only the limits that are set. */
function strategyCounters(
  { name, dayNet, lotsNow, maxLoss, maxLots }: CounterInput['strategies'][number],
  nearRatio: number,
): LimitCounter[] {
  const rows: LimitCounter[] = [];
  if (maxLots !== null) {
    const text = { code: 'RMS_STRATEGY_LOTS', rule: `Open lots of ${name}`, value: `${lotsNow}`, limit: `${maxLots}` };
    rows.push(counter(text, lotsNow / maxLots, nearRatio));
  }
  if (maxLoss !== null) {
    const text = { code: 'RMS_STRATEGY_LOSS', rule: `Loss of ${name}`, value: rupees(dayNet), limit: rupees(-maxLoss) };
    rows.push(counter(text, Math.max(0, -dayNet) / maxLoss, nearRatio));
  }
  return rows;
}

/** How far the day is from what it must keep: before the lock arms, how far it is from arming. */
function profitCounter({ dayNet, profitFloor, limits }: CounterInput, nearRatio: number): LimitCounter {
  const rule = profitFloor === null ? 'Profit lock, not armed' : 'Profit lock, armed';
  const text = { code: 'RMS_PROFIT_LOCK', rule, value: rupees(dayNet) };
  const arms = armsAt(limits);
  if (arms === null) return off(text);
  if (profitFloor === null) {
    const ratio = Math.max(0, dayNet) / arms;
    return { ...text, limit: `arms at ${rupees(arms)}`, ratio: Math.min(ratio, 1), state: 'ok' };
  }
  const ratio = profitFloor / Math.max(1, dayNet);
  return counter({ ...text, limit: `keeps ${rupees(profitFloor)}` }, dayNet <= profitFloor ? 1 : ratio, nearRatio);
}
