import type { Intent, Preview } from '../../../../contract/trading.ts';
import { istDay } from '../../core/ist.ts';
import { applyFill } from '../../domain/position-fold.ts';
import { priceBand } from '../../rms/price-band.ts';
import type { OmsContext } from '../oms-context.ts';
import type { OrderPlacer } from './place.ts';

/** What the ticket shows before an order is sent: the same pricing and the same rules as sending it. Paise. */
export function preview(context: OmsContext, placer: OrderPlacer, intent: Intent): Preview {
  const { portfolio, quotes, clock } = context;
  const considered = placer.consider(intent, { source: 'HAND', partOf: null });
  const { instrument, price, quantity, decision, denial } = considered;
  const { side, slPrice } = intent;
  const quote = quotes.get(instrument.id);
  const band = priceBand(instrument, quote, istDay(clock.now()));
  const touch = quote === null ? 0 : side === 'BUY' ? quote.ask : quote.bid;
  const expected = intent.triggerPrice ?? (intent.orderType === 'MARKET' && touch > 0 ? touch : (price ?? 0));
  const funds = portfolio.funds();
  const blocked = context.margin.blocked();
  const units = side === 'BUY' ? quantity : -quantity;
  const marginAfter = portfolio.marginWith(new Map([[instrument.id, { units, price: expected }]]));
  const charges = portfolio.chargesOf({ instrument, side, quantity, price: expected });
  const after = applyFill(portfolio.folded(instrument.id), { side, quantity, price: expected }).position;
  const out = side === 'BUY' ? 'SELL' : 'BUY';
  return {
    quantity,
    price,
    positionAfterQty: after.netQty,
    positionAfterCost: after.cost,
    premium: expected * quantity,
    marginAfter,
    availableAfter: funds.available - blocked - (marginAfter - funds.marginUsed) - charges,
    chargesOneWay: charges,
    worstCase:
      slPrice === null
        ? null
        : (side === 'BUY' ? expected - slPrice : slPrice - expected) * quantity +
          charges +
          portfolio.chargesOf({ instrument, side: out, quantity, price: slPrice }),
    bandLow: band?.low ?? null,
    bandHigh: band?.high ?? null,
    freezeQty: instrument.freezeQty,
    orders: considered.parts.length,
    checks: decision.checks(),
    denial,
  };
}
