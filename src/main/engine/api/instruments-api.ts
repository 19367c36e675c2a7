import { AppError } from '../core/app-error.ts';
import { istDay } from '../core/ist.ts';
import type { Desk } from '../desk/desk.ts';
import type { CallHandlers } from './desk-api.ts';

type InstrumentCalls = 'instruments.search' | 'instruments.get' | 'instruments.atm' | 'instruments.step';

export function instrumentsApi(desk: Desk): Pick<CallHandlers, InstrumentCalls> {
  return {
    'instruments.search': ({ query, limit }) => {
      const { clock, lists } = desk.current;
      return desk.instruments.search(query, istDay(clock.now()), lists, limit);
    },
    'instruments.get': ({ ids }) =>
      ids.map((id) => desk.instruments.find(id)).filter((instrument) => instrument !== null),
    'instruments.atm': ({ underlying, kind, offset }) => {
      const instrument = desk.atTheMoney(underlying, kind, offset);
      if (instrument === null) {
        throw new AppError(
          'INSTRUMENT_UNKNOWN',
          `${underlying} has no listed ${kind === 'CE' ? 'calls' : 'puts'} with a price in this market. Focus another symbol with /.`,
          {
            underlying,
            kind,
          },
        );
      }
      return instrument;
    },
    'instruments.step': ({ instrumentId, steps }) => desk.instruments.step(desk.instruments.get(instrumentId), steps),
  };
}
