import type { LimitCounter, Risk } from '../../../contract/risk.ts';
import { runCommand } from '../../commands/run-command.ts';
import { useRisk } from '../../stores/values.ts';
import { Bar } from '../../ui/Bar.tsx';
import { Button } from '../../ui/Button.tsx';
import { istTime } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { Locks } from './Locks.tsx';
import { StrategyLocks } from './StrategyLocks.tsx';
import './rms.css';

/** Limits with their live counters, the trading state, and every denial. */
export function RmsPanel() {
  const risk = useRisk();
  return (
    <Panel
      name="RMS"
      tools={
        <>
          {risk ? <StateTag risk={risk} /> : null}
          {risk && risk.state !== 'ACTIVE' ? (
            <Button small look="primary" onClick={() => runCommand('rearm')}>
              Re-arm…
            </Button>
          ) : null}
          <Button small onClick={() => runCommand('editLimits')}>
            Edit limits
          </Button>
        </>
      }
    >
      {risk ? (
        <div className="rms">
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the keyboard scrolls it */}
          <div className="scroll" tabIndex={0}>
            {risk.reason ? (
              <p className={risk.state === 'HALTED' ? 'rms-reason halted' : 'rms-reason'}>{risk.reason}</p>
            ) : null}
            <Locks locks={risk.locks} />
            <StrategyLocks />
            <table aria-label="Limits">
              <thead className="sticky">
                <tr>
                  <th className="l">Limit</th>
                  <th className="l">Used</th>
                  <th>Now</th>
                  <th>Limit</th>
                  <th className="l">State</th>
                </tr>
              </thead>
              <tbody>
                {ordered(risk.counters).map((counter) => (
                  <CounterRow key={counter.rule} counter={counter} />
                ))}
              </tbody>
            </table>
          </div>
          <Denials denials={risk.denials} />
        </div>
      ) : null}
    </Panel>
  );
}

/** What is off comes last. */
function ordered(counters: readonly LimitCounter[]): LimitCounter[] {
  return counters.toSorted((a, b) => Number(a.state === 'off') - Number(b.state === 'off'));
}

function StateTag({ risk }: { risk: Risk }) {
  const tone = risk.state === 'ACTIVE' ? 'ok' : risk.state === 'REDUCING' ? 'warn' : 'danger';
  return (
    <>
      <Tag tone={tone}>{risk.state}</Tag>
      <span className="sub">since {istTime(risk.since)}</span>
    </>
  );
}

function CounterRow({ counter }: { counter: LimitCounter }) {
  const { rule, value, limit, ratio, state } = counter;
  const tone = state === 'near' ? 'warn' : state === 'reached' ? 'danger' : undefined;
  return (
    <tr>
      <td className={state === 'off' ? 'l t3' : 'l'}>{rule}</td>
      <td className="l">{ratio === null ? null : <Bar ratio={ratio} tone={tone} />}</td>
      <td>{value}</td>
      <td className="t2">{limit}</td>
      <td className="l">
        {state === 'ok' ? <span className="t3">ok</span> : <Tag tone={tone}>{state.toUpperCase()}</Tag>}
      </td>
    </tr>
  );
}

function Denials({ denials }: { denials: Risk['denials'] }) {
  return (
    <div className="scroll denials selectable">
      <table aria-label="Denials">
        <thead className="sticky">
          <tr>
            <th className="l">Denied at</th>
            <th className="l">What</th>
            <th className="l">Why</th>
          </tr>
        </thead>
        <tbody>
          {denials
            .map((denial, index) => ({ ...denial, key: `${denial.at}-${index}` }))
            .toSorted((a, b) => b.at - a.at)
            .map(({ key, at, code, message, subject }) => (
              <tr key={key}>
                <td className="l t2">{istTime(at)}</td>
                <td className="l">{subject}</td>
                <td className="l why" title={`${code}: ${message}`}>
                  {message}
                </td>
              </tr>
            ))}
        </tbody>
      </table>
      {denials.length === 0 ? (
        <p className="sub none">An order that a limit forbids is listed here with its reason.</p>
      ) : null}
    </div>
  );
}
