import { useState } from 'react';
import type { StrategyView } from '../../../contract/strategies.ts';
import { LIMIT_KEYS, type Limits } from '../../../contract/risk.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { NumberField } from '../../ui/NumberField.tsx';
import { setStrategyLimits } from './strategy-actions.ts';
import { strategyLimitsOf } from './strategy-limits.ts';

/** Changes what a strategy may lose and hold; what is loosened while the day runs needs a reason. */
export function StrategyLimitsDialog({ strategy, onClose }: { strategy: StrategyView; onClose: () => void }) {
  const [before] = useState(strategy.limits);
  const [limits, setLimits] = useState<Limits>(before);
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const changes = Object.fromEntries(
    LIMIT_KEYS.filter((key) => limits[key] !== before[key]).map((key) => [key, limits[key]]),
  );
  const isSame = Object.keys(changes).length === 0;
  const save = async () => {
    if (isSame) return;
    const refusal = await setStrategyLimits(strategy.id, changes, reason.trim());
    if (refusal === null) onClose();
    else setProblem(refusal);
  };
  return (
    <Dialog
      title={`Limits of ${strategy.name}`}
      width={560}
      onClose={onClose}
      onEnter={() => void save()}
      foot={
        <>
          <span className="danger grow selectable" role="alert">
            {problem}
          </span>
          <Button look="primary" hotkey="Enter" disabled={isSame} onClick={() => void save()}>
            Change the limits
          </Button>
        </>
      }
    >
      <div className="strategy-fields">
        {strategyLimitsOf(limits).map(({ parameter, name, sentence }) => {
          const { key, unit, min, max, step, origin } = parameter;
          const isMoney = unit === 'rupees';
          return (
            <div key={key}>
              <NumberField
                id={`strategy-limit-${key}`}
                name={isMoney ? `${name}, ₹` : name}
                hint={<span className="t3">empty = off</span>}
                value={limits[key]}
                onChange={(value) => setLimits({ ...limits, [key]: value })}
                min={min}
                max={max}
                step={step}
                grain={isMoney ? 100 : 1}
                scale={isMoney ? 100 : 1}
                digits={isMoney ? 2 : 0}
                origin={origin}
                optional
                live
              />
              <p className="sub">{sentence}</p>
            </div>
          );
        })}
      </div>
      <div className="field">
        <label htmlFor="strategy-limits-reason">Reason, needed to loosen after the day’s first order</label>
        <div className="input">
          <input
            id="strategy-limits-reason"
            maxLength={200}
            autoComplete="off"
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        </div>
      </div>
    </Dialog>
  );
}
