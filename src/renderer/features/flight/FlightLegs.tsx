import type { Flight } from '../../../contract/flight.ts';
import { exactMs } from './latency-words.ts';

interface FlightLegsProps {
  legs: Flight['legs'];
  begunBy: Flight['begun']['by'];
}

/** The three legs of an order's way as bars, each with its time. */
export function FlightLegs({ legs, begunBy }: FlightLegsProps) {
  const bars = [
    { name: begunBy === 'press' ? 'key→wire' : 'in→wire', ms: legs.keyToWire, look: 'sent' },
    { name: 'wire→ack', ms: legs.wireToAck, look: 'ack' },
    { name: 'ack→fill', ms: legs.ackToFill, look: 'fill' },
  ];
  return (
    <dl className="flight-legs" aria-label="Legs of the flight">
      {bars.map(({ name, ms, look }) => (
        <div key={name}>
          <i className={ms === null ? 'none' : look} aria-hidden="true" />
          <dt>{name}</dt>
          <dd title={ms === null ? 'Not known, or not yet' : undefined}>{ms === null ? '–' : `${legMs(ms)} ms`}</dd>
        </div>
      ))}
    </dl>
  );
}

const legMs = (ms: number) => (ms < 100 ? exactMs(ms) : exactMs(ms).replace(/\d{2}$/, ''));
