import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { dayMonthYear, signed } from '../../ui/format.ts';
import { JournalCalendar } from './JournalCalendar.tsx';
import { chooseJournalDay, dayInView, journalStore } from './journal-view.ts';

/** The day of journal and report: days with trades one by one, and back to the one that runs. */
export function JournalDayChoice() {
  const { day, journal, calendar } = journalStore();
  const [open, setOpen] = useState(false);
  const shown = journal?.day ?? dayInView();
  if (shown === null) return null;
  const before = calendar.findLast((one) => one.day < shown);
  const after = calendar.find((one) => one.day > shown);
  const told = (one: (typeof calendar)[number]) => `${dayMonthYear(one.day)}, net ${signed(one.net)}`;
  return (
    <span className="journal-day">
      <Button
        small
        aria-label="Day of trades before"
        disabled={!before}
        title={before ? told(before) : 'No trades before'}
        onClick={() => before && chooseJournalDay(before.day)}
      >
        ‹
      </Button>
      <Button
        small
        look="ghost"
        aria-label={`${dayMonthYear(shown)}: calendar of trades`}
        onClick={() => setOpen(true)}
      >
        {dayMonthYear(shown)}
      </Button>
      <Button
        small
        aria-label="Day of trades after"
        disabled={!after && day === null}
        title={after ? told(after) : 'The day that runs'}
        onClick={() => chooseJournalDay(after?.day ?? null)}
      >
        ›
      </Button>
      {open ? <JournalCalendar day={shown} calendar={calendar} onClose={() => setOpen(false)} /> : null}
    </span>
  );
}
