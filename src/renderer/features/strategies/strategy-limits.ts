import { armsAt, LIMIT_PARAMETERS, type LimitParameter } from '../../../contract/limit-parameters.ts';
import type { LimitKey, Limits } from '../../../contract/risk.ts';
import { rupees } from '../../ui/format.ts';
import { limitText } from '../rms/limit-text.ts';

interface StrategyLimit {
  key: LimitKey;
  name: string;
  /** What it does to the strategy, in its own figure. */
  says: (shown: string, limits: Limits) => string;
  off: string;
}

/** What one strategy may lose, hold and send, beside the limits of the account. */
const STRATEGY_LIMITS: readonly StrategyLimit[] = [
  {
    key: 'maxLoss',
    name: 'Loss of a day',
    says: (shown) => `At a day of −${shown}, net of charges, its entries are cancelled and locked; its exits go on.`,
    off: 'No loss of its own stops it; the account’s max loss does.',
  },
  {
    key: 'maxLots',
    name: 'Open lots',
    says: (shown) => `It holds ${shown} at most, working entries counted.`,
    off: 'It holds as many lots as the account allows.',
  },
  {
    key: 'maxOrderLots',
    name: 'Lots of one order',
    says: (shown) => `One order of it has ${shown} at most.`,
    off: 'One order has as many lots as the account allows.',
  },
  {
    key: 'profitLock',
    name: 'Profit to lock in',
    says: (shown, limits) =>
      `Once its day has reached ${rupees(armsAt(limits) ?? 0)}, a fall back to ${shown} closes what it holds and locks its entries.`,
    off: 'No profit of it is locked in.',
  },
  {
    key: 'trailingSl',
    name: 'Trailing stop',
    says: (shown) => `Each position that it opens gets a stop ${shown} behind, which follows the best price.`,
    off: 'Its positions have the stops that it sets itself, and the account’s trail.',
  },
];

export interface StrategyLimitView {
  parameter: LimitParameter;
  name: string;
  /** "₹2,000.00", "2 lots", "off". */
  text: string;
  sentence: string;
}

/** The limits of a strategy as they stand, each with what it does. */
export function strategyLimitsOf(limits: Limits): StrategyLimitView[] {
  return STRATEGY_LIMITS.map(({ key, name, says, off }) => {
    const parameter = LIMIT_PARAMETERS.find((each) => each.key === key)!;
    const text = limitText(parameter, limits[key]);
    return { parameter, name, text, sentence: limits[key] === null ? off : says(text, limits) };
  });
}
