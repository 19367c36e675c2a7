import { replayActions } from '../../features/review/replay-actions.ts';
import { REPLAY_SPEEDS } from '../../features/review/replay-speeds.ts';
import { toggleThenMarks } from '../../stores/day-story.ts';
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
  {
    id: 'replayNextTrade',
    title: 'Next own trade of the day',
    group: 'Replay',
    chord: 'N',
    when: inReplay,
    run: () => replayActions.ownTrade(false),
  },
  {
    id: 'replayLastTrade',
    title: 'Own trade before',
    group: 'Replay',
    chord: 'Shift+N',
    when: inReplay,
    run: () => replayActions.ownTrade(true),
  },
  {
    id: 'replayTickOn',
    title: 'One tick of this symbol on',
    group: 'Replay',
    chord: '.',
    when: inReplay,
    run: () => replayActions.stepTick(false),
  },
  {
    id: 'replayTickBack',
    title: 'One tick of this symbol back',
    group: 'Replay',
    chord: ',',
    when: inReplay,
    run: () => replayActions.stepTick(true),
  },
  {
    id: 'replayBarOn',
    title: 'One bar on',
    group: 'Replay',
    chord: '→',
    when: inReplay,
    run: () => replayActions.stepBar(false),
  },
  {
    id: 'replayBarBack',
    title: 'One bar back',
    group: 'Replay',
    chord: '←',
    when: inReplay,
    run: () => replayActions.stepBar(true),
  },
  {
    id: 'thenMarks',
    title: 'Show or hide the day’s own trades on the chart',
    group: 'Replay',
    when: inReplay,
    run: toggleThenMarks,
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
