import { create } from 'zustand';
import type { Instrument } from '../../contract/market.ts';
import { client } from '../client/client.ts';
import { statusStore } from './values.ts';
import { keepInstruments, loadInstruments } from './instruments.ts';

interface Focus {
  instrument: Instrument | undefined;
}

/** What the keys, the ticket and the chart act on. */
export const focusStore = create<Focus>(() => ({ instrument: undefined }));

export const useFocus = (): Instrument | undefined => focusStore((state) => state.instrument);

/** Gives an instrument the focus of the whole window, and remembers it unless it belongs to a replay. */
export function focusInstrument(instrument: Instrument): void {
  if (focusStore.getState().instrument?.id === instrument.id) return;
  keepInstruments([instrument]);
  focusStore.setState({ instrument });
  // A replayed day is over when the window opens next.
  if (statusStore.getState().value?.mode === 'REPLAY') return;
  remember(instrument);
}

/** Losing the memory of a focus is no harm; a lost connection shows in the frame. */
function remember({ id }: Instrument): void {
  client.call('workspace.save', { key: 'focus', value: id }).catch(() => undefined);
}

/** Focuses what had the focus last, else `firstFocus` of app.hello, which is remembered too: it moves with the market. */
export async function restoreFocus(firstFocus: number): Promise<void> {
  const saved = await client.call('workspace.load', { key: 'focus' });
  const known = await loadInstruments(typeof saved === 'number' ? [saved, firstFocus] : [firstFocus]);
  const instrument = known.find(({ id }) => id === saved) ?? known.at(-1);
  if (!instrument) return;
  focusStore.setState({ instrument });
  if (instrument.id !== saved) remember(instrument);
}
