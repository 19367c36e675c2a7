import { istDay } from '../core/ist.ts';
import { nseCalendar } from '../domain/calendar-nse.ts';
import type { Desk } from '../desk/desk.ts';
import { TradeJournal } from '../desk/trade-journal.ts';
import type { CallHandlers } from './desk-api.ts';

export function journalApi(desk: Desk): Pick<CallHandlers, 'journal.day' | 'journal.calendar' | 'journal.write'> {
  const journal = new TradeJournal({
    store: desk.store,
    instruments: desk.instruments,
    sessionCloseOf: (ts) => {
      const session = nseCalendar.sessionOf(istDay(ts), 'FNO');
      return session !== null && ts >= session.open && ts < session.close ? session.close : null;
    },
  });
  const account = () => desk.current.account.id;
  return {
    'journal.day': ({ day }) => journal.day(account(), day),
    'journal.calendar': () => journal.calendar(account()),
    'journal.write': (note) => {
      journal.write(account(), note);
      return null;
    },
  };
}
