import { useEffect, useMemo, useState, type KeyboardEvent } from 'react';
import type { SqlCell, SqlResult } from '../../../contract/sql.ts';
import { sentenceOf } from '../../client/call-error.ts';
import { hidePanel } from '../../stores/layouts-store.ts';
import { announce } from '../../stores/toasts.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { downloadText, toCsv } from '../../ui/csv.ts';
import { DataTable, type Column } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { CloseIcon } from '../../ui/icons.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { ResultChartView } from './ResultChartView.tsx';
import { resultChart } from './result-chart.ts';
import { EXAMPLES, openSqlDesk, runSql, sqlDesk, writeSql } from './sql-desk.ts';
import './sql.css';

/** Read-only SQL over ticks, chains and the books. */
export function SqlPanel() {
  const { text, running, result, refusal } = sqlDesk();
  const [view, setView] = useState<'rows' | 'chart'>('rows');
  useEffect(() => {
    openSqlDesk().catch((error: unknown) => announce('danger', sentenceOf(error)));
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void runSql();
  };
  return (
    <Panel
      name="SQL"
      tools={
        <>
          {result ? <Said result={result} /> : null}
          <Segmented
            name="Result as"
            value={view}
            segments={[
              { value: 'rows', label: 'Rows' },
              { value: 'chart', label: 'Chart' },
            ]}
            onChange={setView}
          />
          <Button small disabled={!result} onClick={() => result && exportCsv(result)}>
            CSV
          </Button>
          <IconButton name="Close SQL" onClick={() => hidePanel('sql')}>
            <CloseIcon />
          </IconButton>
        </>
      }
    >
      <div className="sql">
        <div className="sql-side">
          <SqlTables />
        </div>
        <div className="sql-main">
          <div className="sql-write">
            <textarea
              aria-label="Query"
              spellCheck={false}
              rows={4}
              value={text}
              onChange={(event) => writeSql(event.target.value)}
              onKeyDown={onKeyDown}
            />
            <div className="sql-acts">
              {EXAMPLES.map(({ title, sql }) => (
                <Button key={title} small look="ghost" onClick={() => writeSql(sql)}>
                  {title}
                </Button>
              ))}
              <span className="grow" />
              <Button look="primary" hotkey="Ctrl+Enter" disabled={running} onClick={() => void runSql()}>
                {running ? 'Running…' : 'Run'}
              </Button>
            </div>
          </div>
          {refusal ? (
            <p className="warn sql-refusal" role="alert">
              {refusal}
            </p>
          ) : null}
          {result ? (
            <Result result={result} view={view} />
          ) : (
            <EmptyState>
              Rows appear here. Prices are in paise, as they are stored; nothing can be changed by SQL.
            </EmptyState>
          )}
        </div>
      </div>
    </Panel>
  );
}

function Said({ result: { rows, cut, ms } }: { result: SqlResult }) {
  return (
    <span className="sub">
      {rows.length.toLocaleString('en-IN')} {rows.length === 1 ? 'row' : 'rows'}
      {cut ? ', more are cut' : ''} · {Math.round(ms)} ms
    </span>
  );
}

function Result({ result, view }: { result: SqlResult; view: 'rows' | 'chart' }) {
  const chart = useMemo(() => resultChart(result), [result]);
  if (view === 'rows') return <ResultRows result={result} />;
  if (chart) return <ResultChartView chart={chart} />;
  return <EmptyState>A chart needs two rows and a column of figures. Rows shows what came.</EmptyState>;
}

type Row = { index: number; cells: SqlCell[] };

function ResultRows({ result: { columns, rows } }: { result: SqlResult }) {
  const shown = useMemo(() => rows.map((cells, index): Row => ({ index, cells })), [rows]);
  const heads = columns.map(({ name, kind }, column): Column<Row> => ({
    id: `${column} ${name}`,
    head: name,
    align: kind === 'number' ? 'r' : 'l',
    cell: ({ cells }) => cellText(cells[column] ?? null),
    sort: ({ cells }) => {
      const cell = cells[column] ?? null;
      return typeof cell === 'boolean' ? Number(cell) : cell;
    },
  }));
  return (
    <DataTable
      // Another query has other columns to sort by.
      key={heads.map(({ id }) => id).join()}
      name="Result"
      className="selectable"
      columns={heads}
      rows={shown}
      rowKey={({ index }) => index}
      empty={<EmptyState>The query gave no row.</EmptyState>}
    />
  );
}

const cellText = (cell: SqlCell): string => (cell === null ? '–' : String(cell));

function exportCsv({ columns, rows }: SqlResult): void {
  const cells = columns.map(({ name }, column) => ({
    head: name,
    cell: (row: SqlCell[]) => {
      const cell = row[column] ?? null;
      return typeof cell === 'boolean' ? String(cell) : cell;
    },
  }));
  downloadText('query.csv', toCsv(cells, rows));
}

/** What can be asked. */
function SqlTables() {
  const tables = sqlDesk((state) => state.tables);
  return (
    <ul aria-label="Tables">
      {tables.map(({ name, of, columns }) => (
        <li key={name}>
          <details open={of === 'market'}>
            <summary>{name}</summary>
            <ul aria-label={`Columns of ${name}`}>
              {columns.map((column) => (
                <li key={column.name}>
                  {column.name} <span className="t3">{column.type.toLowerCase()}</span>
                </li>
              ))}
            </ul>
          </details>
        </li>
      ))}
    </ul>
  );
}
