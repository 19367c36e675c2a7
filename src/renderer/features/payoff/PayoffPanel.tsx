import { useEffect, useMemo, useState } from 'react';
import { sentenceOf } from '../../client/call-error.ts';
import { useFocus } from '../../stores/focus.ts';
import { instrumentsStore, loadInstruments } from '../../stores/instruments.ts';
import { optionChainStore } from '../../stores/option-chain.ts';
import { payoffLegsStore, setPayoffLegs } from '../../stores/payoff-legs.ts';
import { usePositions } from '../../stores/tables.ts';
import { announce } from '../../stores/toasts.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { legsOfPositions } from './from-position.ts';
import { PayoffChart } from './PayoffChart.tsx';
import { PayoffFigures } from './PayoffFigures.tsx';
import { PayoffLegs } from './PayoffLegs.tsx';
import { PlaceBasket } from './PlaceBasket.tsx';
import { TemplateDialog } from './TemplateDialog.tsx';
import { usePayoff } from './use-payoff.ts';
import { whatIfStore } from './what-if.ts';
import { WhatIfSliders } from './WhatIfSliders.tsx';
import './payoff.css';

/** Legs put together, what they are worth now, at expiry and under a supposition, and the way to the basket. */
export function PayoffPanel() {
  const legs = payoffLegsStore((state) => state.legs);
  const byId = instrumentsStore((state) => state.byId);
  const focus = useFocus();
  const whatIf = whatIfStore();
  const { payoff, problem } = usePayoff(legs, whatIf);
  const [choosing, setChoosing] = useState(false);
  useEffect(() => {
    // A lost connection is shown by the frame, and the payoff says what it cannot read.
    loadInstruments(legs.map(({ instrumentId }) => instrumentId)).catch(() => undefined);
  }, [legs]);
  const inView = optionChainStore(({ chain }) => chain?.underlying);
  const underlying = inView ?? focus?.underlying ?? byId.get(legs[0]?.instrumentId ?? 0)?.underlying;
  const problems = useMemo(() => (problem === null ? (payoff?.problems ?? []) : [problem]), [payoff, problem]);
  const template = (
    <Button small disabled={underlying === undefined} onClick={() => setChoosing(true)}>
      Template
    </Button>
  );
  return (
    <Panel
      name="Payoff builder"
      tools={
        <>
          {template}
          <FromPosition underlying={underlying} />
          <Button small disabled={legs.length === 0} onClick={() => setPayoffLegs([])}>
            Clear
          </Button>
        </>
      }
    >
      {legs.length === 0 ? (
        <EmptyState
          action={
            <Button disabled={underlying === undefined} onClick={() => setChoosing(true)}>
              Choose a template
            </Button>
          }
        >
          Legs come from the option chain, from open positions or from a template.
        </EmptyState>
      ) : (
        <div className="payoff">
          <PayoffLegs legs={legs} instruments={byId} payoff={payoff} />
          <PayoffFigures payoff={payoff} legs={legs.length} />
          {problems.length === 0 ? null : (
            <ul className="payoff-problems selectable" aria-label="What is not known">
              {problems.map((sentence) => (
                <li key={sentence} className={problem === null ? 'warn' : 'danger'}>
                  {sentence}
                </li>
              ))}
            </ul>
          )}
          {payoff === null ? <div className="payoff-chart" /> : <PayoffChart payoff={payoff} />}
          <WhatIfSliders payoff={payoff} whatIf={whatIf} />
          <PlaceBasket legs={legs} instruments={byId} />
        </div>
      )}
      {choosing && underlying !== undefined ? (
        <TemplateDialog underlying={underlying} onClose={() => setChoosing(false)} />
      ) : null}
    </Panel>
  );
}

function FromPosition({ underlying }: { underlying: string | undefined }) {
  const positions = usePositions();
  const open = positions.filter(({ netQty }) => netQty !== 0);
  const fill = async () => {
    try {
      await loadInstruments(open.map(({ instrumentId }) => instrumentId));
      const { byId } = instrumentsStore.getState();
      const found = legsOfPositions(open, (id) => byId.get(id), underlying);
      if (found === null) announce('warn', 'No open position is a whole number of lots, so there are no legs to take.');
      else setPayoffLegs(found.legs);
    } catch (error) {
      announce('danger', sentenceOf(error));
    }
  };
  return (
    <Button
      small
      disabled={open.length === 0}
      title={open.length === 0 ? 'No position is open' : 'The open positions as legs, at their average price'}
      onClick={() => void fill()}
    >
      From position
    </Button>
  );
}
