import type { RecordedDay } from '../../../contract/desk.ts';
import type { ReplayStep } from '../../../contract/replay.ts';
import { client } from '../../client/client.ts';
import { sentenceOf } from '../../client/call-error.ts';
import { dayStoryStore, replayAt } from '../../stores/day-story.ts';
import { focusStore } from '../../stores/focus.ts';
import { announce } from '../../stores/toasts.ts';
import { statusStore } from '../../stores/values.ts';
import { chartInterval } from '../chart/chart-interval.ts';
import { ownTradeFrom, ownTradeTimes } from './own-trades.ts';

const say = (error: unknown) => announce('danger', sentenceOf(error));

/** Where the seek under way leads: a second jump goes on from there. */
let sought: number | null = null;

function seek(ts: number): void {
  sought = ts;
  client
    .call('replay.seek', { ts })
    .catch(say)
    .finally(() => {
      if (sought === ts) sought = null;
    });
}

function step(by: ReplayStep): void {
  client.call('replay.step', by).catch(say);
}

/** What the transport bar and its keys do; refusals are announced. */
export const replayActions = {
  start: ({ day, source }: RecordedDay): void => {
    client.call('replay.start', { day, source, speed: 1, from: null }).catch(say);
  },
  toggle: (): void => {
    const replay = statusStore.getState().value?.replay;
    if (replay) client.call('replay.play', { playing: !replay.playing }).catch(say);
  },
  speed: (speed: number): void => {
    client.call('replay.speed', { speed }).catch(say);
  },
  /** Epoch ms. Backward starts the day again with a fresh account. */
  seek,
  /** To the next or last tick of what has the focus. */
  stepTick: (back: boolean): void => {
    const { instrument } = focusStore.getState();
    if (instrument) step({ by: 'tick', instrumentId: instrument.id, back });
  },
  /** To where the next or last bar of the chart begins. */
  stepBar: (back: boolean): void => step({ by: 'bar', interval: chartInterval(), back }),
  /** To the account's next or last own trade of that day; announced when there is none. */
  ownTrade: (back: boolean): void => {
    const at = replayAt();
    const { story } = dayStoryStore.getState();
    if (at === null || story === null) return;
    const there = ownTradeFrom(ownTradeTimes(story), sought ?? at, back);
    if (there !== null) seek(there);
    else announce('warn', `No own trade lies ${back ? 'behind' : 'ahead'}.${story.note ? ` ${story.note}` : ''}`);
  },
  stop: (): void => {
    client.call('replay.stop', {}).catch(say);
  },
};
