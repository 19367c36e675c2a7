import type { ReactNode } from 'react';
import type { Payoff } from '../../../contract/payoff.ts';
import { rupees, signedRupees, tone } from '../../ui/format.ts';
import { rewardToRiskText, wholeSpot } from './payoff-words.ts';

const NUMBER = ['none', 'one leg', 'two legs', 'three legs', 'four legs'];

/** What the legs can win and lose, where they turn, and what they take. */
export function PayoffFigures({ payoff, legs }: { payoff: Payoff | null; legs: number }) {
  const figures = payoff?.figures ?? null;
  const { chance } = figures ?? { chance: null };
  const { margin, charges } = payoff ?? { margin: null, charges: null };
  const turns = figures?.breakEvens ?? [];
  const all = turns.map(wholeSpot).join(', ');
  const estimate = figures?.estimated ? 'At the first expiry, what stays at its own volatility of now' : undefined;
  return (
    <div className="payoff-figures">
      <Figure name={figures?.estimated ? 'Max profit ≈' : 'Max profit'} title={estimate}>
        {figures === null ? '–' : <Bound value={figures.maxProfit} unlimited="up" />}
      </Figure>
      <Figure name={figures?.estimated ? 'Max loss ≈' : 'Max loss'} title={estimate}>
        {figures === null ? '–' : <Bound value={figures.maxLoss} unlimited="down" />}
      </Figure>
      <Figure name="Chance of profit" title="At expiry: the forward lognormal at the volatility of the money">
        {chance === null ? '–' : `${(chance * 100).toFixed(0)} %`}
      </Figure>
      <Figure name="Reward : risk">{figures === null ? '–' : rewardToRiskText(figures)}</Figure>
      <Figure name={turns.length > 1 ? 'Break-even low' : 'Break-even'} title={all}>
        {turns[0] === undefined ? '–' : wholeSpot(turns[0])}
      </Figure>
      <Figure name={turns.length > 2 ? `Last of ${turns.length}` : 'Break-even high'} title={all}>
        {turns.length > 1 ? wholeSpot(turns.at(-1)!) : '–'}
      </Figure>
      <Figure name="Margin, estimate" title="Of these legs alone, by the desk's own estimate">
        {margin === null ? '–' : rupees(margin)}
      </Figure>
      <Figure name={`Charges, ${NUMBER[legs] ?? `${legs} legs`}`} title="Of entering the legs">
        {charges === null ? '–' : rupees(charges)}
      </Figure>
    </div>
  );
}

function Figure({ name, title, children }: { name: string; title?: string | undefined; children: ReactNode }) {
  return (
    <div className="payoff-figure" title={title}>
      <span className="lbl">{name}</span>
      <b>{children}</b>
    </div>
  );
}

function Bound({ value, unlimited }: { value: number | null; unlimited: 'up' | 'down' }) {
  if (value === null) return <span className={unlimited}>Unlimited</span>;
  return <span className={tone(value)}>{signedRupees(value)}</span>;
}
