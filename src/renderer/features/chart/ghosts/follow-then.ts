import { dayStoryStore, replayAt } from '../../../stores/day-story.ts';
import { statusStore } from '../../../stores/values.ts';
import { thenBy, type Then } from './ghosts.ts';

const NOTHING: Then = { fills: [], resting: [], refused: [] };

/** Tells what the account had done then on an instrument whenever that changes, until the returned function is called. */
export function followThen(instrumentId: number, show: (then: Then) => void): () => void {
  let shown = '';
  const look = () => {
    const { story, marksShown } = dayStoryStore.getState();
    const at = replayAt();
    const then = story === null || at === null || !marksShown ? NOTHING : thenBy(story, instrumentId, at);
    const ended = then.resting.filter(({ to }) => to !== null).length;
    const mark = [then.fills.length, then.resting.length, ended, then.refused.length].join(' ');
    if (mark === shown) return;
    shown = mark;
    show(then);
  };
  const stops = [dayStoryStore.subscribe(look), statusStore.subscribe(look)];
  look();
  return () => {
    for (const stop of stops) stop();
  };
}
