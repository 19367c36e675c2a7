import { systemIds } from '../engine/core/ids.ts';
import { stderrLog } from '../engine/core/operator-log.ts';
import { SystemClock } from '../engine/core/system-clock.ts';
import { serveHeadless } from '../headless/serve-headless.ts';
import type { CliContext, DeskFlags } from './cli-context.ts';
import { withDesk } from './with-desk.ts';

/** Runs the desk behind a page on loopback until it is stopped. Gives the exit code. */
export async function serve(context: CliContext, flags: DeskFlags & { port: number; seed?: number }): Promise<number> {
  return withDesk(context, { ...flags, market: true }, async ({ api }) => {
    const clock = new SystemClock();
    const { pageFolder } = context;
    const server = await serveHeadless({ api, pageFolder, port: flags.port, clock, ids: systemIds, log: stderrLog });
    const show = () => context.print(`Terminal ready at ${server.newLink()}`);
    show();
    const stopLinks = context.onLinkWanted(show);
    await new Promise<void>((resolve) => {
      const stopListening = context.onStop(() => {
        stopListening();
        resolve();
      });
    });
    stopLinks();
    await server.close();
    return 0;
  });
}
