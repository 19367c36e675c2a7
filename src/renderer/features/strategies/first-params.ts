import type { Instrument } from '../../../contract/market.ts';
import type { StrategyParameter, StrategyParams } from '../../../contract/strategies.ts';

/** What a new strategy starts from: the defaults of its kind, on what has the focus where that can be traded. */
export function firstParams(
  parameters: readonly StrategyParameter[],
  focused: Pick<Instrument, 'id' | 'kind'> | undefined,
): StrategyParams {
  const traded = focused === undefined || focused.kind === 'INDEX' ? null : focused.id;
  return Object.fromEntries(
    parameters.map(({ name, kind, default: usual }) => [name, kind === 'INSTRUMENT' ? (usual ?? traded) : usual]),
  );
}
