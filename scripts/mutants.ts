import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { MutatedCopy } from './mutants/mutated-copy.ts';
import { PLANTED_MUTANTS } from './mutants/planted-mutants.ts';
import type { PlantedMutant } from './mutants/planted-mutants.ts';

// npm run mutants -- [--seeds 200] [--only TEXT] [--rotate N] [--jobs N]
// Plants each fault in a copy of the sources and simulates days, or cuts the power, until one of them shows it: breaks a
// rule that the same day leaves whole without the fault.
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
const MOST_CUTS = 4;

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

/** Runs in a copy what has to find a fault, over some seeds, and gives what broke first, or null. */
function firstFound(folder: string, { shownBy }: PlantedMutant, from: number, to: number): Promise<Found | null> {
  const script = shownBy === 'power cuts' ? 'first-lost-order.ts' : 'first-violation.ts';
  const args = [join(folder, 'scripts/mutants', script), '--from', String(from), '--to', String(to)];
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

const clean = new MutatedCopy(root);
const brokenAnyway = new Map<string, Promise<Found | null>>();

/** Whether the sources as they are break the same rule by the same seed: then it was not the fault. */
async function isBrokenAnyway(mutant: PlantedMutant, { rule, seed }: Found): Promise<boolean> {
  const key = `${mutant.shownBy} ${seed}`;
  const found = brokenAnyway.get(key) ?? firstFound(clean.folder, mutant, seed, seed);
  brokenAnyway.set(key, found);
  return (await found)?.rule === rule;
}

/** What a copy with a fault breaks because of it, or null. */
async function brokenBy(copy: MutatedCopy, mutant: PlantedMutant): Promise<Found | null> {
  const to = mutant.shownBy === 'power cuts' ? MOST_CUTS : Number(values.seeds);
  for (let from = 1; from <= to;) {
    // oxlint-disable-next-line no-await-in-loop -- it goes on behind what was no proof
    const found = await firstFound(copy.folder, mutant, from, to);
    // oxlint-disable-next-line no-await-in-loop
    if (found === null || !(await isBrokenAnyway(mutant, found))) return found;
    from = found.seed + 1;
  }
  return null;
}

async function judge(copy: MutatedCopy, mutant: PlantedMutant): Promise<Verdict> {
  const begun = Date.now();
  const takeOut = copy.plant(mutant);
  try {
    const found = await brokenBy(copy, mutant);
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
await Promise.all(workers).finally(() => clean.remove());
console.table(verdicts);
const alive = verdicts.filter(({ killedBy }) => killedBy === null);
console.log(`${verdicts.length - alive.length} of ${verdicts.length} planted mutants were found.`);
process.exitCode = alive.length === 0 ? 0 : 1;
