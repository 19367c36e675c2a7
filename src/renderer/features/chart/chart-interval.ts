import { create } from 'zustand';
import { intervalSchema, type Interval } from '../../../contract/enums.ts';
import { client } from '../../client/client.ts';

const KEY = 'chart.interval';

const intervalStore = create<{ interval: Interval }>(() => ({ interval: '1m' }));

export const useChartInterval = (): Interval => intervalStore((state) => state.interval);

/** The bar length in force. */
export const chartInterval = (): Interval => intervalStore.getState().interval;

/** Chooses the bar length and remembers it in the workspace. */
export function chooseInterval(interval: Interval): void {
  intervalStore.setState({ interval });
  // Losing the memory of it is no harm; a lost connection shows in the frame.
  client.call('workspace.save', { key: KEY, value: interval }).catch(() => undefined);
}

/** Takes up the bar length of the last time. */
export async function restoreInterval(): Promise<void> {
  const saved = intervalSchema.safeParse(await client.call('workspace.load', { key: KEY }));
  if (saved.success) intervalStore.setState({ interval: saved.data });
}
