import { useFunds, useRisk, useStatus } from '../../stores/values.ts';
import { age, istTime, rupees } from '../../ui/format.ts';
import { PowerIcon } from '../../ui/icons.tsx';
import { Keycap } from '../../ui/Keycap.tsx';
import { runCommand } from '../../commands/run-command.ts';
import { useKeyOf } from '../../commands/keys-store.ts';
import { DayResult } from './DayResult.tsx';
import { DeskClock } from './DeskClock.tsx';
import './top-bar.css';

/** Mode, account, state, day result, feeds, clock, kill: always in this order. */
export function TopBar() {
  const status = useStatus();
  const funds = useFunds();
  return (
    <header className="topbar">
      <h1 className="visually-hidden">Next-Gen Algo Terminal</h1>
      <div>
        <span className="mode" data-testid="mode">
          {status?.mode ?? '…'}
        </span>
        <span className="stack">
          <b className="account">{funds?.accountName ?? status?.accountName ?? ''}</b>
          <span className="sub">{funds ? `free ${rupees(funds.available)}` : ''}</span>
        </span>
      </div>
      <TradingState />
      <DayResult />
      <Feeds />
      <DeskClock />
      <KillButton />
    </header>
  );
}

function TradingState() {
  const risk = useRisk();
  if (!risk) return <div />;
  return (
    <div>
      <span className="stack trading-state">
        <span
          className={`state ${risk.state.toLowerCase()}`}
          title={risk.reason ?? undefined}
          data-testid="trading-state"
        >
          {risk.state}
        </span>
        <span className="sub">since {istTime(risk.since)}</span>
      </span>
    </div>
  );
}

function Feeds() {
  const status = useStatus();
  return (
    <div>
      <ul className="feeds" aria-label="Feeds">
        {status?.feeds.map((feed) => (
          <li key={feed.name} className="row" title={`${feed.name}: ${feed.state}`}>
            <i className={`dot ${feed.state === 'live' ? '' : feed.state === 'stale' ? 'warn' : 'off'}`} />
            <span className={feed.state === 'stale' ? 'warn b' : 't2'}>{feed.name}</span>
            <b className={feed.state === 'stale' ? 'warn' : 't1'}>
              {feed.state === 'paused' ? 'paused' : feed.ageMs === null ? 'no tick' : age(feed.ageMs)}
            </b>
          </li>
        ))}
      </ul>
    </div>
  );
}

function KillButton() {
  const halted = useRisk()?.state === 'HALTED';
  const hotkey = useKeyOf('kill');
  return (
    <div>
      <button type="button" className={halted ? 'kill on' : 'kill'} onClick={() => runCommand('kill')}>
        <PowerIcon /> {halted ? 'HALTED' : 'KILL'} {hotkey ? <Keycap>{hotkey}</Keycap> : null}
      </button>
    </div>
  );
}
