import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DamagedDesks } from '../../../testing/disk-faults/damaged-desk.ts';
import { Random } from '../core/random.ts';

/** The command does hundreds: `npm run torn-images`. */
const IMAGES = 40;

let desks: DamagedDesks;

beforeAll(async () => {
  desks = await DamagedDesks.trade();
});
afterAll(() => desks.remove());

describe('desk.db and its log, damaged at random', () => {
  it(`F4 torn and bit-flipped files: whole, or refused with a sentence, never silently continued (${IMAGES} images)`, async () => {
    const random = new Random(4);
    const outcomes = new Set<string>();
    for (let image = 0; image < IMAGES; image++) {
      const { damage, outcome, message } = await desks.try(random);
      expect(outcome, `${damage.file} ${damage.kind} at ${damage.at}: ${message}`).not.toBe('silent');
      const said = outcome === 'refused' || outcome === 'noticed';
      const sentence = /^(Entries wait|desk\.db cannot be trusted): .+\.$/s.test(message);
      expect({ said, sentence }).toEqual({ said, sentence: said });
      outcomes.add(outcome);
    }
    expect(outcomes).toContain('refused');
    expect(outcomes).toContain('noticed');
  });

  it('F4 a log cut at its end: entries wait, with how much is missing and what to do', async () => {
    const { outcome, message } = await desks.tryCut();
    expect(outcome).toBe('noticed');
    expect(message).toMatch(/^Entries wait: the end of the order journal is missing: \d+ writes .+ Put back a backup/);
  });

  it('F4 one figure of a stored order altered: entries wait, the order and the figure named (O8)', async () => {
    const { outcome, message } = await desks.tryAltered(
      'UPDATE orders SET filled_value = filled_value + 1 WHERE filled > 0',
    );
    expect(outcome).toBe('noticed');
    expect(message).toMatch(
      /^Entries wait: the stored order .+ is damaged: its filledValue is \d+ and its journal says \d+\./,
    );
  });

  it('F4 one word of the activity log altered: entries wait, the entry named', async () => {
    const { outcome, message } = await desks.tryAltered(
      `UPDATE logs SET message = message || '.' WHERE seq = (SELECT max(seq) - 3 FROM logs)`,
    );
    expect(outcome).toBe('noticed');
    expect(message).toMatch(/^Entries wait: the activity log is damaged\. Entry \d+ is altered/);
  });
});
