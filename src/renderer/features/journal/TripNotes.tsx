import { useState } from 'react';
import type { Trip } from '../../../contract/trade-journal.ts';
import { showFlight } from '../flight/flight-view.ts';
import { Button } from '../../ui/Button.tsx';
import { istTime, signed, tone } from '../../ui/format.ts';
import { readTags, rText } from './journal-words.ts';
import { journalStore, writeTripNote } from './journal-view.ts';
import { TripMarketFacts } from './TripMarketFacts.tsx';

/** Tags and note of one trip, and the way to its orders. */
export function TripNotes({ trip }: { trip: Trip }) {
  const [tags, setTags] = useState(trip.tags.map((tag) => `#${tag}`).join(' '));
  const [note, setNote] = useState(trip.note);
  const [saved, setSaved] = useState(true);
  const market = journalStore((state) => state.market?.trips.find(({ tripId }) => tripId === trip.id));
  const { tags: read, wrong } = readTags(tags);
  const save = async () => {
    if (wrong === null) setSaved(await writeTripNote({ tripId: trip.id, tags: read, note }));
  };
  return (
    <section className="trip-notes" aria-label="Notes of the trade">
      <h3>
        {istTime(trip.openedAt).slice(0, 5)} · <span className={tone(trip.net)}>{signed(trip.net)}</span>
        {trip.r === null ? null : <span className="t2"> · {rText(trip.r)} R</span>}
        <span className="t3">
          {saved ? (trip.notedAt === null ? '' : `saved ${istTime(trip.notedAt).slice(0, 5)}`) : 'not saved yet'}
        </span>
      </h3>
      {market ? <TripMarketFacts market={market} /> : null}
      <textarea
        aria-label="Note"
        placeholder="What was the plan, and was it kept?"
        maxLength={4000}
        value={note}
        onChange={({ target }) => {
          setNote(target.value);
          setSaved(false);
        }}
      />
      <span className="input">
        <input
          aria-label="Tags"
          placeholder="#pullback #plan"
          value={tags}
          onChange={({ target }) => {
            setTags(target.value);
            setSaved(false);
          }}
          onKeyDown={({ key }) => {
            if (key === 'Enter') void save();
          }}
        />
      </span>
      {wrong === null ? null : (
        <p className="warn">“{wrong}” is no tag: letters a to z, digits and hyphens, at most 30.</p>
      )}
      <div className="trip-acts">
        {trip.orderIds.map((id, index) => (
          <Button key={id} small look="ghost" onClick={() => showFlight(id)} title="Flight of the order">
            Order {index + 1}
          </Button>
        ))}
        <span className="grow" />
        <Button small look="primary" disabled={saved || wrong !== null} onClick={() => void save()}>
          Save
        </Button>
      </div>
    </section>
  );
}
