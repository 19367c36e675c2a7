import { memo, useMemo, useState } from 'react';
import type { DayStory, StoryEvent, StoryKind } from '../../../contract/replay.ts';
import type { Order } from '../../../contract/trading.ts';
import { Button } from '../../ui/Button.tsx';
import { istTimeMs, quantity } from '../../ui/format.ts';
import { showFlight } from '../flight/flight-view.ts';
import { replayActions } from './replay-actions.ts';
import { KIND_WORDS } from './then-views.ts';

/** So many rows are in the page; older ones come on demand. */
const PAGE = 150;

interface ThenListProps {
  story: DayStory;
  /** How many events of the story have happened. */
  past: number;
  kinds: readonly StoryKind[];
}

/** What has happened so far, newest first; a row brings the replay to its moment. */
export const ThenList = memo(function ThenList({ story, past, kinds }: ThenListProps) {
  const [pages, setPages] = useState(1);
  const orders = useMemo(() => new Map(story.orders.map((order) => [order.id, order])), [story]);
  const chosen = useMemo(
    () => story.events.slice(0, past).filter(({ kind }) => kinds.includes(kind)),
    [story, past, kinds],
  );
  const shown = chosen.slice(-PAGE * pages);
  const hidden = chosen.length - shown.length;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the keyboard scrolls it
    <div className="scroll" tabIndex={0}>
      {chosen.length === 0 ? <p className="then-none sub">None of these so far.</p> : null}
      <ol className="then" aria-label="What happened then" reversed>
        {shown.toReversed().map((event, place) => (
          // Counted from the oldest, a row keeps its key as newer ones come.
          <ThenRow key={chosen.length - place} event={event} order={orders.get(event.orderId ?? '')} />
        ))}
      </ol>
      {hidden > 0 ? (
        <Button small look="ghost" onClick={() => setPages(pages + 1)}>
          Show older, {quantity(hidden)} more
        </Button>
      ) : null}
    </div>
  );
});

const ThenRow = memo(function ThenRow({ event, order }: { event: StoryEvent; order: Order | undefined }) {
  const { at, kind, title, detail } = event;
  return (
    <li data-kind={kind}>
      <button
        type="button"
        className="then-row"
        title="Go to this moment"
        onClick={() => replayActions.seek(Math.ceil(at))}
      >
        <time dateTime={new Date(at).toISOString()}>{istTimeMs(at)}</time>
        <span className="then-title">
          <span className="visually-hidden">{KIND_WORDS[kind]}: </span>
          {title}
        </span>
        {detail ? (
          <span className="sub" title={detail}>
            {detail}
          </span>
        ) : null}
      </button>
      {order ? (
        <button
          type="button"
          className="then-order"
          title="Open its flight record"
          aria-label={`Flight record of ${subject(order)}`}
          onClick={() => showFlight(order.id)}
        >
          <span className={order.side === 'BUY' ? 'up b' : 'down b'}>{order.side}</span>{' '}
          {subject(order).slice(order.side.length + 1)}
        </button>
      ) : null}
    </li>
  );
});

function subject({ side, lots, name }: Order): string {
  return `${side} ${lots} ${lots === 1 ? 'lot' : 'lots'} ${name}`;
}
