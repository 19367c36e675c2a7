/** A market rule with the first IST day it holds on, `YYYY-MM-DD`. */
export interface Dated {
  readonly from: string;
}

/** The version in force on an IST day; versions are listed oldest first, and the oldest also serves the days before it. */
export function inForce<T extends Dated>(versions: readonly T[], day: string): T {
  let found = versions[0]!;
  for (const version of versions) if (version.from <= day) found = version;
  return found;
}
