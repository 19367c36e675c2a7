import { useEffect, useState } from 'react';
import type { Basket, BasketPreview } from '../../../contract/basket.ts';
import { sentenceOf } from '../../client/call-error.ts';
import { client } from '../../client/client.ts';
import type { DraftBasket } from './draft-basket.ts';

/** A change asks after this pause, and the market is looked at again this often. Milliseconds. */
const DEBOUNCE_MS = 150;
const AGAIN_MS = 1000;

export interface BasketPreviewState {
  preview: BasketPreview | null;
  problem: string | null;
}

/** A draft as the engine takes it, with a fresh id each time. */
export function basketOf({ legs, lots, onFailure }: DraftBasket): Basket {
  return {
    basketId: crypto.randomUUID(),
    legs: legs.map(({ instrument, side, ratio }) => ({ instrumentId: instrument.id, side, ratio })),
    lots,
    onFailure,
  };
}

/** Keeps a preview of the draft, asked anew when it changes and with the market. */
export function useBasketPreview(draft: DraftBasket): BasketPreviewState {
  const [state, setState] = useState<BasketPreviewState & { of: DraftBasket }>();
  useEffect(() => {
    if (draft.legs.length === 0) return undefined;
    let current = true;
    const ask = async () => {
      try {
        const preview = await client.call('baskets.preview', basketOf(draft));
        if (current) setState({ of: draft, preview, problem: null });
      } catch (error) {
        if (current) setState({ of: draft, preview: null, problem: sentenceOf(error) });
      }
    };
    const first = setTimeout(() => void ask(), DEBOUNCE_MS);
    const again = setInterval(() => void ask(), AGAIN_MS);
    return () => {
      current = false;
      clearTimeout(first);
      clearInterval(again);
    };
  }, [draft]);
  return state?.of === draft ? state : { preview: null, problem: null };
}
