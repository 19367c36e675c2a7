import { client } from '../../client/client.ts';
import { sentenceOf } from '../../client/call-error.ts';
import { drillStore } from '../../stores/drill.ts';
import { announce } from '../../stores/toasts.ts';
import { testedText } from './drill-words.ts';

/** True while faults may be on. */
export const isDrilling = (): boolean => drillStore.getState().drill?.run?.state === 'running';

/** Takes every fault off at once. */
export async function stopDrill(): Promise<void> {
  try {
    await client.call('drill.stop', {});
  } catch (error) {
    announce('danger', sentenceOf(error));
  }
}

/** Says the score once, when a drill has ended. */
export function announceDrillResult(): void {
  drillStore.subscribe(({ drill }, { drill: before }) => {
    if (!before?.run || drill?.run || !drill?.last || drill.last.id !== before.run.id) return;
    announce('ok', `Fault drill over: ${drill.last.score} ${testedText(drill.last)}. The report is in its panel.`);
  });
}
