import { DRILL_FAULTS, type DrillFault, type DrillReport } from '../../../contract/drill.ts';

/** The cells of the fault matrix behind a fault: `F17, F18`; empty without one. */
export const cellsOf = (fault: DrillFault): string => DRILL_FAULTS[fault].cells.join(', ');

/** What a drill broke at the moment, as the banner says it. */
export function activeText(active: readonly DrillFault[]): string {
  if (active.length === 0) return 'no fault at this moment';
  return active.map((fault) => DRILL_FAULTS[fault].title.toLowerCase()).join(', ');
}

/** How a drill came to its end. */
export function endText({ endedBy, startedAt, endedAt }: DrillReport): string {
  const seconds = Math.round((endedAt - startedAt) / 1000);
  if (endedBy === 'restart') return 'Ended by a restart: it has no score.';
  return endedBy === 'hand' ? `Stopped by hand after ${seconds} s.` : `Ran its ${seconds} s.`;
}

/** What a fault did: `struck 12 times`, or why it did nothing. */
export function struckText({ windows, hits }: DrillReport['faults'][number]): string {
  if (windows === 0) return 'passed by';
  if (hits === 0) return 'on, struck nothing';
  return hits === 1 ? 'struck once' : `struck ${hits.toLocaleString('en-IN')} times`;
}

/** What the score is of: a drill in which little happened tested little. */
export function testedText({ parts }: DrillReport): string {
  const tested = parts.reduce((sum, { possible }) => sum + possible, 0);
  return tested === 100 ? 'of 100 points' : `of 100, with ${tested} % of it tested`;
}
