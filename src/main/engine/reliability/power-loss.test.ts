import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DiskFaults } from '../../../testing/disk-faults/disk-faults.ts';
import { witnessImage } from '../../../testing/disk-faults/image-witness.ts';
import { powerCutImage } from '../../../testing/disk-faults/power-cut-image.ts';
import { writeUntilDark } from '../../../testing/disk-faults/write-until-dark.ts';
import { Random } from '../core/random.ts';

const testing = resolve(import.meta.dirname, '../../../testing');
const folder = mkdtempSync(join(tmpdir(), 'power-loss-'));
const live = join(folder, 'live');
mkdirSync(live);
const disk = DiskFaults.build(live);

let acknowledged: string[] = [];
let image = 0;

beforeAll(async () => {
  if (disk === null) return;
  const writer = join(testing, 'desk-store-writer.ts');
  const lines = await writeUntilDark(writer, join(live, 'desk.db'), 60, disk.env);
  acknowledged = lines.filter((id) => id.length === 36);
});
afterAll(() => {
  disk?.remove();
  rmSync(folder, { recursive: true, force: true });
});

function newImage(): string {
  const path = join(folder, `image-${(image += 1)}`);
  mkdirSync(path);
  return path;
}

describe.skipIf(disk === null)('a power cut while orders are journalled', () => {
  it.each(['none', 'some sectors', 'some sectors', 'some sectors', 'a beginning', 'a beginning'] as const)(
    'F3 power loss, of what was not synced the disk keeps %s: every acknowledged order is there (O6), the chain is whole',
    (unsynced) => {
      const path = newImage();
      powerCutImage(live, disk!.durable, path, unsynced, new Random(image));
      const verdict = witnessImage(path, acknowledged);
      expect(verdict).toMatchObject({ kind: 'whole' });
      expect(acknowledged.length).toBeGreaterThanOrEqual(60);
    },
  );

  it('F3 the same cut loses rows that were acknowledged before they were synced', async () => {
    const loose = join(folder, 'live', 'desk.db-loose');
    const numbers = await writeUntilDark(join(testing, 'disk-faults/loose-writer.ts'), loose, 200, disk!.env);
    // What was deleted stays in the image: the journal from before the write-ahead log.
    rmSync(join(disk!.durable, 'desk.db-loose-journal'));
    const database = new Database(join(disk!.durable, 'desk.db-loose'));
    const kept = database.prepare('SELECT count(*) FROM acknowledged').pluck().get() as number;
    database.close();
    expect(kept).toBeLessThan(numbers.length);
  });
});
