interface LimitBarScale {
  /** Places along the bar, 0–1. */
  maxLoss: number;
  zero: number;
  net: number;
}

/** Places the day's net between the maximum loss (positive paise) and an upper end that leaves room above it. */
export function limitBarScale(net: number, maxLoss: number): LimitBarScale {
  const low = Math.min(-1.1 * maxLoss, net);
  const high = Math.max(0.6 * maxLoss, 1.15 * net);
  const at = (value: number) => (value - low) / (high - low);
  return { maxLoss: at(-maxLoss), zero: at(0), net: at(net) };
}

/** From this share of the maximum loss the bar warns. */
const NEAR = 0.65;

/** How the day stands against the maximum loss. */
export function lossState(net: number, maxLoss: number): 'ok' | 'near' | 'reached' {
  if (net <= -maxLoss) return 'reached';
  return net <= -NEAR * maxLoss ? 'near' : 'ok';
}
