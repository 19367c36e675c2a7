import { DuckDBInstance } from '@duckdb/node-api';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkNseChains, checkTable } from '../../../testing/nse-chain-check.ts';
import { nseChainFile, readNseChains } from '../../../testing/nse-chain-file.ts';
import type { NseSnapshot } from '../../../testing/nse-chain-file.ts';
import { chainFigures } from './chain-figures.ts';

const { path, missing } = nseChainFile();
if (path === null) console.log(`The chain is not compared with a day of the exchange's: ${missing}`);

/** Every tenth snapshot of each expiry, some 700. */
const NTH = 10;

describe.skipIf(path === null)("the chain beside the exchange's own", () => {
  let snapshots: NseSnapshot[] = [];
  beforeAll(async () => {
    snapshots = await readNseChains(path!, NTH);
  });

  it('has its IV and keeps parity', () => {
    const { byExpiry, all } = checkNseChains(snapshots);
    console.table(checkTable([...byExpiry, all]));
    expect(all.ivCompared).toBeGreaterThan(1000);
    expect(all.ivMedian).toBeLessThanOrEqual(0.3);
    expect(all.ivP90).toBeLessThanOrEqual(1);
    expect(all.parityOnce).toBeGreaterThanOrEqual(0.6);
    expect(all.parityTwice).toBeGreaterThanOrEqual(0.85);
  });

  it('has the put-call ratios and the max pain that SQL computes', async () => {
    const ours = snapshots.map(({ underlying, expiry, ts, strikes }) => {
      const unpriced = { price: Number.NaN, iv: Number.NaN, delta: Number.NaN };
      const { pcrOi, pcrVolume, maxPain } = chainFigures(
        strikes.map(({ strike, call, put }) => ({
          strike,
          call: { ...unpriced, oi: call.oi, volume: call.volume },
          put: { ...unpriced, oi: put.oi, volume: put.volume },
        })),
        Number.NaN,
        0,
      );
      return { key: `${underlying} ${expiry} ${ts}`, pcrOi, pcrVolume, maxPain };
    });
    const theirs = await figuresBySql(path!);
    expect(ours.length).toBeGreaterThan(500);
    for (const { key, pcrOi, pcrVolume, maxPain } of ours) {
      const direct = theirs.get(key)!;
      expect([key, maxPain]).toEqual([key, direct.maxPain]);
      expect(pcrOi ?? -1).toBeCloseTo(direct.pcrOi ?? -1, 9);
      expect(pcrVolume ?? -1).toBeCloseTo(direct.pcrVolume ?? -1, 9);
    }
  });
});

/** The same figures of every collected snapshot, straight from the file. */
async function figuresBySql(file: string) {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const reader = await connection.runAndReadAll(
    `WITH kept AS (
       SELECT index_name, expiry, collected_at, dense_rank() OVER (PARTITION BY index_name, expiry ORDER BY first) AS place
       FROM (SELECT index_name, expiry, collected_at, min(collected_at) OVER (PARTITION BY index_name, expiry, exchange_ts) AS first
             FROM (SELECT DISTINCT index_name, expiry, collected_at, exchange_ts FROM read_parquet($file)))
       QUALIFY collected_at = first),
     rows AS (
       SELECT r.* FROM read_parquet($file) r JOIN kept USING (index_name, expiry, collected_at)
       WHERE (place - 1) % ${NTH} = 0),
     costs AS (
       SELECT s.index_name, s.expiry, s.collected_at, s.strike,
              sum(o.CALLS_OI * greatest(0, s.strike - o.strike) + o.PUTS_OI * greatest(0, o.strike - s.strike)) AS cost,
              sum(o.CALLS_OI + o.PUTS_OI) AS open
       FROM rows s JOIN rows o USING (index_name, expiry, collected_at) GROUP BY ALL),
     pains AS (
       SELECT index_name, expiry, collected_at, strike FROM costs WHERE open > 0
       QUALIFY row_number() OVER (PARTITION BY index_name, expiry, collected_at ORDER BY round(cost, 3), strike) = 1)
     SELECT r.index_name, r.expiry::VARCHAR, epoch_ms(r.collected_at)::DOUBLE - 19800000,
            sum(r.PUTS_OI) / nullif(sum(r.CALLS_OI), 0),
            (sum(r.PUTS_Volume) / nullif(sum(r.CALLS_Volume), 0))::DOUBLE, any_value(p.strike)::DOUBLE
     FROM rows r LEFT JOIN pains p USING (index_name, expiry, collected_at) GROUP BY ALL`,
    { file },
  );
  const figure = (value: unknown) => (value === null ? null : Number(value));
  return new Map(
    reader.getRows().map(([underlying, expiry, ts, pcrOi, pcrVolume, strike]) => [
      `${String(underlying)} ${String(expiry)} ${String(ts)}`,
      {
        pcrOi: figure(pcrOi),
        pcrVolume: figure(pcrVolume),
        maxPain: strike === null ? null : Math.round(Number(strike) * 100),
      },
    ]),
  );
}
