import { istDay } from '../core/ist.ts';
import { nseCalendar } from '../domain/calendar-nse.ts';
import type { Desk } from '../desk/desk.ts';
import { TradeJournal } from '../desk/trade-journal.ts';
import { journalMarket } from '../desk/trip-market.ts';
import type { CallHandlers } from './desk-api.ts';
import type { SessionChains } from './session-chains.ts';

type JournalCall = 'journal.day' | 'journal.calendar' | 'journal.market' | 'journal.write';

export function journalApi(desk: Desk, chains: SessionChains): Pick<CallHandlers, JournalCall> {
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
    'journal.market': ({ day }) => {
      const { store, instruments, ticks, current } = desk;
      const parts = { store, instruments, ticks, chains: chains.of(current), source: current.feed.source };
      return journalMarket(parts, account(), journal.day(account(), day));
    },
    'journal.write': (note) => {
      journal.write(account(), note);
      return null;
    },
  };
}
