import { useEffect, useState } from 'react';
import type { Chain } from '../../../contract/chain.ts';
import { optionChainStore, useOptionChain } from '../../stores/option-chain.ts';

/** A drawing of the whole chain says no more by being drawn oftener. Milliseconds. */
const DRAW_MS = 1000;

/** The chain in view, once a second; null at once when it goes. */
export function useSlowChain(): Chain | null {
  const there = useOptionChain(({ chain }) => chain !== null);
  const [chain, setChain] = useState<Chain | null>(() => optionChainStore.getState().chain);
  useEffect(() => {
    const take = () => setChain(optionChainStore.getState().chain);
    const stop = optionChainStore.subscribe((now, before) => {
      if ((now.chain === null) !== (before.chain === null)) take();
    });
    const timer = setInterval(take, DRAW_MS);
    return () => {
      stop();
      clearInterval(timer);
    };
  }, []);
  return there ? chain : null;
}
