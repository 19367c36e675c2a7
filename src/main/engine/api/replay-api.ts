import type { Desk } from '../desk/desk.ts';
import type { CallHandlers } from './desk-api.ts';

type ReplayCalls =
  | 'replay.instruments'
  | 'replay.days'
  | 'replay.start'
  | 'replay.play'
  | 'replay.speed'
  | 'replay.seek'
  | 'replay.step'
  | 'replay.story'
  | 'replay.stop';

export function replayApi(desk: Desk): Pick<CallHandlers, ReplayCalls> {
  return {
    'replay.instruments': () => desk.replayInstruments(),
    'replay.days': () => desk.recordedDays(),
    'replay.start': async ({ day, source, speed, from }) => {
      await desk.startReplay({ day, source, speed, from });
      return null;
    },
    'replay.play': ({ playing }) => {
      desk.playReplay(playing);
      return null;
    },
    'replay.speed': ({ speed }) => {
      desk.setReplaySpeed(speed);
      return null;
    },
    'replay.seek': async ({ ts }) => {
      await desk.seekReplay(ts);
      return null;
    },
    'replay.step': async (step) => {
      await desk.stepReplay(step);
      return null;
    },
    'replay.story': () => desk.replayStory(),
    'replay.stop': async () => {
      await desk.stopReplay();
      return null;
    },
  };
}
