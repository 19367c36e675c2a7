import { Command, InvalidArgumentError, Option } from 'commander';
import { askSql, listTables } from './ask-sql.ts';
import type { SqlFlags } from './ask-sql.ts';
import type { CliContext, DeskFlags } from './cli-context.ts';
import { archiveDays, compactDays, exportFile } from './data-commands.ts';
import type { ExportFlags } from './data-commands.ts';
import { showFlight } from './flight.ts';
import { importFile } from './import-file.ts';
import { serve } from './serve.ts';
import { faultClass, seedRange, simulate } from './simulate.ts';
import type { SimulateFlags } from './simulate.ts';
import { count, textTable } from './text-table.ts';
import { withDesk } from './with-desk.ts';

/** The commands of the terminal; `parseAsync` gives through `done` the code the process should exit with. */
export function program(context: CliContext, done: (exitCode: number) => void): Command {
  const root = new Command('terminal')
    .description(
      'The trading terminal without its window: serves the page to a browser, imports ticks, checks the log.',
    )
    .version(context.version)
    .showHelpAfterError();

  const command = (nameAndArgs: string, description: string) =>
    root
      .command(nameAndArgs)
      .description(description)
      .option('--data-dir <folder>', 'where the desk keeps its data', context.defaultDataDir);

  command('serve', 'run the desk and serve its page on this machine')
    .option('--port <number>', 'port on 127.0.0.1; 0 takes any free one', portNumber, 4780)
    .addOption(new Option('--seed <number>', 'makes the simulated market the same every time').argParser(wholeNumber))
    .action(async (flags: DeskFlags & { port: number; seed?: number }) => done(await serve(context, flags)));

  command('import <file>', 'import ticks or bars of a CSV, Parquet or JSON file into the desk')
    .option('--map <field=column...>', 'which column feeds which field, where its name does not tell', [])
    .action(async (file: string, flags: DeskFlags & { map: string[] }) => done(await importFile(context, file, flags)));

  command('verify', 'check the chain of the log; exit code 1 when it is broken').action((flags: DeskFlags) =>
    withDesk(context, flags, async ({ api }) => {
      const { ok, message } = await api.calls['logs.verify']({});
      context.print(message);
      done(ok ? 0 : 1);
    }),
  );

  command('flight <order>', 'print the way of an order, by its id or “last”, from key press to fill')
    .option('--json', 'print it as JSON')
    .action(async (order: string, flags: DeskFlags & { json?: boolean }) =>
      done(await showFlight(context, order, flags)),
    );

  command('replay-days', 'list the days that can be replayed').action((flags: DeskFlags) =>
    withDesk(context, flags, async ({ api }) => {
      const days = await api.calls['replay.days']({});
      const rows = days.map(({ day, source, rows, symbols }) => [day, source, count(rows), count(symbols)]);
      const nothing = 'Nothing is recorded yet. Run the desk for a while, or import a file with: terminal import FILE';
      context.print(rows.length === 0 ? nothing : textTable(['Day', 'Source', 'Ticks', 'Symbols'], rows, [2, 3]));
      done(0);
    }),
  );

  command('export <what> <file>', 'write ticks, bars or chain into a .csv or .parquet file')
    .requiredOption('--from <day>', 'the first day, e.g. 2026-11-20')
    .option('--to <day>', 'the last day, included; the first one when left out')
    .option('--source <name>', 'whose: sim, or import:FILE as replay-days names it', 'sim')
    .option('--symbols <symbol...>', 'these alone', [])
    .action(async (what: string, file: string, flags: ExportFlags) =>
      done(await exportFile(context, what, file, flags)),
    );

  command('archive', 'move days that are over into Parquet files, which are read with the rest').action(
    async (flags: DeskFlags) => done(await archiveDays(context, flags)),
  );

  command('compact', 'sort days that are over, so that charts of them are read faster').action(
    async (flags: DeskFlags) => done(await compactDays(context, flags)),
  );

  command('sql [select]', 'ask ticks, option chains and the books by one SELECT; without one, list the tables')
    .option('--limit <number>', 'at most so many rows', wholeNumber, 1000)
    .option('--csv', 'print the rows as CSV')
    .option('--json', 'print the rows as JSON')
    .action(async (select: string | undefined, flags: SqlFlags) =>
      done(await (select === undefined ? listTables(context, flags) : askSql(context, select, flags))),
    );

  // It lives in memory alone and opens no data folder.
  root
    .command('simulate')
    .description('play whole trading days with faults against the real engine; exit code 1 when an invariant breaks')
    .option('--seeds <range>', 'which days, e.g. 1-200', seedRange, { from: 1, to: 20 })
    .option('--fault <class>', 'a class of fault that is in every day, e.g. F16; may be repeated', faultClass, [])
    .option('--twice <number>', 'so many days are played twice and must give one trace', wholeNumber, 0)
    .option('--jobs <number>', 'so many processes at a time; one per core when left out', wholeNumber)
    .option('--no-shrink', 'do not cut the first day that fails down to what the failure needs')
    .option('--json', 'print the figures as JSON')
    .action(async (flags: SimulateFlags) => done(await simulate(context, flags)));

  return root;
}

function wholeNumber(text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

function portNumber(text: string): number {
  const port = wholeNumber(text);
  if (port > 65_535) throw new InvalidArgumentError('A port is 0 to 65535.');
  return port;
}
