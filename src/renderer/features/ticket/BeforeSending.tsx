import type { Instrument } from '../../../contract/market.ts';
import { useDraftOrder } from '../../stores/draft-order.ts';
import { inr, rupees, signedRupees, tone } from '../../ui/format.ts';
import { positionAfterText } from './ticket-words.ts';
import type { PreviewState } from './use-preview.ts';

/** What the draft would do to the account, as the engine foresees it. */
export function BeforeSending({ instrument, state }: { instrument: Instrument; state: PreviewState }) {
  const { preview, problem } = state;
  const atMarket = useDraftOrder((draft) => draft.orderType === 'MARKET');
  return (
    <section className="ticket-part" aria-label="Before sending">
      <h3 className="b">Before sending</h3>
      {problem ? <p className="ticket-problem">{problem}</p> : null}
      <div className="kv">
        <span>Position after</span>
        <span>{preview ? positionAfterText(preview, instrument.lotSize) : '–'}</span>
        <span>Premium</span>
        <span>{preview ? rupees(Math.abs(preview.premium)) : '–'}</span>
        <span>Margin after, estimate</span>
        <span>{preview ? rupees(preview.marginAfter) : '–'}</span>
        <span>Free after</span>
        <span className={preview && preview.availableAfter < 0 ? 'down' : ''}>
          {preview ? rupees(preview.availableAfter) : '–'}
        </span>
        <span>Charges, one way</span>
        <span>{preview ? rupees(preview.chargesOneWay) : '–'}</span>
        <span>Worst case at stop</span>
        {preview && preview.worstCase !== null ? (
          <span className={tone(-preview.worstCase)}>{signedRupees(-preview.worstCase)}</span>
        ) : (
          <span className="t3">no stop</span>
        )}
        <span>{atMarket ? 'Protection price' : 'Limit price'}</span>
        <span>{preview && preview.price !== null ? inr(preview.price) : '–'}</span>
        {preview && preview.orders > 1 ? (
          <>
            <span>Goes out in</span>
            <span title={`The exchange freezes an order above ${preview.freezeQty} units`}>
              {preview.orders} orders
            </span>
          </>
        ) : null}
        <span>Exchange band</span>
        <span>
          {preview && preview.bandLow !== null && preview.bandHigh !== null
            ? `${inr(preview.bandLow)} – ${inr(preview.bandHigh)}`
            : '–'}
        </span>
      </div>
    </section>
  );
}
