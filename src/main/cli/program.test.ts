import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ImportMapping, ImportReport, Job } from '../../contract/desk.ts';
import { AppError } from '../engine/core/app-error.ts';
import type { OpenDeskOptions } from '../open-desk.ts';
import { TestingDesk } from '../rpc/testing-desk.ts';
import type { CliContext } from './cli-context.ts';
import { program } from './program.ts';

const report: ImportReport = {
  file: 'ticks.csv',
  source: 'import:ticks.csv',
  rowsRead: 123_456,
  rowsKept: 123_400,
  flagged: [{ code: 'REPEAT', label: 'repeats', rows: 12, treatment: 'kept without volume' }],
  refused: [{ code: 'PRICE', label: 'no price', rows: 56, example: 'row 9: ltp is empty' }],
  days: ['2021-04-13'],
  symbols: 3,
  seconds: 1.25,
  replaced: false,
};
const columns = [{ name: 'Time', type: 'VARCHAR', sample: '09:15:00' }];
const jobId = '3b241101-e2bb-4255-8caf-4136c566a962';
const running: Job = {
  id: jobId,
  title: 'Import',
  state: 'running',
  progress: 0.5,
  secondsLeft: 3.2,
  message: null,
  report: null,
};

let desk: TestingDesk;
let opened: OpenDeskOptions[];
let closed: number;
let printed: string[];
let noted: string[];
let progress: string[];
let stop: (() => void)[];
let folder: string;

beforeEach(() => {
  desk = new TestingDesk();
  [opened, printed, noted, progress, stop, closed] = [[], [], [], [], [], 0];
  folder = mkdtempSync(join(tmpdir(), 'cli-'));
  writeFileSync(join(folder, 'index.html'), 'page');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs one command line; gives its exit code. */
async function run(...args: string[]): Promise<number | null> {
  let exitCode: number | null = null;
  const context: CliContext = {
    openDesk: (options) => {
      opened.push(options);
      return Promise.resolve({ api: desk.api, close: () => Promise.resolve(void (closed += 1)) });
    },
    tickStoreWorker: new URL('file:///worker.js'),
    pageFolder: folder,
    defaultDataDir: '/the/default',
    version: '1.2.3',
    print: (line) => printed.push(line),
    note: (line) => noted.push(line),
    progress: (line) => progress.push(line),
    onStop: (listener) => {
      stop.push(listener);
      return () => (stop = stop.filter((other) => other !== listener));
    },
    onLinkWanted: () => () => {},
  };
  const root = program(context, (code) => (exitCode = code)).exitOverride();
  for (const command of [root, ...root.commands]) {
    command
      .exitOverride()
      .configureOutput({ writeOut: (text) => printed.push(text), writeErr: (text) => noted.push(text) });
  }
  await root.parseAsync(['node', 'terminal', ...args]);
  return exitCode;
}

const unmapped: ImportMapping = {
  symbol: null,
  fixedSymbol: null,
  kind: null,
  ts: '',
  ltp: '',
  open: null,
  high: null,
  low: null,
  time: null,
  volume: null,
  seq: null,
  bid: null,
  ask: null,
  oi: null,
};

/** A desk whose import goes through the given states. */
function importing(states: Partial<Job>[], guessed: Partial<ImportMapping> = { ts: 'Time', ltp: 'Price' }): void {
  const mapping = { ...unmapped, ...guessed };
  desk.answer = (name) => {
    if (name === 'import.inspect')
      return { columns, rows: 1, mapping, problem: mapping.ts === '' ? 'No column looks like a time.' : null };
    if (name === 'import.start') {
      queueMicrotask(() => {
        for (const state of states) desk.emit('jobs', { upsert: [{ ...running, ...state }], remove: [] });
      });
      return { jobId };
    }
    return null;
  };
}

describe('terminal', () => {
  it('lists its commands', async () => {
    await expect(run('--help')).rejects.toMatchObject({ exitCode: 0 });
    for (const name of ['serve', 'import', 'verify', 'replay-days']) expect(printed.join('')).toContain(`  ${name} `);
  });

  it('opens the default data folder, or the one it is given, and closes it', async () => {
    desk.answer = () => ({ ok: true, entries: 3, message: 'The log is whole.' });
    expect(await run('verify')).toBe(0);
    expect(await run('verify', '--data-dir', '/mine')).toBe(0);
    expect(opened.map(({ dataDir }) => dataDir)).toEqual(['/the/default', '/mine']);
    expect(closed).toBe(2);
    expect(printed).toEqual(['The log is whole.', 'The log is whole.']);
  });

  it('exits 1 when the log is broken, and closes the desk when a command is refused', async () => {
    desk.answer = () => ({ ok: false, entries: 3, message: 'Entry 2 was changed.' });
    expect(await run('verify')).toBe(1);
    desk.answer = () => {
      throw new AppError('STORE_DAMAGED', 'desk.db fails its check.');
    };
    await expect(run('verify')).rejects.toThrow('desk.db fails its check.');
    expect(closed).toBe(2);
  });

  it('refuses a port or a seed that is none', async () => {
    await expect(run('serve', '--port', '70000')).rejects.toMatchObject({ exitCode: 1 });
    await expect(run('serve', '--seed', 'x')).rejects.toMatchObject({ exitCode: 1 });
    expect(opened).toEqual([]);
  });

  it('lists the days of a replay as a table', async () => {
    desk.answer = () => [
      { day: '2021-04-13', source: 'import:ticks.csv', rows: 1_234_567, symbols: 3, from: 0, to: 1 },
    ];
    expect(await run('replay-days')).toBe(0);
    expect(printed[0]).toBe(
      [
        'Day         Source                Ticks  Symbols',
        '----------  ----------------  ---------  -------',
        '2021-04-13  import:ticks.csv  12,34,567        3',
      ].join('\n'),
    );
    desk.answer = () => [];
    await run('replay-days');
    expect(printed[1]).toContain('terminal import FILE');
  });
});

describe('terminal serve', () => {
  it('prints its link, serves until it is stopped, then closes the desk', async () => {
    const exit = run('serve', '--port', '0', '--seed', '7');
    await expect.poll(() => printed).toHaveLength(1);
    expect(printed[0]).toMatch(/^Terminal ready at http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}$/);
    const address = new URL(printed[0]!.split(' ').at(-1)!);
    expect(await (await fetch(address.origin)).text()).toBe('page');
    expect(opened[0]).toMatchObject({ seed: 7, version: '1.2.3' });
    expect(closed).toBe(0);
    stop[0]!();
    expect(await exit).toBe(0);
    expect(closed).toBe(1);
    await expect(fetch(address.origin)).rejects.toThrow('fetch failed');
  });
});

describe('terminal import', () => {
  it('shows how far it is, prints the report and exits 0', async () => {
    importing([{}, { state: 'done', report }]);
    expect(await run('import', 'ticks.csv')).toBe(0);
    expect(desk.asked.at(-1)).toEqual({
      name: 'import.start',
      args: { path: resolve('ticks.csv'), mapping: { ...unmapped, ts: 'Time', ltp: 'Price' } },
    });
    expect(progress).toEqual(['50 %, 4 s left', '']);
    expect(printed[0]).toContain('Refused: no price        56  e.g. row 9: ltp is empty');
    expect(printed[0]).toContain('3 symbols, 2021-04-13, in 1.3 s');
  });

  it('exits 1 with the cause when it fails', async () => {
    importing([{ state: 'failed', message: 'Row 5 cannot be read.' }]);
    expect(await run('import', 'ticks.csv')).toBe(1);
    expect(noted).toEqual(['Row 5 cannot be read.']);
  });

  it('says what it cannot tell from the columns, and how to name them', async () => {
    importing([], {});
    await expect(run('import', 'ticks.csv')).rejects.toThrow(
      'No column looks like a time. Name columns with --map FIELD=COLUMN.',
    );
    await expect(run('import', 'ticks.csv', '--map', 'ltp=Price')).rejects.toMatchObject({ code: 'IMPORT_COLUMN' });
    await expect(run('import', 'ticks.csv', '--map', 'price=Price')).rejects.toThrow(/Fields are symbol, fixedSymbol/);
  });

  it('maps columns by hand, over what was guessed', async () => {
    importing([{ state: 'done', report }], { symbol: 'Name', ts: 'Time', ltp: 'Price', bid: 'Bid' });
    await run('import', 'ticks.csv', '--map', 'ltp=Last', 'fixedSymbol=NIFTY', '--map', 'bid=');
    expect(desk.asked.at(-1)?.args).toMatchObject({
      mapping: { symbol: null, fixedSymbol: 'NIFTY', ts: 'Time', ltp: 'Last', bid: null, oi: null },
    });
  });

  it('cancels when it is told to stop', async () => {
    importing([{}]);
    const exit = run('import', 'ticks.csv');
    await expect.poll(() => progress).toHaveLength(1);
    stop[0]!();
    expect(desk.asked.at(-1)).toEqual({ name: 'jobs.cancel', args: { jobId } });
    desk.emit('jobs', { upsert: [{ ...running, state: 'cancelled' }], remove: [] });
    expect(await exit).toBe(1);
    expect(noted[0]).toMatch(/cancelled/);
  });

  it('answers SQL as a table, CSV or JSON, and says when rows are cut', async () => {
    desk.answer = () => ({
      columns: [
        { name: 'symbol', kind: 'text' },
        { name: 'n', kind: 'number' },
      ],
      rows: [
        ['NIFTY, weekly', 12],
        [null, 3],
      ],
      cut: true,
      ms: 1,
    });
    expect(await run('sql', 'SELECT 1', '--limit', '2')).toBe(0);
    expect(desk.asked.at(-1)).toEqual({ name: 'sql.run', args: { sql: 'SELECT 1', limit: 2 } });
    expect(printed.at(-1)).toBe('symbol          n\n-------------  --\nNIFTY, weekly  12\n                3');
    expect(noted.at(-1)).toMatch(/first 2 are shown/);
    await run('sql', 'SELECT 1', '--csv');
    expect(printed.at(-1)).toBe('symbol,n\n"NIFTY, weekly",12\n,3');
    await run('sql', 'SELECT 1', '--json');
    expect(JSON.parse(printed.at(-1)!)).toEqual([
      { symbol: 'NIFTY, weekly', n: 12 },
      { symbol: null, n: 3 },
    ]);
    await expect(run('sql', 'SELECT 1', '--limit', '0')).rejects.toMatchObject({ code: 'CALL_INVALID' });
  });
});

/** A desk on which each call that starts a job starts this one, which goes through the given states at once. */
function working(states: Partial<Job>[]): { name: string; args: unknown }[] {
  const asked: { name: string; args: unknown }[] = [];
  desk.answer = (name, args) => {
    asked.push({ name, args });
    for (const state of states) desk.emit('jobs', { upsert: [{ ...running, ...state }], remove: [] });
    return { jobId: states.length === 0 ? null : jobId };
  };
  return asked;
}

describe('terminal export, archive, compact', () => {
  it('asks for the rows of these days and waits until the file is written', async () => {
    const asked = working([{}, { state: 'done' }]);
    const args = ['export', 'ticks', 'out.parquet', '--from', '2026-01-05', '--symbols', 'NIFTY', 'BANKNIFTY'];
    expect(await run(...args)).toBe(0);
    const path = resolve('out.parquet');
    expect(asked).toEqual([
      {
        name: 'data.export',
        args: {
          what: 'ticks',
          format: 'parquet',
          source: 'sim',
          symbols: ['NIFTY', 'BANKNIFTY'],
          from: '2026-01-05',
          to: '2026-01-05',
          path,
        },
      },
    ]);
    expect(printed).toEqual([`Written: ${path}`]);
  });

  it('opens no desk for what cannot be exported', async () => {
    await expect(run('export', 'orders', 'out.csv', '--from', '2026-01-05')).rejects.toThrow(/ticks, bars or chain/);
    await expect(run('export', 'ticks', 'out.csv', '--from', 'today')).rejects.toThrow(/days such as/);
    expect(opened).toEqual([]);
  });

  it.each([
    ['archive', 'data.archive', 'Archived.', 'Every day that is over is archived.'],
    ['compact', 'days.compact', 'Sorted.', 'Every day that is over is sorted.'],
  ])('%s waits for its job, says why it failed, and when there is none', async (command, call, done, nothing) => {
    expect(working([{ state: 'done' }])).toEqual([]);
    expect(await run(command)).toBe(0);
    working([{ state: 'failed', message: 'The disk is full.' }]);
    expect(await run(command)).toBe(1);
    const asked = working([]);
    expect(await run(command)).toBe(0);
    expect(asked.map(({ name }) => name)).toEqual([call]);
    expect(printed).toEqual([done, nothing]);
    expect(noted).toEqual(['The disk is full.']);
  });
});
