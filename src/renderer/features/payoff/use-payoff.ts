import { useEffect, useRef, useState } from 'react';
import type { Payoff } from '../../../contract/payoff.ts';
import { CallError, sentenceOf } from '../../client/call-error.ts';
import { client } from '../../client/client.ts';
import type { PayoffLegDraft } from '../../stores/payoff-legs.ts';
import type { WhatIf } from './what-if.ts';

/** The market is looked at again this often. Milliseconds. */
const AGAIN_MS = 1000;

export interface PayoffState {
  /** The newest answer; of legs that changed a moment ago it is the one before. */
  payoff: Payoff | null;
  problem: string | null;
}

const NOTHING: PayoffState = { payoff: null, problem: null };

/** Keeps the payoff of the legs: asked anew when they or the supposition change, and with the market; one call at a time. */
export function usePayoff(legs: readonly PayoffLegDraft[], whatIf: WhatIf): PayoffState {
  const [state, setState] = useState(NOTHING);
  const spot = useRef(0);
  const busy = useRef(false);
  const next = useRef<(() => void) | null>(null);
  useEffect(() => {
    if (legs.length === 0) return undefined;
    let current = true;
    const ask = async () => {
      if (busy.current) {
        next.current = () => void ask();
        return;
      }
      busy.current = true;
      try {
        const { spotPercent, ivShift, daysForward } = whatIf;
        const spotShift = spotPercent === 0 ? null : Math.round((spot.current * spotPercent) / 100);
        const payoff = await client.call('payoff.of', { legs: [...legs], whatIf: { spotShift, ivShift, daysForward } });
        spot.current = payoff.spot;
        if (current) setState({ payoff, problem: null });
      } catch (error) {
        // The frame shows that the connection is lost.
        const lost = error instanceof CallError && error.code === 'CONNECTION_LOST';
        if (current && !lost) setState({ payoff: null, problem: sentenceOf(error) });
      }
      busy.current = false;
      const waiting = next.current;
      next.current = null;
      waiting?.();
    };
    void ask();
    const again = setInterval(() => void ask(), AGAIN_MS);
    return () => {
      current = false;
      clearInterval(again);
    };
  }, [legs, whatIf]);
  return legs.length === 0 ? NOTHING : state;
}
