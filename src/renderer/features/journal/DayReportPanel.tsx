import { useEffect } from 'react';
import type { DayReport, TripGroup } from '../../../contract/trade-journal.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { istTime, inr, signed, signedRupees, tone, wholeRupees } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { pathOf, Plot } from '../../ui/Plot.tsx';
import { rangeOf } from '../../ui/plot-scale.ts';
import { followJournal, journalStore } from './journal-view.ts';
import { rText } from './journal-words.ts';
import { JournalDayChoice } from './JournalDayChoice.tsx';
import './journal.css';

/** How the closed trades of a day went. */
export function DayReportPanel() {
  const journal = journalStore((state) => state.journal);
  useEffect(followJournal, []);
  const report = journal?.report;
  return (
    <Panel name="Day report" tools={<JournalDayChoice />}>
      {report && report.trips > 0 ? (
        <div className="scroll day-report">
          <Figures report={report} />
          <Equity report={report} />
          <Groups name="By hour" groups={report.byHour} />
          <Groups name="By tag" groups={report.byTag.map((group) => ({ ...group, name: `#${group.name}` }))} />
          <Groups name="By underlying" groups={report.byUnderlying} />
        </div>
      ) : (
        <EmptyState>Once a position is flat again, what it came to is summed up here.</EmptyState>
      )}
    </Panel>
  );
}

function Figures({ report }: { report: DayReport }) {
  const figures: [string, string, string?][] = [
    ['Net', signedRupees(report.net), tone(report.net)],
    ['Trades', String(report.trips)],
    ['Won', `${report.won} of ${report.trips}`],
    ['Profit factor', report.profitFactor === null ? 'no loss' : report.profitFactor.toFixed(2)],
    ['Average R', rText(report.averageR), tone(report.averageR ?? 0)],
    ['Deepest fall', signed(report.deepestFall), tone(report.deepestFall)],
    ['Charges', inr(report.charges)],
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

/** The net after each trade as a line from zero. */
function Equity({ report: { equity } }: { report: DayReport }) {
  const points = [0, ...equity.map(({ net }) => net)];
  const last = points.length - 1;
  const timeOf = (trade: number) => istTime(equity[Math.max(0, trade - 1)]!.at).slice(0, 5);
  return (
    <div className="equity">
      <Plot
        name="Net after each trade"
        x={{ range: [0, last], ticks: last > 1 ? [1, last] : [last], label: timeOf }}
        y={{ range: rangeOf(points, 0.05)!, label: wholeRupees }}
      >
        {(x, y, { width }) => (
          <>
            <path className="base" d={`M${x(0)} ${y(0)}H${width}`} />
            <path className="curve" d={pathOf(points.map((net, trade) => [x(trade), y(net)]))} />
          </>
        )}
      </Plot>
      <span className="t3">
        best {signed(Math.max(...points))} · worst {signed(Math.min(...points))}
      </span>
    </div>
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
