/** Open interest of both sides of a strike, units; NaN when unknown. */
export interface OpenStrike {
  strike: number;
  callOi: number;
  putOi: number;
}

/**
 * The listed strike at which a settlement costs the writers of all open options least, paise; the lowest of equal ones.
 * Null when no open interest is known.
 */
export function maxPain(strikes: readonly OpenStrike[]): number | null {
  const open = strikes.filter(({ callOi, putOi }) => callOi > 0 || putOi > 0);
  if (open.length === 0) return null;
  let best: { strike: number; cost: number } | null = null;
  for (const { strike } of strikes) {
    const cost = open.reduce((sum, other) => sum + costAt(strike, other), 0);
    if (best === null || cost < best.cost || (cost === best.cost && strike < best.strike)) best = { strike, cost };
  }
  return best!.strike;
}

function costAt(settlement: number, { strike, callOi, putOi }: OpenStrike): number {
  const open = settlement > strike ? callOi : putOi;
  return open > 0 ? open * Math.abs(settlement - strike) : 0;
}
