import { useState } from 'react';
import type { StrategyView } from '../../../contract/strategies.ts';
import { useKinds } from '../../stores/strategies.ts';
import { Button } from '../../ui/Button.tsx';
import { ParamFields } from './ParamFields.tsx';
import { setStrategyParams } from './strategy-actions.ts';

/** The parameters of a strategy, changed while it stands. */
export function StrategyParamsForm({ strategy }: { strategy: StrategyView }) {
  const kind = useKinds()?.find(({ id }) => id === strategy.kind);
  const [params, setParams] = useState(strategy.params);
  const [problem, setProblem] = useState<string | null>(null);
  const isActive = strategy.status === 'active';
  const isChanged = JSON.stringify(params) !== JSON.stringify(strategy.params);
  if (kind === undefined) return null;
  const save = async () => setProblem(await setStrategyParams(strategy.id, params));
  return (
    <form
      className="strategy-form"
      aria-label={`Parameters of ${strategy.name}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (isChanged && !isActive) void save();
      }}
    >
      <p className="sub">{isActive ? 'It runs with these. Stop it to change them.' : kind.help}</p>
      <ParamFields parameters={kind.parameters} params={params} disabled={isActive} onChange={setParams} />
      {problem === null ? null : (
        <p className="danger selectable" role="alert">
          {problem}
        </p>
      )}
      {isActive ? null : (
        <div className="row">
          <Button small look="primary" type="submit" disabled={!isChanged}>
            Save parameters
          </Button>
          <Button small look="ghost" disabled={!isChanged} onClick={() => setParams(strategy.params)}>
            As they were
          </Button>
        </div>
      )}
    </form>
  );
}
