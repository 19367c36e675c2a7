/** What an option on a forward is worth and how that moves. All per unit of the underlying, in the forward's money. */
export interface OptionValue {
  /** Present value. */
  price: number;
  /** Change of price per unit of the forward. */
  delta: number;
  /** Change of delta per unit of the forward. */
  gamma: number;
  /** Change of price per calendar day that passes, the forward unmoved. */
  theta: number;
  /** Change of price per percentage point of volatility. */
  vega: number;
}

const SQRT_TWO_PI = 2.5066282746310002;
const DAYS_PER_YEAR = 365;

export function emptyOptionValue(): OptionValue {
  return { price: 0, delta: 0, gamma: 0, theta: 0, vega: 0 };
}

/** Standard normal distribution function, to about 1e-15 (Hart's rational approximation). */
export function normalCdf(x: number): number {
  const z = Math.abs(x);
  if (z > 37) return x > 0 ? 1 : 0;
  const density = Math.exp(-0.5 * z * z);
  let tail: number;
  if (z < 7.07106781186547) {
    const top =
      (((((0.0352624965998911 * z + 0.700383064443688) * z + 6.37396220353165) * z + 33.912866078383) * z +
        112.079291497871) *
        z +
        221.213596169931) *
        z +
      220.206867912376;
    const bottom =
      ((((((0.0883883476483184 * z + 1.75566716318264) * z + 16.064177579207) * z + 86.7807322029461) * z +
        296.564248779674) *
        z +
        637.333633378831) *
        z +
        793.826512519948) *
        z +
      440.413735824752;
    tail = (density * top) / bottom;
  } else {
    tail = density / (SQRT_TWO_PI * (z + 1 / (z + 2 / (z + 3 / (z + 4 / (z + 0.65))))));
  }
  return x > 0 ? 1 - tail : tail;
}

/**
 * Black-76 price of a European option on a forward.
 * @param years to expiry; at 0, or without volatility, the discounted intrinsic value
 * @param volatility per year, a fraction
 * @param rate continuously compounded, per year
 */
export function black76Price(
  isCall: boolean,
  forward: number,
  strike: number,
  years: number,
  volatility: number,
  rate: number,
): number {
  const discount = Math.exp(-rate * Math.max(0, years));
  const deviation = years > 0 && volatility > 0 ? volatility * Math.sqrt(years) : 0;
  return discount * black76Undiscounted(isCall, forward, strike, deviation);
}

/** Price and greeks into `out`, which is also returned; arguments as in black76Price. */
export function black76(
  out: OptionValue,
  isCall: boolean,
  forward: number,
  strike: number,
  years: number,
  volatility: number,
  rate: number,
): OptionValue {
  const discount = Math.exp(-rate * Math.max(0, years));
  const sign = isCall ? 1 : -1;
  if (!(years > 0) || !(volatility > 0)) {
    const inTheMoney = sign * (forward - strike) > 0;
    out.price = inTheMoney ? discount * sign * (forward - strike) : 0;
    out.delta = inTheMoney ? sign * discount : 0;
    out.gamma = 0;
    out.theta = 0;
    out.vega = 0;
    return out;
  }
  const rootYears = Math.sqrt(years);
  const deviation = volatility * rootYears;
  const d1 = Math.log(forward / strike) / deviation + 0.5 * deviation;
  const above = normalCdf(sign * d1);
  const density = Math.exp(-0.5 * d1 * d1) / SQRT_TWO_PI;
  const price = discount * sign * (forward * above - strike * normalCdf(sign * (d1 - deviation)));
  out.price = price > 0 ? price : 0;
  out.delta = sign * discount * above;
  out.gamma = (discount * density) / (forward * deviation);
  out.vega = (discount * forward * density * rootYears) / 100;
  out.theta = (rate * out.price - (discount * forward * density * volatility) / (2 * rootYears)) / DAYS_PER_YEAR;
  return out;
}

/** Value before discounting; `deviation` is volatility times the root of time. */
export function black76Undiscounted(isCall: boolean, forward: number, strike: number, deviation: number): number {
  const sign = isCall ? 1 : -1;
  if (!(deviation > 0)) return Math.max(0, sign * (forward - strike));
  const d1 = Math.log(forward / strike) / deviation + 0.5 * deviation;
  return Math.max(0, sign * (forward * normalCdf(sign * d1) - strike * normalCdf(sign * (d1 - deviation))));
}

/** Undiscounted vega per unit of `deviation`. */
export function black76VegaPerDeviation(forward: number, strike: number, deviation: number): number {
  const d1 = Math.log(forward / strike) / deviation + 0.5 * deviation;
  return (forward * Math.exp(-0.5 * d1 * d1)) / SQRT_TWO_PI;
}
