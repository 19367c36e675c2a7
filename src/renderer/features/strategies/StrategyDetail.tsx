import { useState } from 'react';
import type { StrategyView } from '../../../contract/strategies.ts';
import { useKeyOf } from '../../commands/keys-store.ts';
import { Button } from '../../ui/Button.tsx';
import { TabStrip } from '../../ui/TabStrip.tsx';
import { StrategyLimits } from './StrategyLimits.tsx';
import { StrategyParamsForm } from './StrategyParamsForm.tsx';
import { toggleStrategy } from './strategy-actions.ts';
import { standingSentence } from './strategy-words.ts';

const TABS = [
  { id: 'params', label: 'Parameters' },
  { id: 'limits', label: 'What it may lose' },
] as const;

/** One strategy: how it stands, its parameters, and what it may lose. */
export function StrategyDetail({ strategy }: { strategy: StrategyView }) {
  const [tab, setTab] = useState<(typeof TABS)[number]['id']>('params');
  const key = useKeyOf('toggleStrategy');
  const isActive = strategy.status === 'active';
  return (
    <section className="strategy" aria-label={strategy.name}>
      <div className="strategy-head">
        <TabStrip name={`Of ${strategy.name}`} items={TABS} selected={tab} onSelect={setTab} />
        <span className="grow" />
        <Button small look={isActive ? 'plain' : 'primary'} hotkey={key} onClick={() => void toggleStrategy(strategy)}>
          {isActive ? 'Stop' : 'Start'}
        </Button>
      </div>
      <p className={strategy.statusReason === null ? 'strategy-standing' : 'strategy-standing held'}>
        <b>{strategy.name}</b>: {standingSentence(strategy)}
      </p>
      <div className="strategy-body">
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the keyboard scrolls it */}
        <div className="scroll strategy-side" tabIndex={0}>
          {tab === 'params' ? (
            <StrategyParamsForm key={JSON.stringify(strategy.params)} strategy={strategy} />
          ) : (
            <StrategyLimits strategy={strategy} />
          )}
        </div>
      </div>
    </section>
  );
}
