import { useState } from 'react';
import type { StrategyView } from '../../../contract/strategies.ts';
import { Bar } from '../../ui/Bar.tsx';
import { Button } from '../../ui/Button.tsx';
import { rupees, signedRupees } from '../../ui/format.ts';
import { StrategyLimitsDialog } from './StrategyLimitsDialog.tsx';
import { strategyLimitsOf } from './strategy-limits.ts';

/** What a strategy may lose and hold, and how much of that is used. */
export function StrategyLimits({ strategy }: { strategy: StrategyView }) {
  const [changing, setChanging] = useState(false);
  const { limits, net, lots } = strategy;
  return (
    <section className="strategy-limits" aria-label="What it may lose">
      {limits.maxLoss === null ? null : (
        <Used
          name="Day’s loss"
          text={`${signedRupees(net)} of −${rupees(limits.maxLoss)}`}
          ratio={Math.max(0, -net) / limits.maxLoss}
        />
      )}
      {limits.maxLots === null ? null : (
        <Used name="Open lots" text={`${lots} of ${limits.maxLots}`} ratio={lots / limits.maxLots} />
      )}
      <ul>
        {strategyLimitsOf(limits).map(({ parameter, sentence, text }) => (
          <li key={parameter.key} className={text === 'off' ? 't3' : 't2'}>
            {sentence}
          </li>
        ))}
      </ul>
      <div className="row">
        <Button small onClick={() => setChanging(true)}>
          Change its limits…
        </Button>
      </div>
      {changing ? <StrategyLimitsDialog strategy={strategy} onClose={() => setChanging(false)} /> : null}
    </section>
  );
}

function Used({ name, text, ratio }: { name: string; text: string; ratio: number }) {
  return (
    <div className="strategy-used">
      <span className="lbl">{name}</span>
      <Bar ratio={ratio} tone={ratio >= 1 ? 'danger' : ratio >= 0.8 ? 'warn' : undefined} />
      <span>{text}</span>
    </div>
  );
}
