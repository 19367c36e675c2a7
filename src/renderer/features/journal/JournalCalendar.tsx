import { useState } from 'react';
import type { CalendarDay } from '../../../contract/trade-journal.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { dayMonth, dayMonthYear, monthYear, signed, signedRupees, tone } from '../../ui/format.ts';
import { chooseJournalDay } from './journal-view.ts';
import { monthBeside, monthGrid } from './month-grid.ts';
import { NetCurve } from './NetCurve.tsx';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** The days of a month with what each came to; a day of trades opens its journal. */
export function JournalCalendar({
  day,
  calendar,
  onClose,
}: {
  /** The day in view. */
  day: string;
  calendar: readonly CalendarDay[];
  onClose: () => void;
}) {
  const [month, setMonth] = useState(day.slice(0, 7));
  const { weeks, traded, trips, net, deepestFall } = monthGrid(month, calendar);
  const byDay = new Map(traded.map((one) => [one.day, one]));
  const open = (chosen: string) => {
    chooseJournalDay(chosen);
    onClose();
  };
  return (
    <Dialog title="Calendar of trades" width={560} onClose={onClose}>
      <div className="month-head">
        <Button small aria-label="Month before" onClick={() => setMonth(monthBeside(month, -1))}>
          ‹
        </Button>
        <b>{monthYear(month)}</b>
        <Button small aria-label="Month after" onClick={() => setMonth(monthBeside(month, 1))}>
          ›
        </Button>
        <span className="grow" />
        <span className="t2">
          {trips} {trips === 1 ? 'trade' : 'trades'} · <span className={tone(net)}>{signedRupees(net)}</span>
          {deepestFall < 0 ? ` · deepest fall ${signed(deepestFall)}` : ''}
        </span>
      </div>
      <table className="month" aria-label={monthYear(month)}>
        <thead>
          <tr>
            {WEEKDAYS.map((name) => (
              <th key={name}>{name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week.find((one) => one !== null)}>
              {week.map((one, weekday) => (
                <td key={WEEKDAYS[weekday]}>
                  {one && <Day day={one} held={byDay.get(one)} inView={day} onOpen={open} />}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {traded.length > 1 ? (
        <NetCurve
          name="Net after each day"
          points={traded.map(({ net: ofDay }, index) => ({
            net: traded.slice(0, index).reduce((sum, before) => sum + before.net, ofDay),
            label: dayMonth(traded[index]!.day),
          }))}
        />
      ) : null}
    </Dialog>
  );
}

interface DayProps {
  day: string;
  held: CalendarDay | undefined;
  inView: string;
  onOpen: (day: string) => void;
}

function Day({ day, held, inView, onOpen }: DayProps) {
  const number = Number(day.slice(8));
  if (!held) return <span className="month-day t3">{number}</span>;
  const { trips, net } = held;
  return (
    <button
      type="button"
      className={`month-day ${net < 0 ? 'lost' : 'won'}`}
      aria-label={`${dayMonthYear(day)}: ${trips} ${trips === 1 ? 'trade' : 'trades'}, net ${signed(net)}`}
      aria-current={day === inView ? 'date' : undefined}
      onClick={() => onOpen(day)}
    >
      <span>{number}</span>
      <b className={tone(net)}>{signed(net)}</b>
      <span className="t3">{trips}</span>
    </button>
  );
}
