import type { Limits } from '../../../contract/risk.ts';
import type { Clock } from '../core/clock.ts';
import { AppError } from '../core/app-error.ts';
import { rupees } from '../core/money.ts';
import type { OperatorLog } from '../core/operator-log.ts';
import type { RiskStateRecord } from '../domain/risk-state.ts';

/** After a square-off that left something open, how long until it goes on. */
const RESUME_MS = 2000;
/** How long the limits read from the store are used on the tick path. */
const LIMITS_KEPT_MS = 1000;

export interface KillSwitchParts {
  clock: Clock;
  log: OperatorLog;
  state: () => RiskStateRecord;
  /** Makes a state durable, with a line for the log. */
  save: (state: RiskStateRecord, line: string) => void;
  /** Cancels queued and working entries. */
  cancelEntries: () => void;
  /** Closes everything; true when all is flat. `goOn` is asked between steps. */
  squareOff: (goOn: () => boolean) => Promise<boolean>;
  isFlat: () => boolean;
  /** Realised + unrealised − charges of the day, paise. */
  dayNet: () => number;
  limits: () => Limits;
}

/** Stops trading: durable before it acts, so that a crash in between wakes up still halted and finishes the job. */
export class KillSwitch {
  readonly #parts: KillSwitchParts;
  #limits: Limits | null = null;
  #limitsReadAt = 0;
  #squaringOff = false;
  #closed = false;

  constructor(parts: KillSwitchParts) {
    this.#parts = parts;
  }

  /** HALTED from now on: entries are refused and cancelled; with `squareOff` every position is closed too. */
  kill(reason: string, squareOff: boolean): void {
    const { state, save, clock } = this.#parts;
    const before = state();
    const stillWorks = squareOff ? 'every position is being closed' : 'exits, cancels and stops still work';
    const sentence = `Trading is halted: ${reason.replace(/\.$/, '')}; ${stillWorks}. Re-arm to trade again.`;
    const record: RiskStateRecord = {
      ...before,
      state: 'HALTED',
      since: before.state === 'HALTED' ? before.since : clock.now(),
      reason: sentence,
      squareOffPending: squareOff || before.squareOffPending,
    };
    try {
      save(record, `HALTED. ${sentence}`);
    } finally {
      this.#parts.cancelEntries();
    }
    this.resume();
  }

  /** ACTIVE again. Throws RMS_MAX_LOSS while the day's loss is still at its limit. */
  rearm(reason: string): void {
    const { state, save, clock, dayNet, limits } = this.#parts;
    const { maxLoss } = limits();
    const net = dayNet();
    if (maxLoss !== null && net <= -maxLoss) {
      throw new AppError(
        'RMS_MAX_LOSS',
        `The day's net is ${rupees(net)}, max_loss is ${rupees(-maxLoss)}: trading stays halted today unless the limit is raised first.`,
        { dayNet: net, maxLoss },
      );
    }
    save(
      { ...state(), state: 'ACTIVE', since: clock.now(), reason: null, squareOffPending: false },
      `Re-armed: ${reason}`,
    );
  }

  /** Goes on with a square-off that was begun, in this run or before a restart. */
  resume(): void {
    if (this.#squaringOff || this.#closed || !this.#parts.state().squareOffPending) return;
    this.#squaringOff = true;
    const goOn = () => !this.#closed && this.#parts.state().squareOffPending;
    this.#parts
      .squareOff(goOn)
      .then((flat) => {
        this.#squaringOff = false;
        this.#afterSquareOff(flat);
      })
      .catch((error: unknown) => {
        this.#squaringOff = false;
        this.#parts.log.error('The square-off was interrupted; it goes on in a moment.', error);
        this.#later();
      });
  }

  /** Watches max_loss; called after every mark. Fires once: what it did is durable. */
  onMark(): void {
    const { state, dayNet, isFlat, clock, limits } = this.#parts;
    const now = clock.monotonic();
    if (this.#limits === null || now - this.#limitsReadAt >= LIMITS_KEPT_MS) {
      this.#limits = limits();
      this.#limitsReadAt = now;
    }
    const { maxLoss } = this.#limits;
    if (maxLoss === null) return;
    const before = state();
    if (before.squareOffPending || (before.state === 'HALTED' && isFlat())) return;
    const net = dayNet();
    if (net > -maxLoss) return;
    this.kill(`the day's net is ${rupees(net)} and max_loss is ${rupees(-maxLoss)}`, true);
  }

  close(): void {
    this.#closed = true;
  }

  #afterSquareOff(flat: boolean): void {
    const { state, save } = this.#parts;
    const before = state();
    if (!before.squareOffPending || this.#closed) return;
    if (!flat) {
      this.#later();
      return;
    }
    save({ ...before, squareOffPending: false }, 'Square-off finished: every position is closed.');
  }

  #later(): void {
    this.#parts.clock.setTimeout(() => this.resume(), RESUME_MS);
  }
}
