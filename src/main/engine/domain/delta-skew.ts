export interface DeltaIv {
  /** Per unit of the underlying, negative for puts. */
  delta: number;
  /** Per year, a fraction. */
  iv: number;
}

const WING = 0.25;

/**
 * IV of the 25-delta put less that of the 25-delta call, a fraction per year, each on the line between its two neighbours
 * by delta; null when a wing does not reach that far. Sides without an IV (NaN) are left out.
 */
export function deltaSkew(calls: readonly DeltaIv[], puts: readonly DeltaIv[]): number | null {
  const put = ivAt(puts, -WING);
  const call = ivAt(calls, WING);
  return put === null || call === null ? null : put - call;
}

function ivAt(sides: readonly DeltaIv[], wanted: number): number | null {
  let below: DeltaIv | null = null;
  let above: DeltaIv | null = null;
  for (const side of sides) {
    if (Number.isNaN(side.delta) || Number.isNaN(side.iv)) continue;
    if (side.delta <= wanted && (below === null || side.delta > below.delta)) below = side;
    if (side.delta >= wanted && (above === null || side.delta < above.delta)) above = side;
  }
  if (below === null || above === null) return null;
  if (below.delta === above.delta) return below.iv;
  const share = (wanted - below.delta) / (above.delta - below.delta);
  return below.iv + share * (above.iv - below.iv);
}
