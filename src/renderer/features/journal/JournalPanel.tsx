import { useEffect, useState } from 'react';
import type { Trip } from '../../../contract/trade-journal.ts';
import { Button } from '../../ui/Button.tsx';
import { downloadText, toCsv } from '../../ui/csv.ts';
import { DataTable, type Column } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { dayMonthYear, inr, istTime, quantity, signed, tone } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { chooseTrip, followJournal, journalStore } from './journal-view.ts';
import { findTrips, heldText, markMeaning, markText, rText, TRIP_CSV } from './journal-words.ts';
import { JournalDayChoice } from './JournalDayChoice.tsx';
import { TripNotes } from './TripNotes.tsx';
import './journal.css';

const SIDE = { BUY: 'long', SELL: 'short' } as const;

const COLUMNS: readonly Column<Trip>[] = [
  {
    id: 'in',
    head: 'In',
    align: 'l',
    cell: ({ openedAt }) => istTime(openedAt).slice(0, 5),
    sort: (row) => row.openedAt,
  },
  {
    id: 'symbol',
    head: 'Symbol',
    align: 'l',
    cell: ({ name, side }) => (
      <>
        <b>{name}</b> <span className="t3">{SIDE[side]}</span>
      </>
    ),
    sort: ({ name }) => name,
  },
  { id: 'lots', head: 'Lots', cell: ({ lots }) => quantity(lots), sort: ({ lots }) => lots },
  {
    id: 'way',
    head: 'In → out',
    cell: (row) => `${inr(row.in)} → ${row.out === null ? 'open' : inr(row.out)}`,
    className: () => 't2',
  },
  {
    id: 'held',
    head: 'Held',
    cell: ({ openedAt, closedAt }) => (closedAt === null ? 'open' : heldText(openedAt, closedAt)),
    sort: ({ openedAt, closedAt }) => (closedAt === null ? null : closedAt - openedAt),
    className: () => 't2',
  },
  { id: 'r', head: 'R', cell: ({ r }) => rText(r), sort: ({ r }) => r, className: ({ r }) => tone(r ?? 0) },
  { id: 'net', head: 'Net', cell: ({ net }) => signed(net), sort: ({ net }) => net, className: ({ net }) => tone(net) },
  {
    id: 'tags',
    head: 'Tags and marks',
    align: 'l',
    cell: ({ tags, marks, note }) => (
      <span className="trip-tags">
        {tags.map((tag) => (
          <Tag key={tag} tone="plain">
            #{tag}
          </Tag>
        ))}
        {marks.map((one) => (
          <Tag key={one.mark} tone={one.mark === 'planKept' ? 'ok' : 'warn'} title={markMeaning(one)}>
            {markText(one)}
          </Tag>
        ))}
        {note === '' ? null : <span className="t3">{note}</span>}
      </span>
    ),
  },
];

/** The round trips of a day, with what the trader wrote of them. */
export function JournalPanel() {
  const { journal, tripId, problem } = journalStore();
  const [typed, setTyped] = useState('');
  useEffect(followJournal, []);
  const trips = journal?.trips ?? [];
  const shown = findTrips(trips, typed);
  const chosen = trips.find(({ id }) => id === tripId) ?? null;
  return (
    <Panel
      name="Journal"
      tools={
        <>
          <JournalDayChoice />
          <span className="input trip-find">
            <input
              aria-label="Filter of the journal"
              placeholder="#tag or text"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          </span>
          <Button
            small
            disabled={shown.length === 0}
            onClick={() => downloadText(`journal-${journal?.day ?? ''}.csv`, toCsv(TRIP_CSV, shown))}
          >
            CSV
          </Button>
        </>
      }
    >
      {problem ? <p className="warn trip-problem">{problem}</p> : null}
      <div className="journal">
        <div className="journal-trips">
          <DataTable
            name="Journal"
            columns={COLUMNS}
            rows={shown}
            rowKey={({ id }) => id}
            rowClass={({ id }) => (id === tripId ? 'sel' : undefined)}
            onRowClick={({ id }) => chooseTrip(id === tripId ? null : id)}
            empty={
              <EmptyState>
                {trips.length > 0
                  ? 'No trade has these words.'
                  : `Each position from its first fill until it is flat stands here${journal ? `; none on ${dayMonthYear(journal.day)}` : ''}.`}
              </EmptyState>
            }
          />
        </div>
        {chosen ? <TripNotes key={chosen.id} trip={chosen} /> : null}
      </div>
    </Panel>
  );
}
