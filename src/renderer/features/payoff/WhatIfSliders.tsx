import type { ReactNode } from 'react';
import type { Payoff } from '../../../contract/payoff.ts';
import { inr, istDate, istTime, percent, signedRupees, tone } from '../../ui/format.ts';
import { Button } from '../../ui/Button.tsx';
import { decimals } from './payoff-words.ts';
import { NOTHING_SUPPOSED, suppose } from './what-if.ts';
import type { WhatIf } from './what-if.ts';

const DAY_MS = 86_400_000;
const SPOT_STEP = 0.05;
const MOST_IV = 10;
const IV_STEP = 0.5;
const DAY_STEP = 0.5;
/** With less than this many days left the time is set finer, and shown. */
const NEAR_DAYS = 2;
const NEAR_STEP = 0.02;
/** Of a range that is not known yet. */
const SPOT_PERCENT = 5;

/** What is supposed of spot, volatility and time, and what the legs would be worth then. */
export function WhatIfSliders({ payoff, whatIf }: { payoff: Payoff | null; whatIf: WhatIf }) {
  const { spotPercent, ivShift, daysForward } = whatIf;
  const mostSpot = payoff === null ? SPOT_PERCENT : spotReach(payoff);
  const daysLeft = payoff === null ? 0 : (payoff.expiresAt - payoff.ts) / DAY_MS;
  const near = daysLeft < NEAR_DAYS;
  const dayStep = near ? NEAR_STEP : DAY_STEP;
  const mostDays = Math.max(dayStep, Math.ceil(daysLeft / dayStep) * dayStep);
  const then =
    payoff === null ? '–' : `${istDate(payoff.marked.ts)}${near ? ` ${istTime(payoff.marked.ts).slice(0, 5)}` : ''}`;
  const { atmIv } = payoff ?? { atmIv: null };
  const iv = atmIv === null ? null : atmIv * 100 + ivShift;
  const nothing = spotPercent === 0 && ivShift === 0 && daysForward === 0;
  return (
    <div className="payoff-sliders">
      <Slider
        name="Spot"
        value={spotPercent}
        from={-mostSpot}
        to={mostSpot}
        step={SPOT_STEP}
        text={`${payoff === null ? '–' : inr(payoff.marked.spot)}, ${percent(spotPercent)} %`}
        onChange={(to) => suppose({ spotPercent: to })}
      >
        {payoff === null ? '–' : inr(payoff.marked.spot)} <span className="sub">{percent(spotPercent)} %</span>
      </Slider>
      <Slider
        name="IV"
        value={ivShift}
        from={-MOST_IV}
        to={MOST_IV}
        step={IV_STEP}
        text={`${iv === null ? '–' : iv.toFixed(1)} % at the money, moved by ${decimals(ivShift, 1)} points`}
        onChange={(to) => suppose({ ivShift: to })}
      >
        {iv === null ? '–' : `${Math.max(0, iv).toFixed(1)} %`} <span className="sub">{signedPoints(ivShift)}</span>
      </Slider>
      <Slider
        name="Days"
        value={daysForward}
        from={0}
        to={mostDays}
        step={dayStep}
        text={`${decimals(daysForward, near ? 2 : 1)} days on, ${then}`}
        onChange={(to) => suppose({ daysForward: to })}
      >
        {signedPoints(daysForward, near ? 2 : 1)} <span className="sub">{then}</span>
      </Slider>
      <span className="lbl">Then</span>
      <span className="payoff-then">
        <Then payoff={payoff} />
        <span className="grow" />
        <Button small look="ghost" disabled={nothing} onClick={() => suppose(NOTHING_SUPPOSED)}>
          Reset
        </Button>
      </span>
    </div>
  );
}

function Then({ payoff }: { payoff: Payoff | null }) {
  const value = payoff === null ? null : payoff.marked.value;
  const now = payoff === null ? null : payoff.now;
  if (value === null || now === null) return <span className="t2 ell">the result is not known</span>;
  return (
    <span className="t2 ell">
      legs are worth <b className={tone(value)}>{signedRupees(value)}</b> at the marked point; now{' '}
      <b className={tone(now)}>{signedRupees(now)}</b>
    </span>
  );
}

/** How far the marked spot may go without leaving the drawing, per cent. */
function spotReach({ spot, curves }: Payoff): number {
  const reach = Math.min(spot - curves.spot[0]!, curves.spot.at(-1)! - spot);
  return Math.max(SPOT_STEP, Math.floor(((reach / spot) * 100) / 0.25) * 0.25);
}

const signedPoints = (points: number, digits = 1): string => (points > 0 ? '+' : '') + decimals(points, digits);

interface SliderProps {
  name: string;
  value: number;
  from: number;
  to: number;
  step: number;
  /** The value as it is read out. */
  text: string;
  onChange: (value: number) => void;
  children: ReactNode;
}

function Slider({ name, value, from, to, step, text, onChange, children }: SliderProps) {
  const shown = Math.min(to, Math.max(from, value));
  const part = (at: number) => ((at - from) / (to - from)) * 100;
  const [low, high] = [part(Math.min(0, shown)), part(Math.max(0, shown))];
  return (
    <>
      <span className="lbl">{name}</span>
      <span className="payoff-slider">
        <i style={{ left: `${low}%`, width: `${high - low}%` }} />
        {from < 0 ? <u style={{ left: `${part(0)}%` }} /> : null}
        <input
          type="range"
          aria-label={`What if, ${name}`}
          aria-valuetext={text}
          min={from}
          max={to}
          step={step}
          value={shown}
          onChange={(event) => onChange(Math.round(event.target.valueAsNumber / step) * step)}
          onDoubleClick={() => onChange(0)}
        />
      </span>
      <span className="r nw">{children}</span>
    </>
  );
}
