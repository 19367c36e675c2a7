import type { OmsContext } from '../oms-context.ts';

const AGAIN_MS = 1000;

/**
 * What has happened already and the journal could not take: kept, and written again until it does (O14). It dies with the
 * program; the next start reads the broker's books instead.
 */
export class KeptWrites {
  readonly #context: Pick<OmsContext, 'clock' | 'doubt' | 'ledger'>;

  constructor(context: Pick<OmsContext, 'clock' | 'doubt' | 'ledger'>) {
    this.#context = context;
  }

  /** Runs `write` until it does not throw, and `then` once after it. `what` is said of the first failure. */
  write(what: string, write: () => void, then: () => void = () => {}): void {
    try {
      write();
    } catch (error) {
      this.#context.doubt(what, error);
      this.keep(write, then);
      return;
    }
    then();
  }

  /** Tries `write` again a second from now, and so on. */
  keep(write: () => void, then: () => void = () => {}): void {
    const { clock, ledger } = this.#context;
    clock.setTimeout(() => {
      if (ledger.closed) return;
      try {
        write();
      } catch {
        this.keep(write, then);
        return;
      }
      then();
    }, AGAIN_MS);
  }
}
