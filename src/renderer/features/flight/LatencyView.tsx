import { useEffect, useState } from 'react';
import type { LatencyDay, LatencyFigure } from '../../../contract/latency.ts';
import { client } from '../../client/client.ts';
import { sentenceOf } from '../../client/call-error.ts';
import { useLatencyToday } from '../../stores/latency.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { dayMonthYear, quantity } from '../../ui/format.ts';
import { Tag } from '../../ui/Tag.tsx';
import { LATENCY_MEANINGS, LATENCY_NAMES, paceOf, shortMs } from './latency-words.ts';
import { LatencyBars, spanText } from './LatencyBars.tsx';

const DAYS_SHOWN = 60;

/** The day's latencies, live, and those of the days before. */
export function LatencyView() {
  const today = useLatencyToday();
  const [before, setBefore] = useState<readonly LatencyDay[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const day = today?.day;
  useEffect(() => {
    if (day === undefined) return;
    client
      .call('latency.days', { most: DAYS_SHOWN })
      .then((days) => setBefore(days.filter((other) => other.day !== day)))
      .catch((error: unknown) => setProblem(sentenceOf(error)));
  }, [day]);
  const days = today && today.figures.length > 0 ? [today, ...before] : before;
  if (days.length === 0) {
    return <EmptyState>{problem ?? 'How long orders and ticks take is counted here, day by day.'}</EmptyState>;
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the keyboard scrolls it
    <div className="scroll selectable flight" tabIndex={0}>
      {days.map((each) => (
        <section key={each.day} aria-label={`Latency of ${each.day}`}>
          <div className="flight-head">
            <span>
              {dayMonthYear(each.day)}
              {each.day === day ? ', live' : ''}
            </span>
            <span>ms</span>
          </div>
          <table className="latency-day" aria-label={`Latencies of ${each.day}`}>
            <thead>
              <tr>
                <th className="l">Leg</th>
                <th>p50</th>
                <th>p99</th>
                <th>Max</th>
                <th>Count</th>
              </tr>
            </thead>
            <tbody>
              {each.figures.map((figure) => (
                <FigureRows key={figure.kind} figure={figure} />
              ))}
            </tbody>
          </table>
        </section>
      ))}
      {problem ? <p className="sub">{problem}</p> : null}
    </div>
  );
}

function FigureRows({ figure }: { figure: LatencyFigure }) {
  const { kind, p50, p99, max, count } = figure;
  const { word, tone } = paceOf(kind, p99);
  return (
    <>
      <tr title={LATENCY_MEANINGS[kind]}>
        <td className="l">{LATENCY_NAMES[kind]}</td>
        <td>{shortMs(p50)}</td>
        <td>{shortMs(p99)}</td>
        <td className="t2">{shortMs(max)}</td>
        <td className="t2">{quantity(count)}</td>
      </tr>
      <tr className="bars">
        <td className="l" colSpan={5}>
          <div className="row">
            <LatencyBars figure={figure} height={22} barWidth={9} />
            <span
              className="sub grow"
              title="Where the first bar ends and the last begins; each is twice as wide as the one before"
            >
              {spanText(figure)}
            </span>
            {tone ? <Tag tone={tone}>{word}</Tag> : <span className="t3">{word}</span>}
          </div>
        </td>
      </tr>
    </>
  );
}
