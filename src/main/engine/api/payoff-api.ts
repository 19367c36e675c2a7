import type { Desk } from '../desk/desk.ts';
import { payoffOf } from '../desk/payoff-view.ts';
import { nseContracts } from '../domain/contracts-nse.ts';
import type { CallHandlers } from './desk-api.ts';

/** The payoff of legs by the quotes of the session in view. */
export function payoffApi(desk: Desk): Pick<CallHandlers, 'payoff.of'> {
  return {
    'payoff.of': (args) => {
      const { clock, hub, portfolio } = desk.current;
      return payoffOf(args, {
        now: clock.now(),
        quotes: hub.quotes,
        instruments: desk.instruments,
        portfolio,
        rate: (day) => nseContracts.riskFreeRate(day),
      });
    },
  };
}
