import { useEffect } from 'react';
import type { DayReport, TripGroup } from '../../../contract/trade-journal.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { istTime, inr, signed, signedRupees, tone } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { followJournal, journalStore } from './journal-view.ts';
import { rText } from './journal-words.ts';
import { JournalDayChoice } from './JournalDayChoice.tsx';
import { NetCurve } from './NetCurve.tsx';
import './journal.css';

/** How the closed trades of a day went. */
export function DayReportPanel() {
  const { journal, market } = journalStore();
  useEffect(followJournal, []);
  const report = journal?.report;
  return (
    <Panel name="Day report" tools={<JournalDayChoice />}>
      {report && report.trips > 0 ? (
        <div className="scroll day-report">
          <Figures report={report} slippage={market?.slippage ?? null} />
          <NetCurve
            name="Net after each trade"
            points={report.equity.map(({ at, net }) => ({ net, label: istTime(at).slice(0, 5) }))}
          />
          <Groups name="By hour" groups={report.byHour} />
          <Groups name="By tag" groups={report.byTag.map((group) => ({ ...group, name: `#${group.name}` }))} />
          <Groups name="By underlying" groups={report.byUnderlying} />
          <Groups name="By strike" groups={market?.byStrike ?? []} />
        </div>
      ) : (
        <EmptyState>Once a position is flat again, what it came to is summed up here.</EmptyState>
      )}
    </Panel>
  );
}

function Figures({ report, slippage }: { report: DayReport; slippage: number | null }) {
  const figures: [string, string, string?][] = [
    ['Net', signedRupees(report.net), tone(report.net)],
    ['Trades', String(report.trips)],
    ['Won', `${report.won} of ${report.trips}`],
    ['Profit factor', report.profitFactor === null ? 'no loss' : report.profitFactor.toFixed(2)],
    ['Average R', rText(report.averageR), tone(report.averageR ?? 0)],
    ['Deepest fall', signed(report.deepestFall), tone(report.deepestFall)],
    ['Charges', inr(report.charges)],
    ['Slippage', slippage === null ? '–' : signed(-slippage), tone(-(slippage ?? 0))],
    ['Plan kept', `${report.planKept} of ${report.trips}`],
  ];
  return (
    <dl className="report-figures">
      {figures.map(([name, value, look]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className={look}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Groups({ name, groups }: { name: string; groups: readonly TripGroup[] }) {
  if (groups.length === 0) return null;
  return (
    <table aria-label={name}>
      <thead>
        <tr>
          <th className="l">{name}</th>
          <th>Trades</th>
          <th>Won</th>
          <th>Net</th>
        </tr>
      </thead>
      <tbody>
        {groups.map((group) => (
          <tr key={group.name}>
            <td className="l">{group.name}</td>
            <td>{group.trips}</td>
            <td>{group.won}</td>
            <td className={tone(group.net)}>{signed(group.net)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
