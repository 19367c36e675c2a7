import type { Clock, Timer } from '../../core/clock.ts';
import { Random } from '../../core/random.ts';
import { roomAt } from '../../core/sliding-window.ts';
import type { BrokerCapabilities, CommandOutcome } from '../broker.ts';
import type { LatencyRange, PaperLatency } from './paper-capabilities.ts';

/** What a command gets that was under way, or came after, when the account was closed. */
export const ACCOUNT_CLOSED = 'The paper account was closed before it answered.';

const closedOutcome: CommandOutcome = { outcome: 'unknown', message: ACCOUNT_CLOSED };

/** The way to the broker and on to the exchange: a seeded latency each, and the broker's sliding rate limits. */
export class PaperLine {
  readonly #clock: Clock;
  readonly #latency: PaperLatency;
  readonly #rateLimits: BrokerCapabilities['rateLimits'];
  readonly #toleranceMs: number;
  readonly #onError: (error: unknown) => void;
  readonly #random: Random;
  readonly #pending = new Map<Timer, () => void>();
  #sent: number[] = [];
  #closed = false;

  constructor(
    clock: Clock,
    options: {
      seed: number;
      latency: PaperLatency;
      rateLimits: BrokerCapabilities['rateLimits'];
      toleranceMs: number;
      onError: (error: unknown) => void;
    },
  ) {
    this.#clock = clock;
    this.#latency = options.latency;
    this.#rateLimits = options.rateLimits;
    this.#toleranceMs = options.toleranceMs;
    this.#onError = options.onError;
    this.#random = new Random(options.seed);
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Runs `command` at the broker, after the way there. */
  toBroker(command: () => CommandOutcome): Promise<CommandOutcome> {
    return this.#send(command, (latency) => this.#draw(latency.acknowledgeMs));
  }

  /** Runs `command` at the exchange, after both ways. */
  toExchange(command: () => CommandOutcome): Promise<CommandOutcome> {
    return this.#send(command, (latency) => this.#draw(latency.acknowledgeMs) + this.#draw(latency.exchangeMs));
  }

  /** Carries on from the broker to the exchange; dropped when the account closes. */
  onward(task: () => void): void {
    this.#schedule(this.#draw(this.#latency.exchangeMs), task, () => undefined);
  }

  /** Answers every command under way with unknown. */
  close(): void {
    this.#closed = true;
    for (const [timer, giveUp] of this.#pending) {
      timer.cancel();
      giveUp();
    }
    this.#pending.clear();
  }

  #send(command: () => CommandOutcome, ms: (latency: PaperLatency) => number): Promise<CommandOutcome> {
    if (this.#closed) return Promise.resolve(closedOutcome);
    const refusal = this.#overRate();
    if (refusal !== null) return Promise.resolve(refusal);
    return new Promise((resolve) => {
      const run = () => {
        try {
          resolve(command());
        } catch (error) {
          this.#onError(error);
          const message = 'The paper account could not write its book; what happened is not known.';
          resolve({ outcome: 'unknown', message });
        }
      };
      this.#schedule(ms(this.#latency), run, () => resolve(closedOutcome));
    });
  }

  #overRate(): CommandOutcome | null {
    const now = this.#clock.monotonic();
    const longest = Math.max(0, ...this.#rateLimits.map(({ windowMs }) => windowMs));
    const kept = this.#sent.findIndex((at) => at > now - longest);
    this.#sent = kept < 0 ? [] : this.#sent.slice(kept);
    const full = this.#rateLimits.find(
      ({ windowMs, max }) => roomAt(this.#sent, now, windowMs - this.#toleranceMs, max) > now,
    );
    if (full === undefined) {
      this.#sent.push(now);
      return null;
    }
    const message = `More than ${full.max} order messages in ${full.windowMs / 1000} s: nothing was placed or changed.`;
    return { outcome: 'refused', code: 'RMS_RATE_LIMIT', message };
  }

  #schedule(ms: number, run: () => void, giveUp: () => void): void {
    const timer = this.#clock.setTimeout(() => {
      this.#pending.delete(timer);
      run();
    }, ms);
    this.#pending.set(timer, giveUp);
  }

  #draw(range: LatencyRange): number {
    return this.#random.integer(range.from, range.to);
  }
}
