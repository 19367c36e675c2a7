import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { MutatedCopy } from './mutants/mutated-copy.ts';
import { PLANTED_MUTANTS } from './mutants/planted-mutants.ts';
import type { PlantedMutant } from './mutants/planted-mutants.ts';

// npm run mutants -- [--seeds 200] [--only TEXT] [--rotate N] [--jobs N]
// Plants each fault in a copy of the sources and simulates days, or cuts the power, until one of them shows it.
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '200' },
    only: { type: 'string' },
    /** So many of them, other ones each day. */
    rotate: { type: 'string' },
    jobs: { type: 'string', default: String(availableParallelism()) },
  },
});

const root = join(import.meta.dirname, '..');
/** Power cuts, of which the first should show it. */
const LIVES = 4;

interface Verdict {
  mutant: string;
  killedBy: string | null;
  seed: number | null;
  seconds: number;
}

interface Found {
  rule: string;
  seed: number;
  sentence: string;
}

function chosen(): readonly PlantedMutant[] {
  const { only, rotate } = values;
  if (only !== undefined) return PLANTED_MUTANTS.filter(({ name }) => name.includes(only));
  if (rotate === undefined) return PLANTED_MUTANTS;
  const today = Math.floor(Date.now() / 86_400_000);
  const count = Number(rotate);
  return Array.from(
    { length: count },
    (_, index) => PLANTED_MUTANTS[(today * count + index) % PLANTED_MUTANTS.length]!,
  );
}

/** Runs in a copy what has to find the fault, and gives what broke first, or null. */
function firstFound(folder: string, { shownBy }: PlantedMutant): Promise<Found | null> {
  const [script, ...options] =
    shownBy === 'power cuts'
      ? ['first-lost-order.ts', '--lives', String(LIVES)]
      : ['first-violation.ts', '--from', '1', '--to', values.seeds];
  const args = [join(folder, 'scripts/mutants', script!), ...options];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  let complaint = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on('close', () => {
      try {
        resolve(JSON.parse(printed) as Found | null);
      } catch {
        reject(new Error(`There was no report: ${complaint.slice(-2000)}${printed.slice(-500)}`));
      }
    });
  });
}

async function judge(copy: MutatedCopy, mutant: PlantedMutant): Promise<Verdict> {
  const begun = Date.now();
  const takeOut = copy.plant(mutant);
  try {
    const found = await firstFound(copy.folder, mutant);
    const seconds = Math.round((Date.now() - begun) / 1000);
    return { mutant: mutant.name, killedBy: found?.rule ?? null, seed: found?.seed ?? null, seconds };
  } finally {
    takeOut();
  }
}

const queue = [...chosen()];
const verdicts: Verdict[] = [];
const workers = Array.from({ length: Math.min(Number(values.jobs), queue.length) }, async () => {
  const copy = new MutatedCopy(root);
  try {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      // oxlint-disable-next-line no-await-in-loop -- one copy holds one fault at a time
      const verdict = await judge(copy, next);
      verdicts.push(verdict);
      console.log(
        `${verdict.mutant}: ${verdict.killedBy === null ? 'ALIVE' : `${verdict.killedBy}, seed ${verdict.seed}`}`,
      );
    }
  } finally {
    copy.remove();
  }
});
await Promise.all(workers);
console.table(verdicts);
const alive = verdicts.filter(({ killedBy }) => killedBy === null);
console.log(`${verdicts.length - alive.length} of ${verdicts.length} planted mutants were found.`);
process.exitCode = alive.length === 0 ? 0 : 1;
