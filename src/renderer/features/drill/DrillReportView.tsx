import { DRILL_FAULTS, type DrillPart, type DrillReport } from '../../../contract/drill.ts';
import { Bar } from '../../ui/Bar.tsx';
import { istDate, istTime } from '../../ui/format.ts';
import { Tag } from '../../ui/Tag.tsx';
import { cellsOf, endText, struckText, testedText } from './drill-words.ts';

/** The score of a drill, each part with its points, what was found and how it is counted. */
export function DrillReportView({ report }: { report: DrillReport }) {
  const { score, parts, faults, unknown, plan, startedAt } = report;
  return (
    <section className="drill-report selectable" aria-label="Report of the drill">
      <div className="drill-score">
        <b>{score ?? 'No score'}</b>
        {score === null ? null : <span>{testedText(report)}</span>}
        <span className="sub">{endText(report)}</span>
        <span className="sub">
          {istDate(startedAt)} {istTime(startedAt)} · seed {plan.seed}
        </span>
      </div>
      {parts.map((part) => (
        <PartView key={part.key} part={part} />
      ))}
      {unknown.length > 0 ? (
        <table aria-label="Unknown orders of the drill">
          <thead>
            <tr>
              <th className="l">Unknown order</th>
              <th>Seconds</th>
              <th className="l">Became</th>
            </tr>
          </thead>
          <tbody>
            {unknown.map(({ order, seconds, became }, index) => (
              // eslint-disable-next-line react/no-array-index-key -- the report never changes
              <tr key={index}>
                <td className="l">{order}</td>
                <td>{seconds.toFixed(1)}</td>
                <td className="l">{became}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {faults.length > 0 ? (
        <table aria-label="Faults of the drill">
          <thead>
            <tr>
              <th className="l">Fault</th>
              <th className="l">Cell</th>
              <th>What it did</th>
            </tr>
          </thead>
          <tbody>
            {faults.map((each) => (
              <tr key={each.fault}>
                <td className="l">{DRILL_FAULTS[each.fault].title}</td>
                <td className="l mono t2">{cellsOf(each.fault)}</td>
                <td className={each.hits === 0 ? 't3' : undefined}>{struckText(each)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </section>
  );
}

function PartView({ part: { title, points, possible, finding, rule } }: { part: DrillPart }) {
  const ratio = possible === 0 ? 0 : points / possible;
  return (
    <div className="drill-part">
      <div className="row">
        <b className="grow">{title}</b>
        {possible === 0 ? <Tag>NOT TESTED</Tag> : <span className="nw">{`${shown(points)} of ${possible}`}</span>}
      </div>
      {possible === 0 ? null : <Bar ratio={ratio} tone={ratio < 0.5 ? 'danger' : ratio < 1 ? 'warn' : undefined} />}
      <p>{finding}</p>
      <p className="sub">{rule}</p>
    </div>
  );
}

/** Points with one decimal where there is one. */
function shown(points: number): string {
  return String(Math.round(points * 10) / 10);
}
