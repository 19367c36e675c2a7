import { useState } from 'react';
import type { Payoff, PayoffGreeks, PricedPayoffLeg } from '../../../contract/payoff.ts';
import type { Instrument } from '../../../contract/market.ts';
import { changePayoffLeg, removePayoffLeg } from '../../stores/payoff-legs.ts';
import type { PayoffLegDraft } from '../../stores/payoff-legs.ts';
import { IconButton } from '../../ui/Button.tsx';
import { dayMonth, inr, signedQuantity } from '../../ui/format.ts';
import { CloseIcon } from '../../ui/icons.tsx';
import { parseNumber } from '../../ui/parse-number.ts';
import { decimals, legText } from './payoff-words.ts';

interface PayoffLegsProps {
  legs: readonly PayoffLegDraft[];
  instruments: ReadonlyMap<number, Instrument>;
  payoff: Payoff | null;
}

const UNKNOWN: PayoffGreeks = { delta: null, gamma: null, theta: null, vega: null };

/** The legs: lots and entry price can be changed; volatility and greeks are those of the market now. */
export function PayoffLegs({ legs, instruments, payoff }: PayoffLegsProps) {
  const expiries = new Set(legs.map(({ instrumentId }) => instruments.get(instrumentId)?.expiry));
  return (
    <div className="payoff-legs-scroll">
      <table className="payoff-legs" aria-label="Legs of the payoff">
        <thead>
          <tr>
            <th className="l">Leg</th>
            <th className="c">Lots</th>
            <th>Price</th>
            <th title="Implied volatility, per cent a year">IV</th>
            <th title="Rupees for a rupee of the forward">Delta</th>
            <th title="Change of delta for a rupee of the forward">Gamma</th>
            <th title="Rupees a calendar day">Theta</th>
            <th title="Rupees a percentage point of volatility">Vega</th>
            <th aria-label="Remove" />
          </tr>
        </thead>
        <tbody>
          {legs.map((leg) => (
            <LegRow
              key={leg.instrumentId}
              leg={leg}
              instrument={instruments.get(leg.instrumentId)}
              priced={payoff?.legs.find(({ instrumentId }) => instrumentId === leg.instrumentId)}
              withExpiry={expiries.size > 1}
            />
          ))}
        </tbody>
        {payoff === null ? null : (
          <tfoot>
            <tr>
              <td className="l" colSpan={4}>
                Net, {payoff.underlying} {dayMonth(payoff.expiry)}
              </td>
              <GreekCells greeks={payoff.net} />
              <td aria-hidden="true" />
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}

interface LegRowProps {
  leg: PayoffLegDraft;
  instrument: Instrument | undefined;
  priced: PricedPayoffLeg | undefined;
  withExpiry: boolean;
}

function LegRow({ leg, instrument, priced, withExpiry }: LegRowProps) {
  const { instrumentId, lots } = leg;
  const ivPercent = priced === undefined || priced.iv === null ? null : priced.iv * 100;
  const name = instrument?.name ?? `Instrument ${instrumentId}`;
  // No lots is no leg: the step past one turns the side.
  const step = (by: 1 | -1) => changePayoffLeg(instrumentId, { lots: lots + by || by });
  return (
    <tr>
      <td className="l nw">
        <Side lots={lots} short={withExpiry} /> <span title={name}>{instrument ? legText(instrument) : name}</span>
        {withExpiry && instrument?.expiry ? <span className="sub"> {dayMonth(instrument.expiry)}</span> : null}
      </td>
      <td className="c nw">
        <button type="button" className="step" aria-label={`One lot less of ${name}`} onClick={() => step(-1)}>
          −
        </button>
        <span className="payoff-lots">{signedQuantity(lots)}</span>
        <button type="button" className="step" aria-label={`One lot more of ${name}`} onClick={() => step(1)}>
          +
        </button>
      </td>
      <td>
        <EntryPrice leg={leg} name={name} market={priced?.price ?? null} />
      </td>
      <td className="t2" title={priced?.ivReason ?? undefined}>
        {decimals(ivPercent, 1)}
      </td>
      <GreekCells greeks={priced} />
      <td>
        <IconButton name={`Remove ${name}`} onClick={() => removePayoffLeg(instrumentId)}>
          <CloseIcon />
        </IconButton>
      </td>
    </tr>
  );
}

/** The side in full, in one letter where the expiry needs the room. */
function Side({ lots, short }: { lots: number; short: boolean }) {
  const side = lots > 0 ? 'BUY' : 'SELL';
  return (
    <span className={`b ${lots > 0 ? 'up' : 'down'}`} title={side}>
      {short ? side[0] : side}
    </span>
  );
}

function GreekCells({ greeks }: { greeks: PayoffGreeks | undefined }) {
  const { delta, gamma, theta, vega } = greeks ?? UNKNOWN;
  return (
    <>
      <td>{decimals(delta, 1)}</td>
      <td>{decimals(gamma, 3)}</td>
      <td>{decimals(theta === null ? null : theta / 100, 0)}</td>
      <td>{decimals(vega === null ? null : vega / 100, 0)}</td>
    </>
  );
}

/** The entry price in rupees; empty it shows and takes the mid of the market. */
function EntryPrice({ leg, name, market }: { leg: PayoffLegDraft; name: string; market: number | null }) {
  const [draft, setDraft] = useState<string | null>(null);
  const settle = () => {
    if (draft === null) return;
    const price = parseNumber(draft, 100);
    setDraft(null);
    if (draft.trim() === '') changePayoffLeg(leg.instrumentId, { price: null });
    else if (price !== null && price >= 0) changePayoffLeg(leg.instrumentId, { price });
  };
  return (
    <input
      className="payoff-price"
      inputMode="decimal"
      autoComplete="off"
      aria-label={`Entry price of ${name}, rupees; empty takes the mid`}
      title={
        leg.price === null ? 'The mid of the market; type a price to enter at another' : 'Typed; empty takes the mid'
      }
      placeholder={market === null ? '–' : inr(market)}
      value={draft ?? (leg.price === null ? '' : inr(leg.price))}
      onChange={(event) => setDraft(event.target.value)}
      onFocus={(event) => event.target.select()}
      onBlur={settle}
      onKeyDown={(event) => {
        if (event.key === 'Enter') settle();
        else if (event.key === 'Escape') setDraft(null);
      }}
    />
  );
}
