import { useEffect, useState } from 'react';
import type { Instrument } from '../../../contract/market.ts';
import type { Preview } from '../../../contract/trading.ts';
import { client } from '../../client/client.ts';
import { CallError, sentenceOf } from '../../client/call-error.ts';
import { useDraftOrder } from '../../stores/draft-order.ts';
import { quoteOf } from '../../stores/quotes.ts';
import { usePositions } from '../../stores/tables.ts';
import { riskStore } from '../../stores/values.ts';
import { intentOf } from '../trading/send-order.ts';
import { draftPrices } from './draft-prices.ts';

/** A change of the draft asks after this pause, a drift of the market at most once in the other. Milliseconds. */
const DEBOUNCE_MS = 150;
const DRIFT_MS = 1000;

/** What the engine foresees, or the sentence that says why it cannot. */
export interface PreviewState {
  preview: Preview | null;
  problem: string | null;
}

/** Keeps a preview of the draft for this instrument: asked anew when the draft, the books, the state or the market change. */
export function usePreview(instrument: Instrument): PreviewState {
  const draft = useDraftOrder();
  const netQty = usePositions().find((row) => row.instrumentId === instrument.id)?.netQty ?? 0;
  const [answer, setAnswer] = useState<PreviewState & { instrumentId: number }>();
  useEffect(() => {
    let current = true;
    let asked = '';
    const ask = async () => {
      const quote = quoteOf(instrument.id);
      const { price, triggerPrice } = draftPrices(draft, quote, instrument.tickSize);
      asked = marketStamp(instrument.id);
      if (draft.orderType === 'LIMIT' && price === null) return;
      if (draft.isStop && triggerPrice === null) return;
      const { side, orderType, validity } = draft;
      const entry = { side, orderType, price, triggerPrice, validity };
      try {
        const preview = await client.call(
          'orders.preview',
          intentOf({ instrument, draft, netQty, quote }, entry, false),
        );
        if (current) setAnswer({ instrumentId: instrument.id, preview, problem: null });
      } catch (error) {
        // The frame shows that the connection is lost; a preview sent nothing, so there is nothing to look into.
        const lost = error instanceof CallError && error.code === 'CONNECTION_LOST';
        if (current && !lost) setAnswer({ instrumentId: instrument.id, preview: null, problem: sentenceOf(error) });
      }
    };
    const first = setTimeout(() => void ask(), DEBOUNCE_MS);
    const drift = setInterval(() => {
      if (marketStamp(instrument.id) !== asked) void ask();
    }, DRIFT_MS);
    return () => {
      current = false;
      clearTimeout(first);
      clearInterval(drift);
    };
  }, [instrument, draft, netQty]);
  return answer?.instrumentId === instrument.id ? answer : { preview: null, problem: null };
}

/** Changes when the market moved or the trading state changed. */
function marketStamp(instrumentId: number): string {
  return `${quoteOf(instrumentId)?.ts} ${riskStore.getState().value?.state}`;
}
