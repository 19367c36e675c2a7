/** The list with one member moved by steps down (+) or up (−), kept inside the list. */
export function moved<T>(list: readonly T[], member: T, steps: number): T[] {
  const from = list.indexOf(member);
  if (from < 0) return [...list];
  const to = Math.max(0, Math.min(list.length - 1, from + steps));
  const rest = list.toSpliced(from, 1);
  return rest.toSpliced(to, 0, member);
}

/** The list with one member put before another. */
export function movedBefore<T>(list: readonly T[], member: T, before: T): T[] {
  if (member === before) return [...list];
  const rest = list.filter((other) => other !== member);
  const at = rest.indexOf(before);
  return at < 0 ? [...list] : rest.toSpliced(at, 0, member);
}
