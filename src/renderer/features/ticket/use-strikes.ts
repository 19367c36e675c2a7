import { useEffect, useState } from 'react';
import type { Instrument } from '../../../contract/market.ts';
import { client } from '../../client/client.ts';
import { keepInstruments } from '../../stores/instruments.ts';

/** Strikes offered around the money. */
export const STRIKE_OFFSETS = [-2, -1, 0, 1, 2] as const;

/** The money moves with the index; the offsets are read again this often. Milliseconds. */
const AGAIN_MS = 5000;

/** The options around the money on the side of `instrument`, nearest expiry, in the order of STRIKE_OFFSETS. */
export function useStrikes(instrument: Instrument): readonly Instrument[] {
  const { underlying, kind } = instrument;
  const [strikes, setStrikes] = useState<{ of: string; options: readonly Instrument[] }>();
  const of = `${underlying} ${kind}`;
  useEffect(() => {
    if (kind !== 'CE' && kind !== 'PE') return undefined;
    let current = true;
    const read = async () => {
      const asked = STRIKE_OFFSETS.map((offset) => client.call('instruments.atm', { underlying, kind, offset }));
      try {
        const options = await Promise.all(asked);
        if (!current) return;
        keepInstruments(options);
        setStrikes((before) => (before?.of === of && sameOptions(before.options, options) ? before : { of, options }));
      } catch {
        // Without a price of the underlying there is no money to be at; the next reading may have one.
      }
    };
    void read();
    const again = setInterval(() => void read(), AGAIN_MS);
    return () => {
      current = false;
      clearInterval(again);
    };
  }, [underlying, kind, of]);
  return strikes?.of === of ? strikes.options : [];
}

/** The option of the same strike and expiry on the other side. */
export async function otherSide(instrument: Instrument, kind: 'CE' | 'PE'): Promise<Instrument | undefined> {
  const query = instrument.name.replace(instrument.kind, kind);
  const found = await client.call('instruments.search', { query, limit: 50 });
  return found.find(
    (other) =>
      other.kind === kind &&
      other.underlying === instrument.underlying &&
      other.strike === instrument.strike &&
      other.expiry === instrument.expiry,
  );
}

function sameOptions(a: readonly Instrument[], b: readonly Instrument[]): boolean {
  return a.length === b.length && a.every((option, index) => option.id === b[index]!.id);
}
