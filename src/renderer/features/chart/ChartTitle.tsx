import { QUOTE_FLAG, type Instrument } from '../../../contract/market.ts';
import { useQuote } from '../../stores/quotes.ts';
import { statusStore } from '../../stores/values.ts';
import { age, dayMonth, daysTo, percent, price, signed, tone } from '../../ui/format.ts';
import { Tag } from '../../ui/Tag.tsx';

/** The chart's subject: name, expiry and days to it, last price and the day's change; stale prices lose their colour. */
export function ChartTitle({ instrument }: { instrument: Instrument }) {
  const quote = useQuote(instrument.id);
  const { expiry } = instrument;
  const days = statusStore(({ value }) => (value && expiry ? daysTo(expiry, value.now) : null));
  const staleFor = statusStore(({ value }) =>
    value && quote && quote.flags & QUOTE_FLAG.STALE ? age(value.now - quote.ts) : null,
  );
  const change = quote && quote.prevClose > 0 && quote.ltp > 0 ? quote.ltp - quote.prevClose : null;
  const hue = staleFor ? 'chart-stale' : tone(change ?? 0);
  return (
    <>
      <h2 className="big">{instrument.name}</h2>
      {expiry ? (
        <span className="sub chart-expiry">
          {dayMonth(expiry)}
          {days === null ? '' : ` · ${days} d`}
        </span>
      ) : null}
      <span className={`${hue} b`}>{price(quote?.ltp)}</span>
      {staleFor ? <Tag tone="age">{staleFor} old</Tag> : null}
      {change === null || staleFor ? null : (
        <span className={`${hue} chart-change`}>
          {signed(change)} ({percent((change / quote!.prevClose) * 100)} %)
        </span>
      )}
    </>
  );
}
