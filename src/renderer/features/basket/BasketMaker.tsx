import type { Instrument } from '../../../contract/market.ts';
import { sentenceOf } from '../../client/call-error.ts';
import { draftOrder } from '../../stores/draft-order.ts';
import { Button } from '../../ui/Button.tsx';
import { NumberField } from '../../ui/NumberField.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { addLeg, draftBasket, draftBasketStore, takeStrategy } from './draft-basket.ts';
import { STRATEGIES } from './strategies.ts';
import type { Strategy } from './strategies.ts';

interface BasketMakerProps {
  focus: Instrument | undefined;
  onProblem: (sentence: string | null) => void;
}

/** Strategy, side, width and size; fills the legs around the money, or adds what has the focus. */
export function BasketMaker({ focus, onProblem }: BasketMakerProps) {
  const { strategy, side, width, lots, onFailure } = draftBasketStore();
  const fill = () => {
    if (focus === undefined) return;
    takeStrategy(focus.underlying).then(
      () => onProblem(null),
      (error: unknown) => onProblem(sentenceOf(error)),
    );
  };
  const tradable = focus !== undefined && focus.kind !== 'INDEX';
  return (
    <>
      <Segmented
        fill
        name="Strategy"
        value={strategy}
        onChange={(chosen) => draftBasket({ strategy: chosen })}
        segments={(Object.keys(STRATEGIES) as Strategy[]).map((value) => ({ value, label: STRATEGIES[value] }))}
      />
      <div className="basket-size">
        <Segmented
          fill
          name="Side of the strategy"
          value={side}
          onChange={(chosen) => draftBasket({ side: chosen })}
          segments={[
            { value: 'SELL', label: 'Sell', name: 'Takes premium in' },
            { value: 'BUY', label: 'Buy', name: 'Pays premium' },
          ]}
        />
        <NumberField
          name="Width, strikes"
          id="basket-width"
          value={width}
          onChange={(strikes) => draftBasket({ width: strikes ?? 1 })}
          step={1}
          min={1}
          max={20}
        />
        <NumberField
          name="Lots"
          id="basket-lots"
          value={lots}
          onChange={(wanted) => draftBasket({ lots: wanted ?? 1 })}
          step={1}
          min={1}
          max={10_000}
        />
      </div>
      <div className="row">
        <Button disabled={focus === undefined} onClick={fill}>
          {focus === undefined ? 'Choose an instrument first' : `Fill the legs around ${focus.underlying}`}
        </Button>
        <Button disabled={!tradable} onClick={() => tradable && addLeg(focus, draftOrder().side)}>
          {tradable ? `Add ${focus.name}` : 'Add the focused option'}
        </Button>
      </div>
      <div className="row">
        <span className="lbl nw">If a leg fails</span>
        <Segmented
          fill
          className="grow"
          name="If a leg fails"
          value={onFailure}
          onChange={(chosen) => draftBasket({ onFailure: chosen })}
          segments={[
            { value: 'ASK', label: 'Ask me' },
            { value: 'ROLLBACK', label: 'Take back', name: 'The filled legs are taken back at market' },
            { value: 'KEEP', label: 'Keep', name: 'What is filled is kept' },
          ]}
        />
      </div>
    </>
  );
}
