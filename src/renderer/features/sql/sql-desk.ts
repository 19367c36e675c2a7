import { create } from 'zustand';
import { z } from 'zod';
import type { SqlResult, SqlTable } from '../../../contract/sql.ts';
import { client } from '../../client/client.ts';
import { sentenceOf } from '../../client/call-error.ts';

const KEY = 'sql.text';
const LIMIT = 5000;

/** What a trader asks first; also how the tables hang together. */
export const EXAMPLES: readonly { title: string; sql: string }[] = [
  {
    title: 'Ticks by symbol',
    sql: 'SELECT symbol, count(*) AS ticks, min(timestamp) AS first, max(timestamp) AS last\nFROM ticks\nGROUP BY symbol\nORDER BY ticks DESC',
  },
  {
    title: 'NIFTY by the minute',
    sql: "SELECT date_trunc('minute', timestamp) AS minute, last(ltp ORDER BY timestamp) / 100 AS ltp\nFROM ticks\nWHERE symbol = 'NIFTY 50'\nGROUP BY minute\nORDER BY minute",
  },
  {
    title: 'PCR by the minute',
    sql: "SELECT date_trunc('minute', timestamp) AS minute, expiry, sum(put_oi) / sum(call_oi) AS pcr\nFROM option_chain\nWHERE symbol = 'NIFTY 50'\nGROUP BY minute, expiry\nORDER BY minute, expiry",
  },
  {
    title: 'Orders and their fills',
    sql: 'SELECT o.symbol, o.side, o.quantity, o.state, t.fill_price / 100 AS fill, t.pnl / 100 AS pnl\nFROM orders o LEFT JOIN trades t ON t.order_id = o.id\nORDER BY o.created_at DESC',
  },
];

interface SqlDesk {
  text: string;
  running: boolean;
  result: SqlResult | null;
  /** Why the last query gave nothing. */
  refusal: string | null;
  tables: SqlTable[];
}

export const sqlDesk = create<SqlDesk>(() => ({
  text: EXAMPLES[0]!.sql,
  running: false,
  result: null,
  refusal: null,
  tables: [],
}));

export const writeSql = (text: string): void => sqlDesk.setState({ text });

/** Runs what is written, and remembers it in the workspace. */
export async function runSql(): Promise<void> {
  const { text, running } = sqlDesk.getState();
  if (running || text.trim() === '') return;
  sqlDesk.setState({ running: true, refusal: null });
  client.call('workspace.save', { key: KEY, value: text }).catch(() => undefined);
  try {
    sqlDesk.setState({ result: await client.call('sql.run', { sql: text, limit: LIMIT }) });
  } catch (error) {
    sqlDesk.setState({ refusal: sentenceOf(error) });
  } finally {
    sqlDesk.setState({ running: false });
  }
}

/** Takes up the query of the last time, and what can be asked. */
export async function openSqlDesk(): Promise<void> {
  if (sqlDesk.getState().tables.length > 0) return;
  const [tables, saved] = await Promise.all([
    client.call('sql.tables', {}),
    client.call('workspace.load', { key: KEY }),
  ]);
  const text = z.string().min(1).safeParse(saved);
  sqlDesk.setState({ tables, ...(text.success ? { text: text.data } : {}) });
}
