import { useMemo } from 'react';
import type { Instrument } from '../../../contract/market.ts';
import type { PayoffLegDraft } from '../../stores/payoff-legs.ts';
import { useMode } from '../../stores/values.ts';
import { Button } from '../../ui/Button.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { draftBasket, draftBasketStore } from '../basket/draft-basket.ts';
import type { DraftBasket } from '../basket/draft-basket.ts';
import { useBasketPreview } from '../basket/use-basket-preview.ts';
import { openBasket } from '../trading/actions.ts';
import { basketOfLegs } from './legs-basket.ts';

interface PlaceBasketProps {
  legs: readonly PayoffLegDraft[];
  instruments: ReadonlyMap<number, Instrument>;
}

/** What RMS says of the legs as one basket at market, and the way to it. */
export function PlaceBasket({ legs, instruments }: PlaceBasketProps) {
  const basket = useMemo(() => basketOfLegs(legs, (id) => instruments.get(id)), [legs, instruments]);
  const draft = useMemo((): DraftBasket => {
    const now = draftBasketStore.getState();
    return { ...now, legs: basket.legs ?? [], lots: basket.legs === null ? 1 : basket.lots };
  }, [basket]);
  const { preview, problem } = useBasketPreview(draft);
  const mode = useMode() ?? 'PAPER';
  const why = basket.problem ?? problem;
  const orders = preview?.legs.length ?? 0;
  return (
    <div className="payoff-foot">
      {preview === null ? null : (
        <Tag tone={preview.denial === null ? 'ok' : 'danger'} title={preview.denial?.message}>
          {preview.denial === null ? 'PASS' : 'REFUSED'}
        </Tag>
      )}
      <span className="sub ell grow" title={why ?? preview?.denial?.message}>
        {why ?? preview?.denial?.message ?? (preview === null ? 'asking RMS…' : ordersText(orders))}
      </span>
      <Button
        look="primary"
        className="payoff-place"
        disabled={basket.legs === null}
        onClick={() => {
          if (basket.legs === null) return;
          draftBasket({ legs: basket.legs, lots: basket.lots });
          openBasket();
        }}
      >
        {mode} · Place basket
      </Button>
    </div>
  );
}

const ordersText = (orders: number): string => (orders === 1 ? '1 order' : `${orders} orders, buys first`);
