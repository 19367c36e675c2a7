import type { Desk } from '../desk/desk.ts';
import type { CallHandlers } from './desk-api.ts';

export function candlesApi(desk: Desk): Pick<CallHandlers, 'candles.history'> {
  return {
    'candles.history': ({ instrumentId, interval, before, limit }) => {
      desk.instruments.get(instrumentId);
      // A replay must not show what has not happened yet.
      const present = desk.current.clock.now() + 1;
      return desk.current.history.bars(instrumentId, interval, Math.min(before ?? present, present), limit);
    },
  };
}
