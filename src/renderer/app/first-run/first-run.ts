import { create } from 'zustand';
import { saveWorkspace } from '../../stores/workspace.ts';

export const firstRunStore = create<{ dismissed: boolean }>(() => ({ dismissed: true }));

/** Shows the card until it was dismissed once. */
export function restoreFirstRun(saved: unknown): void {
  firstRunStore.setState({ dismissed: saved === 'dismissed' });
}

export function dismissFirstRun(): void {
  firstRunStore.setState({ dismissed: true });
  saveWorkspace('firstRun', 'dismissed');
}
