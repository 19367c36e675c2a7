import { QUOTE_FLAG, type Instrument } from '../../../contract/market.ts';
import { useQuote } from '../../stores/quotes.ts';
import { dayMonth, price } from '../../ui/format.ts';

/** What would be traded: name and expiry, last price, bid and ask. Stale prices lose their colour. */
export function TicketSubject({ instrument }: { instrument: Instrument }) {
  const quote = useQuote(instrument.id);
  const stale = quote ? (quote.flags & QUOTE_FLAG.STALE) !== 0 : false;
  const estimated = quote ? (quote.flags & QUOTE_FLAG.ESTIMATED_BOOK) !== 0 : false;
  return (
    <div className="row spread">
      <span className="stack">
        <b className="ticket-name">{instrument.name}</b>
        <span className="sub">
          {instrument.expiry ? dayMonth(instrument.expiry) : instrument.exchange}
          {instrument.kind === 'INDEX' ? '' : ` · tick ${price(instrument.tickSize)}`}
        </span>
      </span>
      <span className="stack r">
        <b className={stale ? 'ticket-ltp stale' : 'ticket-ltp'}>{price(quote?.ltp)}</b>
        {instrument.kind === 'INDEX' ? null : (
          <span
            className="sub"
            title={estimated ? 'Estimated from the last price: this source has no book' : undefined}
          >
            {estimated ? '≈ ' : ''}
            <span className={stale ? '' : 'up'}>{price(quote?.bid)}</span> ×{' '}
            <span className={stale ? '' : 'down'}>{price(quote?.ask)}</span>
          </span>
        )}
      </span>
    </div>
  );
}
