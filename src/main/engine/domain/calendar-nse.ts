import holidays from '../../../../resources/calendars/nse-holidays.json' with { type: 'json' };
import sessions from '../../../../resources/calendars/nse-sessions.json' with { type: 'json' };
import { TradingCalendar } from './calendar.ts';

/** The calendar of the National Stock Exchange of India, from the dated rules under resources/calendars. */
export const nseCalendar = new TradingCalendar(sessions, holidays);
