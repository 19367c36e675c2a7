import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestDesk } from '../../../../testing/desk-records.ts';
import { JournalAnchor } from './journal-anchor.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anchor-'));
  file = join(folder, 'desk.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const say = (desk: ReturnType<typeof openTestDesk>, message: string) =>
  desk.transaction((tx) => tx.log('system', message));

describe('the anchor of the journal', () => {
  it('keeps the last number, and none when a byte of it is wrong', () => {
    const anchor = new JournalAnchor(`${file}-anchor`);
    expect(anchor.read()).toBeNull();
    anchor.write(41);
    anchor.write(1_234_567);
    anchor.close();
    expect(anchor.read()).toBe(1_234_567);
    const whole = readFileSync(`${file}-anchor`);
    for (let at = 0; at < whole.length; at++) {
      const bent = Buffer.from(whole);
      bent[at]! ^= 4;
      writeFileSync(`${file}-anchor`, bent);
      expect(anchor.read()).toBeNull();
    }
  });

  it('F4: a log cut behind what was durable is told at every start, until the anchor is taken away', () => {
    openTestDesk(file).close();
    const desk = openTestDesk(file, 2);
    const kept = readFileSync(file);
    say(desk, 'one');
    say(desk, 'two');
    desk.close();
    // The database as it was before both, its log gone.
    writeFileSync(file, kept);
    truncateSync(`${file}-anchor`, 26);
    for (const seed of [3, 4]) {
      const cut = openTestDesk(file, seed);
      expect(cut.damage).toMatch(
        /^the end of the order journal is missing: 2 writes that were durable are gone from desk\.db/,
      );
      // What is written meanwhile does not close the gap.
      for (const message of ['exit', 'exit', 'exit', 'exit']) say(cut, message);
      cut.close();
    }
    rmSync(`${file}-anchor`);
    const acted = openTestDesk(file, 5);
    expect(acted.damage).toBeNull();
    acted.close();
  });

  it('F1: a desk that ends in whatever way is never behind its anchor', () => {
    for (let seed = 1; seed <= 5; seed++) {
      const desk = openTestDesk(file, seed);
      expect(desk.damage).toBeNull();
      say(desk, 'a line');
      desk.close();
    }
  });
});
