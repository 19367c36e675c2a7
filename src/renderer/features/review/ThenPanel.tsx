import { useMemo, useState } from 'react';
import type { DayStory, StoryKind } from '../../../contract/replay.ts';
import { runCommand } from '../../commands/run-command.ts';
import { dayStoryStore, happenedBy } from '../../stores/day-story.ts';
import { statusStore } from '../../stores/values.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { istTime, signedQuantity, signedRupees, tone } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { bookedAfter, bookedBy, heldAt } from './booked-then.ts';
import { replayActions } from './replay-actions.ts';
import { THEN_VIEWS, type ThenView } from './then-views.ts';
import { ThenList } from './ThenList.tsx';
import './review.css';

const VIEWS = Object.entries(THEN_VIEWS) as [ThenView, { label: string; kinds: readonly StoryKind[] }][];

/** What the account did on the replayed day, up to the replay's clock: keys, risk decisions, orders, fills. */
export function ThenPanel() {
  const { story, problem } = dayStoryStore();
  const at = statusStore(({ value }) => value?.replay?.at ?? null);
  const [view, setView] = useState<ThenView>('all');
  const past = story === null || at === null ? 0 : happenedBy(story.events, at);
  return (
    <Panel
      name="Then"
      subject={
        <>
          <h2 className="panel-name">Then</h2>
          {story && story.events.length > 0 ? (
            <span className="sub">
              {past} of {story.events.length}
            </span>
          ) : null}
        </>
      }
    >
      {at === null ? (
        <EmptyState action={<Button onClick={() => runCommand('replayDays')}>Choose a day</Button>}>
          In the replay of a day that you traded, your keys, risk decisions, orders and fills appear here as its clock
          passes them.
        </EmptyState>
      ) : problem !== null ? (
        <EmptyState>{problem}</EmptyState>
      ) : story === null ? (
        <EmptyState>The day’s own orders are being read.</EmptyState>
      ) : story.events.length === 0 ? (
        <EmptyState>{story.note ?? `${story.accountName} did nothing that day while it was recorded.`}</EmptyState>
      ) : (
        <>
          <div className="then-head">
            <p>
              <b>{story.accountName}, as recorded.</b> Not this replay’s own.{story.note ? ` ${story.note}` : ''}
            </p>
            <BookedThen story={story} at={at} />
            <Segmented
              fill
              name="What of the day"
              value={view}
              onChange={setView}
              segments={VIEWS.map(([value, { label }]) => ({ value, label }))}
            />
          </div>
          {past === 0 ? (
            <EmptyState
              action={
                <Button onClick={() => replayActions.seek(Math.ceil(story.events[0]!.at))}>Go to the first</Button>
              }
            >
              Nothing had happened by {istTime(at)}. The first was at {istTime(story.events[0]!.at)}.
            </EmptyState>
          ) : (
            <ThenList key={view} story={story} past={past} kinds={THEN_VIEWS[view].kinds} />
          )}
        </>
      )}
    </Panel>
  );
}

/** What the day had come to at the replay's moment. */
function BookedThen({ story: { trades }, at }: { story: DayStory; at: number }) {
  const points = useMemo(() => bookedAfter(trades), [trades]);
  if (points.length === 0) return null;
  const net = bookedBy(points, at);
  const held = heldAt(trades, at).map(({ name, lots }) => `${signedQuantity(lots)} ${name}`);
  return (
    <p>
      Booked <span className={`${tone(net)} b`}>{signedRupees(net)}</span> after charges ·{' '}
      {held.length === 0 ? 'its fills so far leave nothing open' : `open lots of its fills: ${held.join(', ')}`}
    </p>
  );
}
