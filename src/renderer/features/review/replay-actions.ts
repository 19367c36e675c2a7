import type { RecordedDay } from '../../../contract/desk.ts';
import { client } from '../../client/client.ts';
import { sentenceOf } from '../../client/call-error.ts';
import { announce } from '../../stores/toasts.ts';
import { statusStore } from '../../stores/values.ts';

const say = (error: unknown) => announce('danger', sentenceOf(error));

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
  seek: (ts: number): void => {
    client.call('replay.seek', { ts }).catch(say);
  },
  stop: (): void => {
    client.call('replay.stop', {}).catch(say);
  },
};
