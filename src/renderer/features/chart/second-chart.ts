import { useEffect, useState } from 'react';
import { create } from 'zustand';
import type { Instrument } from '../../../contract/market.ts';
import { client } from '../../client/client.ts';
import { loadInstruments } from '../../stores/instruments.ts';
import { loadWorkspace, saveWorkspace } from '../../stores/workspace.ts';

const KEY = 'chart.second';
const SEARCHED = 50;

interface SecondChart {
  shows: 'underlying' | 'kept';
  kept: Instrument | null;
}

const store = create<SecondChart>(() => ({ shows: 'underlying', kept: null }));

/** What the second chart shows beside the focus; `instrument` null while it is not known, and when this market lacks it. */
export function useSecondChart(focused: Instrument | undefined): SecondChart & { instrument: Instrument | null } {
  const { shows, kept } = store();
  const [index, setIndex] = useState<Instrument | null>(null);
  const underlying = focused?.underlying;
  useEffect(() => {
    let wanted = true;
    if (underlying === undefined) return undefined;
    indexOf(underlying).then(
      (found) => wanted && setIndex(found),
      // A lost connection shows in the frame.
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [underlying]);
  return { shows, kept, instrument: shows === 'kept' ? kept : index };
}

/** Follows the underlying of the focus. */
export function followUnderlying(): void {
  change({ shows: 'underlying' });
}

/** Stays at an instrument, wherever the focus goes. */
export function keepInstrument(instrument: Instrument | undefined): void {
  if (instrument) change({ shows: 'kept', kept: instrument });
}

/** Takes up the choice of the last time. */
export async function restoreSecondChart(): Promise<void> {
  const saved = (await loadWorkspace(KEY)) as { shows?: unknown; keptId?: unknown } | null;
  if (typeof saved?.keptId !== 'number') return;
  const [kept] = await loadInstruments([saved.keptId]);
  if (kept) store.setState({ kept, shows: saved.shows === 'kept' ? 'kept' : 'underlying' });
}

function change(part: Partial<SecondChart>): void {
  store.setState(part);
  const { shows, kept } = store.getState();
  saveWorkspace(KEY, { shows, keptId: kept?.id ?? null });
}

async function indexOf(underlying: string): Promise<Instrument | null> {
  const found = await client.call('instruments.search', { query: underlying, limit: SEARCHED });
  return found.find((one) => one.kind === 'INDEX' && one.underlying === underlying) ?? null;
}
