import type { RecordedDay } from '../../../contract/desk.ts';
import { runCommand } from '../../commands/run-command.ts';
import { Button } from '../../ui/Button.tsx';
import { DataTable, type Column } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { dayMonthYear, istTime, quantity } from '../../ui/format.ts';
import { PlayIcon } from '../../ui/icons.tsx';
import { recordedDaysStore } from './recorded-days.ts';
import { replayActions } from './replay-actions.ts';
import { sourceName } from './source-name.ts';

const columns: Column<RecordedDay>[] = [
  {
    id: 'day',
    head: 'Day',
    align: 'l',
    cell: ({ day }) => <b className="b">{dayMonthYear(day)}</b>,
    sort: ({ day }) => day,
  },
  { id: 'source', head: 'Source', align: 'l', cell: ({ source }) => sourceName(source), sort: ({ source }) => source },
  { id: 'symbols', head: 'Symbols', cell: ({ symbols }) => quantity(symbols), sort: ({ symbols }) => symbols },
  { id: 'rows', head: 'Ticks', cell: ({ rows }) => quantity(rows), sort: ({ rows }) => rows },
  { id: 'from', head: 'From', cell: ({ from }) => istTime(from) },
  { id: 'to', head: 'To', cell: ({ to }) => istTime(to) },
  {
    id: 'do',
    head: 'Do',
    align: 'c',
    cell: (day) => (
      <Button
        small
        aria-label={`Replay ${day.day}, ${sourceName(day.source)}`}
        onClick={() => replayActions.start(day)}
      >
        <PlayIcon /> Replay
      </Button>
    ),
  },
];

/** Every day with ticks on disk, from the recorder and from imports. */
export function DayTable() {
  const days = recordedDaysStore((state) => state.days);
  if (!days) return null;
  return (
    <DataTable
      name="Recorded days"
      columns={columns}
      rows={days}
      rowKey={({ day, source }) => `${day} ${source}`}
      empty={
        <EmptyState action={<Button onClick={() => runCommand('import')}>Import history</Button>}>
          The recorder fills this as the market ticks; a file of another day can be imported.
        </EmptyState>
      }
    />
  );
}
