import { join } from 'node:path';
import { silentLog } from '../src/main/engine/core/operator-log.ts';
import { SystemClock } from '../src/main/engine/core/system-clock.ts';
import { Recorder } from '../src/main/engine/market-data/recorder.ts';
import { openTickStore } from '../src/main/engine/store/duckdb/open-tick-store.ts';

export interface OwnRecorder {
  recorder: Recorder;
  /** Closes it; throws when it did not record all of the ticks that it was told. */
  close(told: number): Promise<void>;
}

/** The product's recorder over a tick store of its own in `folder`. */
export async function openRecorder(folder: string): Promise<OwnRecorder> {
  const clock = new SystemClock();
  const workerUrl = new URL('../src/main/engine/store/duckdb/tick-store-worker.ts', import.meta.url);
  const file = join(folder, 'ticks.duckdb');
  const tickStore = await openTickStore({ file, workerUrl, clock, sessionOf: () => null });
  const recorder = new Recorder({ tickStore, clock, source: 'bench', log: silentLog });
  return {
    recorder,
    close: async (told) => {
      const { recorded, dropped } = recorder.stats();
      await recorder.stop();
      await tickStore.close();
      if (recorded === told && dropped === 0) return;
      throw new Error(`${told} ticks were told, ${recorded} recorded, ${dropped} dropped.`);
    },
  };
}
