import type { Clock } from '../../core/clock.ts';
import type { Random } from '../../core/random.ts';
import type { CommandOutcome } from '../broker.ts';
import { Held } from './held.ts';

/** Faults of a command's way there and back. */
export type CommandFault = 'answerLost' | 'failedBefore' | 'rateLimited' | 'slowAnswers' | 'sessionExpired';

/** While a fault is on, it strikes this share of the commands; an expired login strikes all. */
const SHARE = 0.7;
const REFUSED_MS = { from: 20, to: 60 };
const FAILED_MS = { from: 50, to: 400 };
const TIMEOUT_MS = { from: 1500, to: 3000 };
const SLOW_MS = { from: 500, to: 3000 };

/** The way of a command to the broker and of its answer back (F14, F15, F19). */
export class CommandFaults {
  readonly #active = new Map<CommandFault, Random>();
  readonly #held: Held;
  readonly #struck: (fault: CommandFault) => void;

  constructor(clock: Clock, struck: (fault: CommandFault) => void) {
    this.#held = new Held(clock);
    this.#struck = struck;
  }

  begin(fault: CommandFault, random: Random): void {
    this.#active.set(fault, random);
  }

  /** Answers that were held back are given once no fault is left that holds any. */
  end(fault: CommandFault): void {
    this.#active.delete(fault);
    if (this.#active.size === 0) this.#held.letGo();
  }

  has(fault: CommandFault): boolean {
    return this.#active.has(fault);
  }

  /** @param send the command itself; not called when it never reaches the broker */
  async carry(send: () => Promise<CommandOutcome>): Promise<CommandOutcome> {
    if (this.#active.has('sessionExpired')) return this.#refuse('sessionExpired', 'BROKER_REFUSED', EXPIRED);
    if (this.#strikes('rateLimited')) return this.#refuse('rateLimited', 'RMS_RATE_LIMIT', TOO_MANY);
    if (this.#strikes('failedBefore')) {
      await this.#pause('failedBefore', FAILED_MS);
      return { outcome: 'unknown', message: 'The broker answered 502 Bad Gateway (fault drill).' };
    }
    if (this.#strikes('answerLost')) {
      // What is at the broker by then is in its book: an exact book proves what it lacks.
      await Promise.all([send(), this.#pause('answerLost', TIMEOUT_MS)]);
      return { outcome: 'unknown', message: 'The broker did not answer in time (fault drill).' };
    }
    if (!this.#strikes('slowAnswers')) return send();
    const [outcome] = await Promise.all([send(), this.#pause('slowAnswers', SLOW_MS)]);
    return outcome;
  }

  #strikes(fault: CommandFault): boolean {
    const random = this.#active.get(fault);
    return random !== undefined && random.next() < SHARE;
  }

  async #refuse(
    fault: CommandFault,
    code: 'BROKER_REFUSED' | 'RMS_RATE_LIMIT',
    message: string,
  ): Promise<CommandOutcome> {
    await this.#pause(fault, REFUSED_MS);
    return { outcome: 'refused', code, message };
  }

  #pause(fault: CommandFault, { from, to }: { from: number; to: number }): Promise<void> {
    this.#struck(fault);
    return this.#held.pause(this.#active.get(fault)!.integer(from, to));
  }
}

const EXPIRED = 'The login has expired (fault drill): nothing was placed or changed. It is renewed in a few seconds.';
const TOO_MANY = 'The broker answered 429 Too Many Requests (fault drill): nothing was placed or changed.';
