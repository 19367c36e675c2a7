import { strikesOutText, type TripMarket } from '../../../contract/trade-journal.ts';
import { inr, signed } from '../../ui/format.ts';
import { decimal, ivText } from '../options/chain-figures.ts';

/** What the market was when a trade was opened; what was not recorded is left out. */
export function TripMarketFacts({ market }: { market: TripMarket }) {
  const { spot, daysLeft, strikesOut, iv, delta, theta, vega, atmIv, pcrOi, orders } = market;
  const known = orders.flatMap(({ slippage }) => (slippage === null ? [] : [slippage]));
  const slippage = known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0);
  const facts: [name: string, value: number | null, text: (value: number) => string][] = [
    ['Spot', spot, inr],
    ['Strike', strikesOut, strikesOutText],
    ['Days left', daysLeft, (days) => decimal(days, 1)],
    ['IV', iv, (one) => `${ivText(one)} %`],
    ['IV at the money', atmIv, (one) => `${ivText(one)} %`],
    ['Delta', delta, (one) => decimal(one, 2)],
    ['Theta a day', theta, signed],
    ['Vega', vega, signed],
    ['PCR', pcrOi, (ratio) => decimal(ratio, 2)],
    ['Slippage', slippage, (cost) => signed(-cost)],
  ];
  const told = facts.flatMap(([name, value, text]) => (value === null ? [] : [[name, text(value)] as const]));
  if (told.length === 0) return null;
  return (
    <dl className="trip-market" aria-label="Market at the entry">
      {told.map(([name, text]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}
