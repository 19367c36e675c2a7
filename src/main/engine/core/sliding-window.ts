/** How many of `times` (ascending, ms) lie in the `windowMs` that end at `now`: later than now − windowMs, up to now. */
export function countWithin(times: readonly number[], now: number, windowMs: number): number {
  const seen = seenBy(times, now);
  let low = 0;
  let high = seen;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! > now - windowMs) high = middle;
    else low = middle + 1;
  }
  return seen - low;
}

/** The first moment from `now` on at which one more keeps every sliding window at or under `max`; ms. Infinity when `max` is 0. */
export function roomAt(times: readonly number[], now: number, windowMs: number, max: number): number {
  if (max <= 0) return Infinity;
  const blocking = times[seenBy(times, now) - max];
  if (blocking === undefined || blocking <= now - windowMs) return now;
  const free = blocking + windowMs;
  // Fractions of a millisecond may round so that the sum still falls inside the window.
  return blocking > free - windowMs ? free + 1 : Math.max(now, free);
}

/** How many of `times` are no later than `now`: a question of a moment ago is not answered by what came after it. */
function seenBy(times: readonly number[], now: number): number {
  let seen = times.length;
  while (seen > 0 && times[seen - 1]! > now) seen -= 1;
  return seen;
}
