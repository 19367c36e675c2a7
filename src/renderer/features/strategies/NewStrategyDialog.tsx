import { useState } from 'react';
import type { StrategyKind, StrategyParams } from '../../../contract/strategies.ts';
import { focusStore } from '../../stores/focus.ts';
import { useKinds } from '../../stores/strategies.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ParamFields } from './ParamFields.tsx';
import { firstParams } from './first-params.ts';
import { createStrategy } from './strategy-actions.ts';
import { chooseStrategy } from './strategy-choice.ts';
import './strategies.css';

/** Makes a strategy of a kind; it stands until it is started. */
export function NewStrategyDialog({ onClose }: { onClose: () => void }) {
  const kinds = useKinds();
  if (kinds === null || kinds.length === 0) {
    return (
      <Dialog title="New strategy" onClose={onClose}>
        <p className="t2">
          {kinds === null ? 'The kinds of strategies are being read.' : 'There is no kind of strategy to choose from.'}
        </p>
      </Dialog>
    );
  }
  return <NewStrategyForm kinds={kinds} onClose={onClose} />;
}

function NewStrategyForm({ kinds, onClose }: { kinds: readonly StrategyKind[]; onClose: () => void }) {
  const [kindId, setKindId] = useState(kinds[0]!.id);
  const kind = kinds.find(({ id }) => id === kindId)!;
  const paramsOf = (of: StrategyKind) => firstParams(of.parameters, focusStore.getState().instrument);
  const [name, setName] = useState(kind.title);
  const [params, setParams] = useState<StrategyParams>(() => paramsOf(kind));
  const [problem, setProblem] = useState<string | null>(null);
  const choose = (next: StrategyKind) => {
    if (name === kind.title) setName(next.title);
    setKindId(next.id);
    setParams(paramsOf(next));
    setProblem(null);
  };
  const save = async () => {
    const given = name.trim();
    if (given === '') return setProblem('Give it a name: its orders are told apart by it.');
    const id = crypto.randomUUID();
    const refusal = await createStrategy({ id, name: given, kind: kind.id, params });
    if (refusal !== null) return setProblem(refusal);
    chooseStrategy(id);
    return onClose();
  };
  return (
    <Dialog
      title="New strategy"
      width={560}
      onClose={onClose}
      onEnter={() => void save()}
      foot={
        <>
          <span className="sub grow">It stands until you start it.</span>
          <Button onClick={onClose} hotkey="Esc">
            Leave
          </Button>
          <Button look="primary" hotkey="Enter" onClick={() => void save()}>
            Create
          </Button>
        </>
      }
    >
      {problem === null ? null : (
        <p className="danger selectable" role="alert">
          {problem}
        </p>
      )}
      <div className="strategy-fields">
        <div className="field">
          <label htmlFor="strategy-kind">Kind</label>
          <div className="input">
            <select
              id="strategy-kind"
              value={kindId}
              onChange={({ target }) => choose(kinds.find(({ id }) => id === target.value)!)}
            >
              {kinds.map(({ id, title }) => (
                <option key={id} value={id}>
                  {title}
                </option>
              ))}
            </select>
          </div>
        </div>
        <div className="field">
          <label htmlFor="strategy-name">Name</label>
          <div className="input">
            <input
              id="strategy-name"
              data-autofocus
              maxLength={40}
              autoComplete="off"
              value={name}
              onChange={({ target }) => setName(target.value)}
            />
          </div>
        </div>
      </div>
      <p className="t2">{kind.help}</p>
      <ParamFields parameters={kind.parameters} params={params} onChange={setParams} />
    </Dialog>
  );
}
