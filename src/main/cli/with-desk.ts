import { stderrLog } from '../engine/core/operator-log.ts';
import type { OpenDesk } from '../open-desk.ts';
import type { CliContext, DeskFlags } from './cli-context.ts';

/** Opens the desk for one command and closes it after, whatever came of it. Its market runs only when asked for. */
export async function withDesk<T>(
  context: CliContext,
  flags: DeskFlags & { seed?: number; market?: boolean },
  work: (desk: OpenDesk) => Promise<T>,
): Promise<T> {
  const desk = await context.openDesk({
    dataDir: flags.dataDir,
    tickStoreWorker: context.tickStoreWorker,
    version: context.version,
    log: stderrLog,
    market: flags.market ?? false,
    ...(flags.seed === undefined ? {} : { seed: flags.seed }),
  });
  try {
    return await work(desk);
  } finally {
    await desk.close();
  }
}
