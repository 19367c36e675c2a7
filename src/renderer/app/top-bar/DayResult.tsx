import { useFunds, useMode, useRisk } from '../../stores/values.ts';
import { inr, rupees, signed, signedRupees, tone, wholeRupees } from '../../ui/format.ts';
import { LimitBar } from './LimitBar.tsx';
import { lossState } from './limit-bar.ts';

/** The day's net, gross and charges, and its distance to the maximum loss. */
export function DayResult() {
  const funds = useFunds();
  const risk = useRisk();
  const replay = useMode() === 'REPLAY';
  if (!funds || !risk) return <div className="grow" />;
  const gross = funds.realised + funds.unrealised;
  const { maxLoss } = risk.limits;
  return (
    <section className="grow day-result" aria-label="Day result">
      <span className="stack day-net">
        <span className={`pnl ${tone(funds.net)}`} data-testid="day-net">
          {signedRupees(funds.net)}
        </span>
        <span className="sub">{replay ? 'replay net' : 'day net'}</span>
      </span>
      <span className="kv">
        <span>gross</span>
        <span className={tone(gross)}>{signed(gross)}</span>
        <span>charges</span>
        <span className="t2">{inr(-funds.charges)}</span>
      </span>
      {maxLoss === null ? (
        <span className="sub">no max loss set</span>
      ) : (
        <span className="stack limit">
          <span className="limit-words">
            <span className="t3">max loss −{wholeRupees(maxLoss)}</span>
            <Distance net={funds.net} maxLoss={maxLoss} />
          </span>
          <LimitBar net={funds.net} maxLoss={maxLoss} />
        </span>
      )}
    </section>
  );
}

function Distance({ net, maxLoss }: { net: number; maxLoss: number }) {
  const state = lossState(net, maxLoss);
  if (state === 'reached') return <b className="danger">REACHED</b>;
  return (
    <span className={state === 'near' ? 'warn' : 't2'}>
      {state === 'near' ? <b>NEAR </b> : null}
      {rupees(net + maxLoss).split('.')[0]} to max loss
    </span>
  );
}
