import { useEffect, useState } from 'react';
import type { Instrument } from '../../contract/market.ts';
import { client } from '../client/client.ts';

const PAUSE_MS = 60;

/** Instruments whose name or symbol answers the query; keeps the last answer while the next is awaited. */
export function useSymbolSearch(query: string, limit: number): Instrument[] {
  const [found, setFound] = useState<{ query: string; instruments: Instrument[] }>({ query: '', instruments: [] });
  const wanted = query.trim();
  useEffect(() => {
    if (wanted === '') return undefined;
    let current = true;
    const timer = setTimeout(() => {
      client
        .call('instruments.search', { query: wanted.slice(0, 60), limit })
        .then((instruments) => current && setFound({ query: wanted, instruments }))
        // A lost connection shows in the frame; the list stays as it was.
        .catch(() => undefined);
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [wanted, limit]);
  return wanted === '' ? [] : found.instruments;
}
