import type { DataDay, DataOverview, SourceDay } from '../../../contract/data.ts';
import { runCommand } from '../../commands/run-command.ts';
import { Button } from '../../ui/Button.tsx';
import { DataTable, type Column } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { dayMonthYear, quantity } from '../../ui/format.ts';
import { Tag } from '../../ui/Tag.tsx';
import { sourceName } from '../review/source-name.ts';
import { chooseDay, isSame } from './data-desk.ts';
import { keptText, sizeText } from './data-text.ts';

const columns: Column<DataDay>[] = [
  {
    id: 'day',
    head: 'Day',
    align: 'l',
    cell: (day) => (
      <button
        type="button"
        className="data-pick b"
        aria-label={`Show ${dayMonthYear(day.day)}, ${sourceName(day.source)}`}
        onClick={() => void chooseDay(day)}
      >
        {dayMonthYear(day.day)}
      </button>
    ),
    sort: ({ day }) => day,
  },
  {
    id: 'source',
    head: 'Source',
    align: 'l',
    cell: ({ source }) => (
      <span className="data-source ell" title={sourceName(source)}>
        {sourceName(source)}
      </span>
    ),
    sort: ({ source }) => source,
  },
  {
    id: 'kept',
    head: 'Kept',
    align: 'l',
    cell: (day) => (
      <Tag tone={day.archive === 'missing' ? 'danger' : day.archive === 'whole' ? 'ok' : 'plain'}>{keptText(day)}</Tag>
    ),
    sort: keptText,
  },
  { id: 'ticks', head: 'Ticks', cell: ({ ticks }) => quantity(ticks), sort: ({ ticks }) => ticks },
  { id: 'symbols', head: 'Symbols', cell: ({ symbols }) => quantity(symbols), sort: ({ symbols }) => symbols },
  { id: 'bars', head: 'Bars', cell: ({ bars }) => quantity(bars), sort: ({ bars }) => bars },
  { id: 'chain', head: 'Chain', cell: ({ chainRows }) => quantity(chainRows), sort: ({ chainRows }) => chainRows },
];

/** Every day of every source. */
export function DataDays({ overview, chosen }: { overview: DataOverview | null; chosen: SourceDay | null }) {
  if (!overview) return <EmptyState>Reading what is kept…</EmptyState>;
  return (
    <div className="data-days">
      <DataTable
        name="Days kept"
        columns={[...columns, { id: 'size', head: 'Size', cell: (day) => sizeText(day, overview) }]}
        rows={overview.days}
        rowKey={({ day, source }) => `${day} ${source}`}
        rowClass={(day) => (isSame(day, chosen) ? 'sel' : undefined)}
        onRowClick={(day) => void chooseDay(day)}
        empty={
          <EmptyState action={<Button onClick={() => runCommand('import')}>Import history</Button>}>
            The recorder fills this as the market ticks; files can be imported.
          </EmptyState>
        }
      />
    </div>
  );
}
