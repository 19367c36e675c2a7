import { useStrategies } from '../../stores/strategies.ts';
import { useKeyOf } from '../../commands/keys-store.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { StrategyDetail } from './StrategyDetail.tsx';
import { StrategyTable } from './StrategyTable.tsx';
import { newStrategy, stopAllStrategies } from './strategy-actions.ts';
import { useChosenStrategy } from './strategy-choice.ts';
import './strategies.css';

/** What trades by rule beside the trader: start, stop, change, and look at what each does. */
export function StrategiesPanel() {
  const strategies = useStrategies();
  const chosen = useChosenStrategy();
  const key = useKeyOf('newStrategy');
  const isRunning = strategies.some(({ status }) => status === 'active');
  return (
    <Panel
      name="Strategies"
      tools={
        <>
          <Button small disabled={!isRunning} onClick={stopAllStrategies}>
            Stop all
          </Button>
          <Button small look="primary" hotkey={key} onClick={newStrategy}>
            New strategy
          </Button>
        </>
      }
    >
      {chosen === undefined ? (
        <EmptyState action={<Button onClick={newStrategy}>New strategy</Button>}>
          A strategy trades by rule beside you: it watches one contract bar by bar, places its own orders on this
          account, under your limits and its own. It goes on while no window is open, and the kill switch stops it.
        </EmptyState>
      ) : (
        <div className="strategies">
          <StrategyTable strategies={strategies} chosenId={chosen.id} />
          <StrategyDetail key={chosen.id} strategy={chosen} />
        </div>
      )}
    </Panel>
  );
}
