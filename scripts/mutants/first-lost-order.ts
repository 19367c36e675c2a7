import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Random } from '../../src/main/engine/core/random.ts';
import { DiskFaults } from '../../src/testing/disk-faults/disk-faults.ts';
import { witnessImage } from '../../src/testing/disk-faults/image-witness.ts';
import { powerCutImage } from '../../src/testing/disk-faults/power-cut-image.ts';
import { writeUntilDark } from '../../src/testing/disk-faults/write-until-dark.ts';

// node first-lost-order.ts --from 1 --to 4: cuts the power under a desk that journals, once by seed, and prints as JSON the
// first acknowledged order that an image lacks (O6), null when none does.
const { values } = parseArgs({ options: { from: { type: 'string' }, to: { type: 'string' } } });

const WRITES = 60;
const writer = join(import.meta.dirname, '../../src/testing/desk-store-writer.ts');

/** What a power cut under one life of the writer lost, a sentence, or null. */
async function lostIn(folder: string, seed: number): Promise<string | null> {
  const live = join(folder, 'live');
  const image = join(folder, 'image');
  for (const path of [live, image]) mkdirSync(path);
  const disk = DiskFaults.build(live);
  if (disk === null) throw new Error('Power cannot be cut here: it takes Linux and a C compiler.');
  try {
    const random = new Random(seed);
    const lines = await writeUntilDark(writer, join(live, 'desk.db'), random.integer(1, WRITES), disk.env);
    const acknowledged = lines.filter((id) => id.length === 36);
    powerCutImage(live, disk.durable, image, 'none', random);
    const verdict = witnessImage(image, acknowledged);
    return verdict.kind === 'whole' ? null : `${verdict.kind}: ${verdict.message}`;
  } finally {
    disk.remove();
  }
}

let found: { rule: string; seed: number; sentence: string } | null = null;
for (let seed = Number(values.from); seed <= Number(values.to) && found === null; seed++) {
  const folder = mkdtempSync(join(tmpdir(), 'lost-order-'));
  // oxlint-disable-next-line no-await-in-loop -- the next life only when this one lost nothing
  const sentence = await lostIn(folder, seed).finally(() => rmSync(folder, { recursive: true, force: true }));
  if (sentence !== null) found = { rule: 'O6', seed, sentence };
}
console.log(JSON.stringify(found));
