import { REARM_WORD } from '../../../contract/risk.ts';
import type { Limits } from '../../../contract/risk.ts';
import type { Clock } from '../core/clock.ts';
import { AppError } from '../core/app-error.ts';
import { rupees } from '../core/money.ts';
import type { OperatorLog } from '../core/operator-log.ts';
import type { KillLevel, RiskStateRecord } from '../domain/risk-state.ts';

/** After a square-off that left something open, how long until it goes on. */
const RESUME_MS = 2000;
/** How long the limits read from the store are used on the tick path. */
const LIMITS_KEPT_MS = 1000;
/** A halt that could not be written is written again after this. */
const SAVE_AGAIN_MS = 1000;

export interface KillSwitchParts {
  clock: Clock;
  log: OperatorLog;
  state: () => RiskStateRecord;
  /** Makes a state durable, with a line for the log. */
  save: (state: RiskStateRecord, line: string) => void;
  /** Lets a state act at once though it is not durable. */
  hold: (state: RiskStateRecord) => void;
  /** Something could not be made durable. */
  doubt: (what: string, error: unknown) => void;
  /** Cancels queued and working entries. */
  cancelEntries: () => void;
  newId: () => string;
  /** Closes everything; true when all is flat. `goOn` is asked between steps; the same id goes on with the same one. */
  squareOff: (squareOffId: string, goOn: () => boolean) => Promise<boolean>;
  isFlat: () => boolean;
  /** Realised + unrealised − charges of the day, paise. */
  dayNet: () => number;
  limits: () => Limits;
  /** Hears of a day's loss at its limit. */
  onLoss: (reason: string) => void;
}

const LEVELS: readonly KillLevel[] = ['ACCOUNT', 'BROKER', 'EVERYTHING'];

/**
 * Stops trading: durable before it acts, so that a crash in between wakes up still halted and finishes the job. A disk
 * that fails keeps no halt back: it holds in memory at once and is written again until it is durable (F6).
 */
export class KillSwitch {
  readonly #parts: KillSwitchParts;
  #limits: Limits | null = null;
  #limitsReadAt = 0;
  #squaringOff = false;
  #closed = false;
  /** The line of a halt that holds in memory only. */
  #unsaved: string | null = null;

  constructor(parts: KillSwitchParts) {
    this.#parts = parts;
  }

  /** False while the halt that holds would not survive a restart. */
  get durable(): boolean {
    return this.#unsaved === null;
  }

  /** HALTED from now on: entries are refused and cancelled; with `squareOff` every position is closed too. */
  kill(reason: string, squareOff: boolean, level: KillLevel = 'ACCOUNT'): void {
    const { state, save, clock, newId } = this.#parts;
    const before = state();
    const stillWorks = squareOff ? 'every position is being closed' : 'exits, cancels and stops still work';
    const sentence = `Trading is halted: ${reason.replace(/\.$/, '')}; ${stillWorks}. Re-arm to trade again.`;
    const record: RiskStateRecord = {
      ...before,
      state: 'HALTED',
      since: before.state === 'HALTED' ? before.since : clock.now(),
      reason: sentence,
      level: before.state === 'HALTED' ? widest(before.level, level) : level,
      squareOffPending: squareOff || before.squareOffPending,
      squareOffId: squareOff && before.squareOffId === null ? newId() : before.squareOffId,
    };
    const line = `HALTED. ${sentence}`;
    try {
      save(record, line);
      this.#unsaved = null;
    } catch (error) {
      this.#holdUnsaved(record, line, error);
    }
    this.#cancelEntries();
    this.resume();
  }

  /**
   * ACTIVE again, in two steps: the reason, and the word typed (K3). Throws RMS_REARM_WORD without it, RMS_MAX_LOSS while
   * the day's loss is still at its limit.
   */
  rearm(reason: string, typed: string): void {
    const { state, save, clock, dayNet, limits } = this.#parts;
    if (typed.trim().toUpperCase() !== REARM_WORD) {
      throw new AppError(
        'RMS_REARM_WORD',
        `Trading stays halted: type ${REARM_WORD} to confirm that it may open again; what came was "${typed}".`,
        { word: REARM_WORD },
      );
    }
    const { maxLoss } = limits();
    const net = dayNet();
    if (maxLoss !== null && net <= -maxLoss) {
      throw new AppError(
        'RMS_MAX_LOSS',
        `The day's net is ${rupees(net)}, the max loss of the day is ${rupees(maxLoss)}: trading stays halted today unless the limit is raised first.`,
        { dayNet: net, maxLoss },
      );
    }
    save(
      {
        ...state(),
        state: 'ACTIVE',
        since: clock.now(),
        reason: null,
        level: 'ACCOUNT',
        squareOffPending: false,
        squareOffId: null,
      },
      `Re-armed: ${reason}`,
    );
    this.#unsaved = null;
  }

  /** Goes on with a square-off that was begun, in this run or before a restart. */
  resume(): void {
    if (this.#squaringOff || this.#closed || !this.#parts.state().squareOffPending) return;
    this.#squaringOff = true;
    const goOn = () => !this.#closed && this.#parts.state().squareOffPending;
    const id = this.#parts.state().squareOffId ?? this.#parts.newId();
    this.#parts
      .squareOff(id, goOn)
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
    const reason = `the day's net is ${rupees(net)} and the max loss of the day is ${rupees(maxLoss)}`;
    try {
      this.kill(reason, true);
    } finally {
      this.#parts.onLoss(reason);
    }
  }

  /** Limits were changed by hand: the next mark reads them. */
  onLimits(): void {
    this.#limits = null;
  }

  close(): void {
    this.#closed = true;
  }

  #afterSquareOff(flat: boolean): void {
    const { state, save } = this.#parts;
    const before = state();
    if (!before.squareOffPending || this.#closed) return;
    if (!flat || !this.#saved()) {
      this.#later();
      return;
    }
    save({ ...before, squareOffPending: false, squareOffId: null }, 'Square-off finished: every position is closed.');
  }

  #holdUnsaved(record: RiskStateRecord, line: string, error: unknown): void {
    const { hold, doubt } = this.#parts;
    const retries = this.#unsaved !== null;
    this.#unsaved = line;
    hold(record);
    doubt('The halt could not be written', error);
    if (!retries) this.#saveLater();
  }

  #saveLater(): void {
    this.#parts.clock.setTimeout(() => {
      if (!this.#closed && !this.#saved()) this.#saveLater();
    }, SAVE_AGAIN_MS);
  }

  /** Makes a halt durable that is not, and cancels again: what became of cancels that no journal took is not known. */
  #saved(): boolean {
    if (this.#unsaved === null) return true;
    const { save, state } = this.#parts;
    try {
      save(state(), this.#unsaved);
    } catch {
      return false;
    }
    this.#unsaved = null;
    this.#cancelEntries();
    return true;
  }

  /** One that cannot be cancelled now keeps no halt from holding. */
  #cancelEntries(): void {
    try {
      this.#parts.cancelEntries();
    } catch (error) {
      this.#parts.doubt('A cancel could not be written', error);
    }
  }

  #later(): void {
    this.#parts.clock.setTimeout(() => this.resume(), RESUME_MS);
  }
}

function widest(one: KillLevel, other: KillLevel): KillLevel {
  return LEVELS.indexOf(one) > LEVELS.indexOf(other) ? one : other;
}
