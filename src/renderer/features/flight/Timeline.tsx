import type { Flight, FlightStep } from '../../../contract/flight.ts';
import { istTimeMs } from '../../ui/format.ts';
import { exactMs } from './latency-words.ts';

const SINCE: Record<Flight['begun']['by'], string> = {
  press: 'since the press, ms',
  received: 'since the engine had it, ms',
  journal: 'since the journal, ms',
};

/** Filled marks are what a trader looks for first: the press, the wire, the fills; squares are fills. */
const LOOKS: Partial<Record<FlightStep['kind'], string>> = {
  press: 'main',
  wire: 'main',
  fill: 'fill',
  denied: 'bad',
  anomaly: 'bad',
};

/** What happened, in order of time; hovering tells the wall time. */
export function Timeline({ flight }: { flight: Flight }) {
  return (
    <>
      <div className="flight-head">
        <span>{istTimeMs(flight.begun.at)} IST</span>
        <span>{SINCE[flight.begun.by]}</span>
      </div>
      <ol className="flight-steps" aria-label="Flight of the order">
        {flight.steps.map((step, place) => (
          // oxlint-disable-next-line react/no-array-index-key -- steps have no id, and a place keeps its meaning
          <li key={place} className={LOOKS[step.kind]} data-kind={step.kind} title={`${istTimeMs(step.at)} IST`}>
            <span className="title">{step.title}</span>
            <time
              className="at"
              dateTime={new Date(step.at).toISOString()}
              title={step.exact ? undefined : 'Known to the millisecond only'}
            >
              {exactMs(step.since, step.exact)}
            </time>
            {step.detail ? <span className="sub">{step.detail}</span> : null}
          </li>
        ))}
      </ol>
    </>
  );
}
