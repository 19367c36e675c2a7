import type { ImportMapping, ImportReport } from '../../../../contract/desk.ts';
import { AppError } from '../../core/app-error.ts';
import { DAY_MS, IST_OFFSET_MS, istDay } from '../../core/ist.ts';
import { nseContracts } from '../../domain/contracts-nse.ts';
import { optionChainRow } from '../../domain/option-chain.ts';
import { parityForward } from '../../domain/parity-forward.ts';
import { tradingEnds } from '../../domain/trading-ends.ts';
import type { ChainRow, FileChain, RecordedSide } from '../tick-store.ts';
import { appendChainRows } from './chain-table.ts';
import { dayText } from './day-number.ts';
import { CHAIN_BY_STRIKE, CHAIN_REFUSED, chainRowsSql } from './import-chain-rows.ts';
import { SOURCE_TABLES } from './import-context.ts';
import type { ImportContext } from './import-context.ts';
import { reading } from './import-file.ts';
import { noRows, refusedRows } from './import-refused-rows.ts';
import { ImportRun } from './import-run.ts';
import type { ImportFile } from './import-source.ts';

const YEAR_MS = 365 * DAY_MS;

/** The chains of a file as our contracts: one underlying and expiry each. */
interface KnownChain extends FileChain {
  underlyingId: number;
  units: number;
}

/**
 * Imports a file of option chains in one transaction: read and judge every row, make its contracts known, put both sides of a strike
 * together, work out volatility and delta as for a recorded chain, compare the sums. Rows of an earlier import of the same
 * file name are replaced.
 *
 * @throws AppError IMPORT_FILE, IMPORT_CANCELLED, STORE_FAILED
 */
export async function importChain(
  context: ImportContext,
  file: ImportFile,
  mapping: ImportMapping,
): Promise<ImportReport> {
  const { connection, clock, signal, onProgress, sources } = context;
  const started = clock.monotonic();
  const run = new ImportRun(connection, clock, signal, onProgress);
  await run.begin();
  await run.step(0, 0.3, `Reading ${file.name}`, () =>
    reading(file.name, file.path, () => run.run(`CREATE TEMP TABLE import_rows AS ${chainRowsSql(file, mapping)}`)),
  );
  const chains = await run.step(0.3, 0.4, 'Looking up contracts', () => lookUpChains(context, run, mapping));
  const refusals = await refusedRows(run, file, CHAIN_REFUSED);
  const [counted] = await run.rows('SELECT count(*)::DOUBLE FROM import_rows WHERE reason IS NULL');
  const kept = Number(counted![0]);
  if (kept === 0) throw noRows(file, refusals);
  const days = await run.rows(
    `SELECT DISTINCT ((ts + ${IST_OFFSET_MS}) // ${DAY_MS})::DOUBLE AS day FROM import_rows WHERE reason IS NULL ORDER BY day`,
  );
  await run.run(`CREATE TEMP TABLE import_chain AS ${CHAIN_BY_STRIKE}`);
  const source = `import:${file.name}`;
  const { id: sourceId, fresh } = sources.reserve(source);
  try {
    await run.run('BEGIN');
    if (fresh) await run.run('INSERT INTO sources VALUES ($sourceId, $source)', { sourceId, source });
    const [before] = await run.rows(
      `SELECT (SELECT count(*) FROM tick_rows WHERE source_id = ${sourceId})::DOUBLE
            + (SELECT count(*) FROM chain_rows WHERE source_id = ${sourceId})::DOUBLE`,
    );
    for (const table of SOURCE_TABLES) await run.run(`DELETE FROM ${table} WHERE source_id = ${sourceId}`);
    for (const [place, chain] of chains.entries()) {
      const from = 0.4 + (0.55 * place) / chains.length;
      await run.step(from, from + 0.55 / chains.length, `Writing ${chain.underlying} ${chain.expiry}`, async () => {
        await appendChainRows(connection, sourceId, await chainRows(run, chain));
        await keepGivenVolatility(run, sourceId, chain);
      });
    }
    await run.step(0.95, 1, 'Comparing sums', () => compareSums(run, sourceId));
    await run.run('COMMIT');
    onProgress({ progress: 1, message: `${file.name} is imported` });
    return {
      file: file.name,
      source,
      rowsRead: kept + refusals.reduce((total, { rows }) => total + rows, 0),
      rowsKept: kept,
      flagged: [],
      refused: refusals,
      days: days.map(([day]) => dayText(Number(day))),
      symbols: chains.reduce((total, { calls, puts }) => total + calls.length + puts.length, 0),
      seconds: (clock.monotonic() - started) / 1000,
      replaced: Number(before![0]) > 0,
    };
  } catch (error) {
    if (fresh) sources.forget(source);
    await connection.query.run('ROLLBACK').catch(() => {});
    throw error;
  }
}

/** Makes the file's contracts known; rows of a chain whose lot nobody knows are refused. */
async function lookUpChains({ ask }: ImportContext, run: ImportRun, mapping: ImportMapping): Promise<KnownChain[]> {
  const lot = mapping.lot ?? null;
  const strikes = (side: 'call' | 'put') =>
    `list(DISTINCT strike) FILTER (coalesce(${side}_ltp, ${side}_bid, ${side}_oi) IS NOT NULL)`;
  const found = await run.rows(
    `SELECT symbol, expiry::VARCHAR, min(ts)::DOUBLE, to_json(${strikes('call')})::VARCHAR, to_json(${strikes('put')})::VARCHAR
     FROM import_rows WHERE reason IS NULL GROUP BY symbol, expiry ORDER BY symbol, expiry`,
  );
  const asked = found.map(([underlying, expiry, ts, calls, puts]): FileChain => ({
    underlying: String(underlying),
    expiry: String(expiry),
    day: istDay(Number(ts)),
    calls: strikesOf(calls),
    puts: strikesOf(puts),
    lot: lot === null || lot === 'NSE' ? null : Number(lot),
  }));
  const answers = await ask('chains', asked);
  const known: KnownChain[] = [];
  for (const [place, chain] of asked.entries()) {
    const { underlyingId, lot: units } = answers[place]!;
    if (lot !== null && units === null) {
      await run.run(
        `UPDATE import_rows SET reason = 'LOT_UNKNOWN', shown = 'Row ' || rn || ': ' || symbol || ' ' || expiry
         WHERE reason IS NULL AND symbol = $symbol AND expiry = $expiry::DATE`,
        { symbol: chain.underlying, expiry: chain.expiry },
      );
    } else known.push({ ...chain, underlyingId, units: lot === null ? 1 : units! });
  }
  return known;
}

function strikesOf(json: unknown): number[] {
  return typeof json === 'string' ? ((JSON.parse(json) as number[] | null) ?? []) : [];
}

/** NaN where no rate is known: then neither is volatility. */
function rateOn(day: string): number {
  try {
    return nseContracts.riskFreeRate(day);
  } catch {
    return Number.NaN;
  }
}

/** The rows of one chain, each moment on its own forward. Far contracts count in parts of a lot: units are rounded. */
async function chainRows(run: ImportRun, { underlying, expiry, underlyingId, units }: KnownChain): Promise<ChainRow[]> {
  const side = (name: string) =>
    ['ltp', 'bid', 'ask', 'volume', 'oi', 'chgOi'].map((field) => `${name}_${field}::DOUBLE`).join(', ');
  const rows = await run.rows(
    `SELECT ts::DOUBLE, strike, spot::DOUBLE, ${side('call')}, ${side('put')} FROM import_chain
     WHERE symbol = $underlying AND expiry = $expiry::DATE ORDER BY ts, strike`,
    { underlying, expiry },
  );
  const expiresAt = tradingEnds({ expiry });
  return [...Map.groupBy(rows, ([ts]) => Number(ts))].flatMap(([ts, moment]) => {
    run.throwIfCancelled();
    const strikes = moment.map((row) => ({
      strike: Number(row[1]),
      spot: numberOf(row[2]),
      call: sideOf(row.slice(3, 9), units),
      put: sideOf(row.slice(9, 15), units),
    }));
    const years = (expiresAt - ts) / YEAR_MS;
    const rate = rateOn(istDay(ts));
    const spot = strikes.find((strike) => strike.spot > 0)?.spot ?? Number.NaN;
    const forward = parityForward(strikes, years, rate) ?? spot * Math.exp(rate * Math.max(0, years));
    return strikes.map((strike): ChainRow => {
      const { callIvReason: _call, putIvReason: _put, ...figures } = optionChainRow(strike, forward, years, rate);
      return {
        underlyingId,
        expiry,
        ts,
        ...figures,
        callBid: strike.call?.bid ?? Number.NaN,
        callAsk: strike.call?.ask ?? Number.NaN,
        callVolume: strike.call?.volume ?? Number.NaN,
        putBid: strike.put?.bid ?? Number.NaN,
        putAsk: strike.put?.ask ?? Number.NaN,
        putVolume: strike.put?.volume ?? Number.NaN,
        spot,
      };
    });
  });
}

function sideOf(values: readonly unknown[], units: number): RecordedSide | null {
  const [ltp, bid, ask, volume, oi, chgOi] = values.map(numberOf) as [number, number, number, number, number, number];
  if ([ltp, bid, ask, volume, oi].every(Number.isNaN)) return null;
  const held = Math.round(oi * units);
  return {
    ltp: ltp || 0,
    bid: bid || 0,
    ask: ask || 0,
    volume: Math.round(volume * units),
    oi: held,
    prevOi: held - Math.round(chgOi * units),
  };
}

async function keepGivenVolatility(run: ImportRun, sourceId: number, chain: KnownChain): Promise<void> {
  await run.run(
    `INSERT INTO chain_given_iv
     SELECT ${sourceId}, ${chain.underlyingId}, expiry, strike, ts, nullif(call_iv, 0) / 100, nullif(put_iv, 0) / 100
     FROM import_chain WHERE symbol = $underlying AND expiry = $expiry::DATE AND (call_iv > 0 OR put_iv > 0)`,
    { underlying: chain.underlying, expiry: chain.expiry },
  );
}

async function compareSums(run: ImportRun, sourceId: number): Promise<void> {
  const prices = (columns: readonly string[]) =>
    columns.map((column) => `sum(nullif(${column}, 0))::VARCHAR`).join(', ');
  const columns = ['call_ltp', 'call_bid', 'call_ask', 'put_ltp', 'put_bid', 'put_ask'];
  const [read] = await run.rows(`SELECT count(*)::DOUBLE, ${prices(columns)} FROM import_chain`);
  const [stored] = await run.rows(
    `SELECT count(*)::DOUBLE, ${prices(columns)} FROM chain_rows WHERE source_id = ${sourceId}`,
  );
  if (read!.every((sum, place) => sum === stored![place])) return;
  throw new AppError(
    'STORE_FAILED',
    `The sums of the stored chain differ from those read (strikes ${Number(read![0])} read, ${Number(stored![0])} stored). Nothing was kept; import the file again.`,
    { read: read!.map(String), stored: stored!.map(String) },
  );
}

function numberOf(value: unknown): number {
  return value === null || value === undefined ? Number.NaN : Number(value);
}
