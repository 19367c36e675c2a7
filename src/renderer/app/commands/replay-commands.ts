import { replayActions } from '../../features/review/replay-actions.ts';
import { REPLAY_SPEEDS } from '../../features/review/replay-speeds.ts';
import { statusStore } from '../../stores/values.ts';
import { showPanel } from '../../stores/layouts-store.ts';
import type { Command } from '../../commands/command.ts';

const inReplay = () => Boolean(statusStore.getState().value?.replay);

export const replayCommands: readonly Command[] = [
  {
    id: 'replayDays',
    title: 'Choose a recorded day to replay',
    group: 'Replay',
    run: () => showPanel('review'),
  },
  {
    id: 'replayPlay',
    title: 'Play or pause',
    group: 'Replay',
    chord: 'Space',
    when: inReplay,
    run: replayActions.toggle,
  },
  { id: 'replayStop', title: 'Leave the replay', group: 'Replay', when: inReplay, run: replayActions.stop },
  ...REPLAY_SPEEDS.map((speed): Command => ({
    id: `replaySpeed${speed}`,
    title: `Replay speed ${speed}×`,
    group: 'Replay',
    when: inReplay,
    run: () => replayActions.speed(speed),
  })),
];
