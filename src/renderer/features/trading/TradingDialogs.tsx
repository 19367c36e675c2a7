import { BasketDialog } from '../basket/BasketDialog.tsx';
import { ExitsDialog } from './ExitsDialog.tsx';
import { FlattenAllDialog } from './FlattenAllDialog.tsx';
import { KillDialog } from './KillDialog.tsx';
import { TargetDialog } from './TargetDialog.tsx';
import { tradingDialogStore } from './trading-dialogs.ts';
import './trading.css';

/** The dialogs of trading; one at a time. */
export function TradingDialogs() {
  const open = tradingDialogStore((state) => state.open);
  if (open === 'flattenAll') return <FlattenAllDialog />;
  if (open === 'kill') return <KillDialog />;
  if (open === 'targetPosition') return <TargetDialog />;
  if (open === 'exits') return <ExitsDialog />;
  if (open === 'basket') return <BasketDialog />;
  return null;
}
