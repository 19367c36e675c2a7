import type { LimitKey, Limits } from './risk.ts';

export type LimitUnit = 'rupees' | 'lots' | 'orders' | 'trades' | 'fills' | 'minutes' | 'points' | 'units' | 'times';
export type LimitGroup = 'Day' | 'Order' | 'Open orders' | 'Position' | 'Pace';

/** One limit as a settings window offers it. */
export interface LimitParameter {
  key: LimitKey;
  group: LimitGroup;
  name: string;
  unit: LimitUnit;
  /** In the unit of the value: paise for rupees. */
  min: number;
  max: number;
  /** One press of − or +, and where stepping an empty field starts. */
  step: number;
  origin: number;
  /** What it does, in the trader's own figures; `shown` is the value as a person reads it. */
  says: (shown: string, limits: Limits, rupees: (paise: number) => string) => string;
  /** What it would do when it is off. */
  off: string;
}

const lakh = 1_00_000_00;
const crore = 100 * lakh;

/** The day's net that arms the profit lock; paise, null while the lock is off. */
export function armsAt({ profitLock, profitLockAt }: Pick<Limits, 'profitLock' | 'profitLockAt'>): number | null {
  return profitLock === null ? null : (profitLockAt ?? Math.round(profitLock * 1.5));
}

/** Every limit with its unit, range and meaning, grouped as a person looks for them. */
export const LIMIT_PARAMETERS: readonly LimitParameter[] = [
  {
    key: 'maxLoss',
    group: 'Day',
    name: 'Max loss of the day',
    unit: 'rupees',
    min: 100,
    max: 100 * crore,
    step: 500_00,
    origin: 15_000_00,
    says: (shown) =>
      `When the day (booked + open − charges) stands at a loss of ${shown}, entries are cancelled, positions are squared off and trading halts.`,
    off: 'No loss stops the day.',
  },
  {
    key: 'profitLock',
    group: 'Day',
    name: 'Profit to lock in',
    unit: 'rupees',
    min: 100,
    max: 100 * crore,
    step: 500_00,
    origin: 5000_00,
    says: (shown, limits, rupees) =>
      `Once the day’s net has reached ${rupees(armsAt(limits) ?? 0)}, a fall back to ${shown} squares off and halts: at least that much of the day is kept.`,
    off: 'No profit is locked in.',
  },
  {
    key: 'profitLockAt',
    group: 'Day',
    name: 'Profit lock arms at',
    unit: 'rupees',
    min: 200,
    max: 100 * crore,
    step: 500_00,
    origin: 7500_00,
    says: (shown, limits, rupees) =>
      limits.profitLock === null
        ? `Without a profit to lock in, ${shown} arms nothing.`
        : `A day’s net of ${shown} arms the lock at ${rupees(limits.profitLock)}.`,
    off: 'The lock arms at one and a half times the profit to lock in.',
  },
  {
    key: 'maxDrawdown',
    group: 'Day',
    name: 'Max fall from the day’s best',
    unit: 'rupees',
    min: 100,
    max: 100 * crore,
    step: 500_00,
    origin: 10_000_00,
    says: (shown) => `When the day’s net has fallen ${shown} from its best, entries are locked. Exits pass.`,
    off: 'No fall from the day’s best locks entries.',
  },
  {
    key: 'maxTrades',
    group: 'Day',
    name: 'Trades in a day',
    unit: 'trades',
    min: 1,
    max: 10_000,
    step: 1,
    origin: 20,
    says: (shown) => `After ${shown} that opened a position, entries are locked for the day.`,
    off: 'Any number of trades.',
  },
  {
    key: 'maxLossStreak',
    group: 'Day',
    name: 'Losing trades in a row',
    unit: 'trades',
    min: 1,
    max: 100,
    step: 1,
    origin: 4,
    says: (shown) => `After ${shown} closed at a loss one after the other, entries are locked.`,
    off: 'No streak of losses locks entries.',
  },
  {
    key: 'cooldownMinutes',
    group: 'Day',
    name: 'Pause after a losing trade',
    unit: 'minutes',
    min: 1,
    max: 375,
    step: 1,
    origin: 5,
    says: (shown) => `For ${shown} after a position closed at a loss no entry is sent.`,
    off: 'No pause after a loss.',
  },
  {
    key: 'maxOrderLots',
    group: 'Order',
    name: 'Lots in one order',
    unit: 'lots',
    min: 1,
    max: 100_000,
    step: 1,
    origin: 50,
    says: (shown) => `An entry of more than ${shown} is refused.`,
    off: 'Any size.',
  },
  {
    key: 'maxOrderValue',
    group: 'Order',
    name: 'Value of one order',
    unit: 'rupees',
    min: 100,
    max: 1000 * crore,
    step: lakh,
    origin: 50 * lakh,
    says: (shown) =>
      `An entry worth more than ${shown} is refused: price × quantity, for an option sold the margin it takes if that is more.`,
    off: 'Any value.',
  },
  {
    key: 'maxOpenValue',
    group: 'Open orders',
    name: 'Value of open entries',
    unit: 'rupees',
    min: 100,
    max: 1000 * crore,
    step: lakh,
    origin: crore,
    says: (shown) => `All entries at work, unknown ones too, come to at most ${shown}.`,
    off: 'Any value.',
  },
  {
    key: 'maxOpenOrdersSymbol',
    group: 'Open orders',
    name: 'Open orders in a contract',
    unit: 'orders',
    min: 1,
    max: 1000,
    step: 1,
    origin: 10,
    says: (shown) => `At most ${shown} at work in one contract.`,
    off: 'Any number.',
  },
  {
    key: 'maxOpenOrdersStrategy',
    group: 'Open orders',
    name: 'Open orders of a strategy',
    unit: 'orders',
    min: 1,
    max: 1000,
    step: 1,
    origin: 20,
    says: (shown) => `At most ${shown} of one strategy at work; orders by hand are not counted.`,
    off: 'Any number.',
  },
  {
    key: 'maxLots',
    group: 'Position',
    name: 'Open lots',
    unit: 'lots',
    min: 1,
    max: 100_000,
    step: 1,
    origin: 20,
    says: (shown) => `Positions and entries at work, unknown ones too, come to at most ${shown}.`,
    off: 'Any number of lots.',
  },
  {
    key: 'maxPositionLots',
    group: 'Position',
    name: 'Lots in one contract',
    unit: 'lots',
    min: 1,
    max: 100_000,
    step: 1,
    origin: 20,
    says: (shown) => `The position in one contract with its entries at work is at most ${shown}.`,
    off: 'Any number of lots.',
  },
  {
    key: 'maxShortLots',
    group: 'Position',
    name: 'Options sold without a hedge',
    unit: 'lots',
    min: 1,
    max: 100_000,
    step: 1,
    origin: 5,
    says: (shown) =>
      `Sold options that no bought one of the same underlying and kind covers come to at most ${shown}, entries at work counted.`,
    off: 'Any number of lots.',
  },
  {
    key: 'maxPremium',
    group: 'Position',
    name: 'Premium budget',
    unit: 'rupees',
    min: 100,
    max: 1000 * crore,
    step: 5000_00,
    origin: 50_000_00,
    says: (shown) => `The premium of options held and being bought comes to at most ${shown}.`,
    off: 'Any premium.',
  },
  {
    key: 'maxDelta',
    group: 'Position',
    name: 'Net delta',
    unit: 'units',
    min: 1,
    max: 10_000_000,
    step: 50,
    origin: 500,
    says: (shown) => `In no underlying does the position move like more than ${shown} of it, up or down.`,
    off: 'Any delta.',
  },
  {
    key: 'maxVega',
    group: 'Position',
    name: 'Net vega',
    unit: 'rupees',
    min: 100,
    max: 1000 * crore,
    step: 500_00,
    origin: 5000_00,
    says: (shown) => `A move of volatility by one point changes the account by at most ${shown}.`,
    off: 'Any vega.',
  },
  {
    key: 'trailingSl',
    group: 'Position',
    name: 'Trailing stop',
    unit: 'points',
    min: 1,
    max: 100_000,
    step: 1,
    origin: 20,
    says: (shown) =>
      `Every position gets a stop that follows its best price at a distance of ${shown}; one that you put there goes on from where it is, one that you take off stays off.`,
    off: 'Stops stay where they were put.',
  },
  {
    key: 'trailEvery',
    group: 'Position',
    name: 'Trail for every',
    unit: 'points',
    min: 1,
    max: 100_000,
    step: 1,
    origin: 10,
    says: (shown, { trailBy }) =>
      trailBy === null
        ? `Give the step, too: for every ${shown} won the stop moves by it.`
        : `For every ${shown} won the stop moves by ${trailBy}.`,
    off: 'The stop follows without steps.',
  },
  {
    key: 'trailBy',
    group: 'Position',
    name: 'Trail by',
    unit: 'points',
    min: 1,
    max: 100_000,
    step: 1,
    origin: 5,
    says: (shown, { trailEvery }) =>
      trailEvery === null
        ? `Give the gain it takes, too: the stop then moves by ${shown}.`
        : `The stop moves by ${shown} for every ${trailEvery} won.`,
    off: 'The stop follows without steps.',
  },
  {
    key: 'maxOrdersDay',
    group: 'Pace',
    name: 'Orders in a day',
    unit: 'orders',
    min: 1,
    max: 100_000,
    step: 50,
    origin: 500,
    says: (shown) => `After ${shown} sent today no further entry is sent.`,
    off: 'Any number.',
  },
  {
    key: 'repeatFills',
    group: 'Pace',
    name: 'Fills of a strategy in 10 s',
    unit: 'fills',
    min: 2,
    max: 1000,
    step: 1,
    origin: 5,
    says: (shown) => `A strategy with ${shown} within 10 s is taken to repeat itself: its entries are locked.`,
    off: 'Strategies may repeat themselves.',
  },
  {
    key: 'maxRejects',
    group: 'Pace',
    name: 'Rejects in 30 s',
    unit: 'orders',
    min: 1,
    max: 100,
    step: 1,
    origin: 5,
    says: (shown) => `After ${shown} rejected within 30 s entries pause for a minute.`,
    off: 'Rejects pause nothing.',
  },
  {
    key: 'maxOrderToTrade',
    group: 'Pace',
    name: 'Order messages for a trade',
    unit: 'times',
    min: 1,
    max: 10_000,
    step: 5,
    origin: 50,
    says: (shown) =>
      `At most ${shown} as many places, modifies and cancels as trades in a day; counted from 100 messages on.`,
    off: 'Any ratio.',
  },
  {
    key: 'maxModifications',
    group: 'Pace',
    name: 'Modifies of one order',
    unit: 'times',
    min: 1,
    max: 1000,
    step: 1,
    origin: 20,
    says: (shown) => `An entry is modified at most ${shown}; the broker’s own limit holds besides.`,
    off: 'As often as the broker allows.',
  },
];
