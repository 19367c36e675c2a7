import { create } from 'zustand';
import type { Alert } from '../../contract/alerts.ts';
import type { Instrument } from '../../contract/market.ts';

/** What lies over the frame: at most one. */
export type Overlay =
  | { kind: 'palette' }
  /** `onPick` null focuses the symbol. */
  | { kind: 'symbols'; title: string; onPick: ((instrument: Instrument) => void) | null }
  | { kind: 'keys' }
  | { kind: 'about' }
  | { kind: 'import' }
  | { kind: 'limits' }
  | { kind: 'reconciliation' }
  | { kind: 'rearm' }
  /** Null: a new one. */
  | { kind: 'alert'; alert: Alert | null }
  | { kind: 'strategy' }
  /** `first` has the focus. */
  | { kind: 'indicators'; first?: string };

export const overlayStore = create<{ overlay: Overlay | null }>(() => ({ overlay: null }));

export const openOverlay = (overlay: Overlay): void => overlayStore.setState({ overlay });
export const closeOverlay = (): void => overlayStore.setState({ overlay: null });
