import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../../main/engine/core/app-error.ts';
import { Random } from '../../main/engine/core/random.ts';
import { openDeskStore } from '../../main/engine/store/sqlite/open-desk-store.ts';
import { silentLog } from '../../main/engine/core/operator-log.ts';
import { systemIds } from '../../main/engine/core/ids.ts';
import { SystemClock } from '../../main/engine/core/system-clock.ts';
import { OrderDesk, settle } from '../order-desk.ts';
import { ScriptedBroker } from '../scripted-broker.ts';
import { damage, writtenLog } from './damage.ts';
import type { Damage } from './damage.ts';

/**
 * What became of a desk.db that was damaged: no row was hit; it was not opened; it was opened and entries are refused with
 * the reason; only what no money hangs on was hit; or it goes on as if nothing were.
 */
export type Outcome = 'whole' | 'refused' | 'noticed' | 'beside' | 'silent';

/** Copies for the centre, and the words and times of journal lines whose fold was found equal: nobody decides by them here. */
const BESIDE = new Set(['outbox', 'order_events']);
/** A name that a row has for the centre alone, by table: nothing here is found by it. */
const OWN_NAMES: Record<string, string> = { trades: 'id' };

export interface DamagedDesk {
  damage: Damage;
  outcome: Outcome;
  /** The sentence that said so, or the tables that differ. */
  message: string;
}

const FIRST_ORDERS = 60;
const MORE_ORDERS = 25;
const SUFFIXES = ['', '-wal', '-anchor'];

/** A traded day in a file, half of it in the database and half in its log, with the broker who knows the truth. */
export class DamagedDesks {
  readonly #folder: string;
  readonly #broker: ScriptedBroker;
  readonly #whole: Map<string, string>;

  private constructor(folder: string, broker: ScriptedBroker) {
    this.#folder = folder;
    this.#broker = broker;
    const copy = this.#copy();
    openAndClose(copy);
    this.#whole = contentOf(copy);
    rmSync(copy, { recursive: true });
  }

  /** Trades the day, in memory where there is a file system for it: the disk is not what is tried here. */
  static async trade(): Promise<DamagedDesks> {
    const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'damaged-'));
    mkdirSync(join(folder, 'base'));
    const broker = new ScriptedBroker();
    const desk = await new OrderDesk(() => broker, { file: join(folder, 'live.db') }).start();
    const random = new Random(1);
    for (let order = 0; order < FIRST_ORDERS + MORE_ORDERS; order++) {
      broker.fillsAtOnce = random.next() < 0.7;
      const protectedBy = random.next() < 0.3 ? { tpPrice: 30_000, slPrice: 10_000 } : {};
      desk.oms.place(desk.intent({ side: order % 3 === 0 ? 'SELL' : 'BUY', ...(order % 3 === 0 ? {} : protectedBy) }));
      await settle();
      if (random.next() < 0.2) desk.oms.cancelAll(null);
      // Long enough without a write that the log is copied into the database.
      await desk.advance(order === FIRST_ORDERS ? 5000 : 300);
    }
    for (const suffix of SUFFIXES) {
      copyFileSync(join(folder, `live.db${suffix}`), join(folder, 'base', `desk.db${suffix}`));
    }
    desk.oms.close();
    desk.store.close();
    return new DamagedDesks(folder, broker);
  }

  /** Damages a copy somewhere and opens it as the terminal does. */
  async try(random: Random): Promise<DamagedDesk> {
    let done!: Damage;
    const outcome = await this.#tryOn((copy) => {
      done = damage(copy, random);
    });
    return { damage: done, ...outcome };
  }

  /** Cuts the log in the middle. */
  async tryCut(): Promise<Omit<DamagedDesk, 'damage'>> {
    return this.#tryOn((copy) => {
      const log = join(copy, 'desk.db-wal');
      truncateSync(log, Math.floor(writtenLog(log) / 2));
    });
  }

  /** Alters rows behind the back of the terminal; append-only tables are unlocked first. */
  async tryAltered(sql: string): Promise<Omit<DamagedDesk, 'damage'>> {
    return this.#tryOn((copy) => {
      const database = new Database(join(copy, 'desk.db'));
      const guards = database
        .prepare(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`)
        .pluck()
        .all() as string[];
      const restore = database
        .prepare(`SELECT sql FROM sqlite_schema WHERE type = 'trigger'`)
        .pluck()
        .all() as string[];
      for (const guard of guards) database.exec(`DROP TRIGGER ${guard}`);
      database.exec(sql);
      for (const guard of restore) database.exec(guard);
      database.close();
    });
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #tryOn(change: (copy: string) => void): Promise<Omit<DamagedDesk, 'damage'>> {
    const copy = this.#copy();
    try {
      change(copy);
      return await this.#outcome(copy);
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  }

  async #outcome(copy: string): Promise<{ outcome: Outcome; message: string }> {
    let differing: string[];
    let isBeside: boolean;
    try {
      openAndClose(copy);
      const content = contentOf(copy);
      differing = [...this.#whole].filter(([table, rows]) => content.get(table) !== rows).map(([table]) => table);
      isBeside = differing.every((table) => BESIDE.has(table) || this.#isNameAlone(table, content));
    } catch (error) {
      if (error instanceof AppError) return { outcome: 'refused', message: error.message };
      return { outcome: 'silent', message: `not refused, but broken: ${String(error)}` };
    }
    if (differing.length === 0) return { outcome: 'whole', message: '' };
    let desk: OrderDesk;
    try {
      desk = new OrderDesk(() => this.#broker, { file: join(copy, 'desk.db'), seed: 99 });
    } catch (error) {
      if (error instanceof AppError) return { outcome: 'refused', message: error.message };
      return { outcome: 'silent', message: `${differing.join(', ')}: not refused, but broken: ${String(error)}` };
    }
    try {
      const started = desk.oms.start();
      await desk.advance(6000);
      await started;
      const { denial } = desk.oms.preview(desk.intent());
      if (denial?.code === 'RMS_RECONCILING') return { outcome: 'noticed', message: denial.message };
      return { outcome: isBeside ? 'beside' : 'silent', message: differing.join(', ') };
    } catch (error) {
      return { outcome: 'silent', message: `${differing.join(', ')}: broken: ${String(error)}` };
    } finally {
      desk.oms.close();
      desk.store.close();
    }
  }

  #isNameAlone(table: string, content: Map<string, string>): boolean {
    const name = OWN_NAMES[table];
    if (name === undefined) return false;
    const unnamed = (of: Map<string, string>) =>
      JSON.stringify((JSON.parse(of.get(table)!) as object[]).map((row) => ({ ...row, [name]: null })));
    return unnamed(content) === unnamed(this.#whole);
  }

  #copy(): string {
    const copy = mkdtempSync(join(this.#folder, 'copy-'));
    for (const suffix of SUFFIXES)
      copyFileSync(join(this.#folder, 'base', `desk.db${suffix}`), join(copy, `desk.db${suffix}`));
    return copy;
  }
}

function openAndClose(folder: string): void {
  const file = join(folder, 'desk.db');
  openDeskStore({ file, clock: new SystemClock(), ids: systemIds, operatorLog: silentLog }).close();
}

/** Every table with its rows as text. */
function contentOf(folder: string): Map<string, string> {
  const database = new Database(join(folder, 'desk.db'));
  try {
    const tables = database
      .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`)
      .pluck()
      .all() as string[];
    return new Map(tables.map((table) => [table, JSON.stringify(database.prepare(`SELECT * FROM ${table}`).all())]));
  } finally {
    database.close();
  }
}
