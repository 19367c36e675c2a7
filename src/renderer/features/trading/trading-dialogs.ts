import { create } from 'zustand';

export type TradingDialog = 'flattenAll' | 'kill' | 'targetPosition' | 'exits' | 'basket';

/** Which of the trading dialogs is open. */
export const tradingDialogStore = create<{ open: TradingDialog | null }>(() => ({ open: null }));

export function openTradingDialog(open: TradingDialog): void {
  tradingDialogStore.setState({ open });
}

export function closeTradingDialog(): void {
  tradingDialogStore.setState({ open: null });
}
