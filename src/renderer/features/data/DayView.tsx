import { useState } from 'react';
import type { DataDay, DataGap, DataSymbol, DayDetail } from '../../../contract/data.ts';
import { Button } from '../../ui/Button.tsx';
import { DataTable, type Column } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { dayMonthYear, istTime, quantity } from '../../ui/format.ts';
import { Segmented } from '../../ui/Segmented.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { archiveDays } from './data-desk.ts';
import { FillGaps } from './FillGaps.tsx';
import { gapNote, originNote, spanText } from './data-text.ts';

interface DayViewProps {
  day: DataDay;
  detail: DayDetail | null;
  onDelete: () => void;
}

/** One day of one source: its gaps and its symbols. */
export function DayView({ day, detail, onDelete }: DayViewProps) {
  const [view, setView] = useState<'gaps' | 'symbols'>('gaps');
  const archived = day.archive === 'whole' || day.archive === 'missing';
  return (
    <section className="data-day" aria-label={`Day ${day.day}`}>
      <div className="data-acts">
        <Segmented
          name="Of the day"
          value={view}
          segments={[
            { value: 'gaps', label: detail ? `Gaps ${detail.gaps.length}` : 'Gaps' },
            { value: 'symbols', label: 'Symbols' },
          ]}
          onChange={setView}
        />
        <span className="grow" />
        <FillGaps day={day} disabled={!detail || detail.gaps.length === 0} />
        <Button small disabled={!day.closed || archived} onClick={() => void archiveDays(day)}>
          Archive
        </Button>
        <Button small look="danger" disabled={!day.closed} onClick={onDelete}>
          Delete…
        </Button>
      </div>
      <p className="sub data-span">
        {dayMonthYear(day.day)}
        {day.from === null || day.to === null ? '' : `, ticks from ${istTime(day.from)} to ${istTime(day.to)}`}
        {day.archive === 'missing' ? (
          <span className="danger"> An archived file is gone from the data folder, or was changed: put it back.</span>
        ) : null}
      </p>
      {detail === null ? (
        <EmptyState>Looking for gaps…</EmptyState>
      ) : view === 'gaps' ? (
        <DataTable
          name="Gaps"
          columns={gapColumns}
          rows={detail.gaps}
          rowKey={({ kind, instrumentId, from }) => `${kind} ${instrumentId} ${from}`}
          empty={<EmptyState>No gap: ticks came throughout, each symbol by its own habit.</EmptyState>}
        />
      ) : (
        <DataTable
          name="Symbols of the day"
          columns={symbolColumns}
          rows={detail.symbols}
          rowKey={({ instrumentId }) => instrumentId}
          empty={<EmptyState>Nothing is kept of this day.</EmptyState>}
        />
      )}
    </section>
  );
}

const gapColumns: Column<DataGap>[] = [
  {
    id: 'of',
    head: 'Of',
    align: 'l',
    cell: ({ kind, symbol, instrumentId }) =>
      kind === 'FEED' ? <Tag tone="warn">Whole feed</Tag> : (symbol ?? `#${instrumentId}`),
    sort: ({ symbol }) => symbol,
  },
  { id: 'from', head: 'From', cell: ({ from }) => istTime(from), sort: ({ from }) => from },
  { id: 'to', head: 'To', cell: ({ to }) => istTime(to), sort: ({ to }) => to },
  { id: 'long', head: 'Length', cell: ({ from, to }) => spanText(to - from), sort: ({ from, to }) => to - from },
  { id: 'note', head: 'Then', align: 'l', cell: (gap) => <span className="t2">{gapNote(gap)}</span> },
];

const symbolColumns: Column<DataSymbol>[] = [
  { id: 'symbol', head: 'Symbol', align: 'l', cell: ({ symbol }) => symbol, sort: ({ symbol }) => symbol },
  { id: 'ticks', head: 'Ticks', cell: ({ ticks }) => quantity(ticks), sort: ({ ticks }) => ticks },
  { id: 'bars', head: 'Bars', cell: ({ bars }) => quantity(bars), sort: ({ bars }) => bars },
  { id: 'chain', head: 'Chain', cell: ({ chainRows }) => quantity(chainRows), sort: ({ chainRows }) => chainRows },
  { id: 'from', head: 'From', cell: ({ from }) => (from === null ? '–' : istTime(from)), sort: ({ from }) => from },
  { id: 'to', head: 'To', cell: ({ to }) => (to === null ? '–' : istTime(to)), sort: ({ to }) => to },
  {
    id: 'note',
    head: 'Not recorded',
    align: 'l',
    cell: (symbol) => <span className="t2">{originNote(symbol) || '–'}</span>,
  },
];
