import { create } from 'zustand';
import type { Instrument } from '../../contract/market.ts';
import { keepInstruments } from './instruments.ts';

/** What the replayed day has ticks of, in the order of `replay.instruments`; null outside a replay and until it is read. */
export const replayInstrumentsStore = create<{ ids: readonly number[] | null }>(() => ({ ids: null }));

export const useReplayInstruments = (): readonly number[] | null => replayInstrumentsStore((state) => state.ids);

/** Names the instruments of the running replay's day. */
export function showReplayInstruments(instruments: readonly Instrument[]): void {
  keepInstruments(instruments);
  replayInstrumentsStore.setState({ ids: instruments.map(({ id }) => id) });
}

export function forgetReplayInstruments(): void {
  replayInstrumentsStore.setState({ ids: null });
}
