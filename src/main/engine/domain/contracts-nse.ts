import data from '../../../../resources/contracts/index-options.json' with { type: 'json' };
import { nseCalendar } from './calendar-nse.ts';
import { ContractRules } from './contracts.ts';

/** NSE's index derivatives, from the dated rules under resources/contracts. */
export const nseContracts = new ContractRules(data, nseCalendar);
