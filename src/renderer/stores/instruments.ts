import { useEffect } from 'react';
import { create } from 'zustand';
import type { Instrument } from '../../contract/market.ts';
import { client } from '../client/client.ts';

interface Instruments {
  byId: ReadonlyMap<number, Instrument>;
}

export const instrumentsStore = create<Instruments>(() => ({ byId: new Map() }));

/** The call under way that each id waits for. */
const asked = new Map<number, Promise<void>>();

/** Adds instruments to the cache. */
export function keepInstruments(instruments: readonly Instrument[]): void {
  const fresh = instruments.filter((instrument) => !instrumentsStore.getState().byId.has(instrument.id));
  if (fresh.length === 0) return;
  instrumentsStore.setState(({ byId }) => ({
    byId: new Map([...byId, ...fresh.map((instrument) => [instrument.id, instrument] as const)]),
  }));
}

/** Reads what the cache lacks, each once; resolves with all that are known, in the order asked. */
export async function loadInstruments(ids: readonly number[]): Promise<Instrument[]> {
  const missing = [...new Set(ids)].filter((id) => !instrumentsStore.getState().byId.has(id));
  const fresh = missing.filter((id) => !asked.has(id));
  if (fresh.length > 0) {
    const read = ask(fresh).finally(() => {
      for (const id of fresh) asked.delete(id);
    });
    for (const id of fresh) asked.set(id, read);
  }
  await Promise.all(missing.map((id) => asked.get(id)!));
  const { byId } = instrumentsStore.getState();
  return ids.flatMap((id) => byId.get(id) ?? []);
}

async function ask(ids: number[]): Promise<void> {
  keepInstruments(await client.call('instruments.get', { ids }));
}

/** One instrument, undefined until it is read. */
export function useInstrument(id: number | undefined): Instrument | undefined {
  const instrument = instrumentsStore((state) => (id === undefined ? undefined : state.byId.get(id)));
  useEffect(() => {
    // A lost connection is shown by the frame, and the next render asks again.
    if (id !== undefined && !instrument) loadInstruments([id]).catch(() => undefined);
  }, [id, instrument]);
  return instrument;
}
