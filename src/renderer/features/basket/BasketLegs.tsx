import type { BasketPreview } from '../../../contract/basket.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { price } from '../../ui/format.ts';
import { CloseIcon } from '../../ui/icons.tsx';
import { changeLeg, removeLeg } from './draft-basket.ts';
import type { DraftBasket } from './draft-basket.ts';

const MAX_RATIO = 20;

/** The legs: side and ratio can be changed, each shows its price now and what the rules say of it. */
export function BasketLegs({ draft, preview }: { draft: DraftBasket; preview: BasketPreview | null }) {
  if (draft.legs.length === 0) return <p className="t3">No legs yet: fill them by a strategy, or add an option.</p>;
  return (
    <table className="basket-legs" aria-label="Legs of the basket">
      <thead>
        <tr>
          <th className="l">Side</th>
          <th className="l">Symbol</th>
          <th>Ratio</th>
          <th>Lots</th>
          <th>Near</th>
          <th aria-label="Remove" />
        </tr>
      </thead>
      <tbody>
        {draft.legs.map(({ instrument, side, ratio }) => {
          const row = preview?.legs.find((leg) => leg.instrumentId === instrument.id);
          return (
            <tr key={instrument.id} title={row?.denial?.message}>
              <td className="l">
                <Button
                  small
                  className={side === 'BUY' ? 'up' : 'down'}
                  title={`Turn to ${side === 'BUY' ? 'SELL' : 'BUY'}`}
                  onClick={() => changeLeg(instrument.id, { side: side === 'BUY' ? 'SELL' : 'BUY' })}
                >
                  {side}
                </Button>
              </td>
              <td className={row?.denial ? 'l danger' : 'l'}>{instrument.name}</td>
              <td>
                <input
                  className="cell-input"
                  type="number"
                  min={1}
                  max={MAX_RATIO}
                  aria-label={`Ratio of ${instrument.name}`}
                  value={ratio}
                  onChange={(event) => {
                    const wanted = Math.round(event.target.valueAsNumber);
                    if (wanted >= 1 && wanted <= MAX_RATIO) changeLeg(instrument.id, { ratio: wanted });
                  }}
                />
              </td>
              <td>{ratio * draft.lots}</td>
              <td>{price(row?.price ?? null)}</td>
              <td>
                <IconButton name={`Remove ${instrument.name}`} onClick={() => removeLeg(instrument.id)}>
                  <CloseIcon />
                </IconButton>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
