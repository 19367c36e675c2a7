import { parseArgs } from 'node:util';
import { Random } from '../src/main/engine/core/random.ts';
import { DamagedDesks } from '../src/testing/disk-faults/damaged-desk.ts';
import type { Outcome } from '../src/testing/disk-faults/damaged-desk.ts';
import { reportAndExit } from './drill-report.ts';

/**
 * Flips bits, zeroes or scrambles sectors and truncates desk.db or its log at random (F4), and opens what is left as the
 * terminal does. It must be whole, be refused, or have entries refused with the reason; going on silently is a failure.
 */
const { values } = parseArgs({
  options: {
    images: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    json: { type: 'string' },
  },
});
const images = Number(values.images);
const random = new Random(Number(values.seed));
const outcomes: Record<Outcome, number> = { whole: 0, refused: 0, noticed: 0, beside: 0, silent: 0 };
const problems: string[] = [];

const desks = await DamagedDesks.trade();
for (let image = 0; image < images; image++) {
  const { damage, outcome, message } = await desks.try(random);
  outcomes[outcome] += 1;
  if (outcome === 'silent') problems.push(`${damage.file} ${damage.kind} at ${damage.at}: ${message}`);
}
desks.remove();
reportAndExit(
  {
    figures: {
      images,
      seed: Number(values.seed),
      'no row hit': outcomes.whole,
      'not opened': outcomes.refused,
      'opened, entries refused': outcomes.noticed,
      'opened, only copies and words altered': outcomes.beside,
      'went on silently': outcomes.silent,
    },
    problems,
    held: 'Every damage of a row that money hangs on was noticed.',
  },
  values.json,
);
