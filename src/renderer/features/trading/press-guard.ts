/** An identical press within this time is not sent: it asks. Milliseconds. */
export const COOLDOWN_MS = 400;

/** How long an answer to the question counts. Milliseconds. */
export const ASK_MS = 5000;

/** send: go. ask: nothing is sent, the trader is asked. confirmed: the trader was asked and pressed again. */
export type PressVerdict = 'send' | 'ask' | 'confirmed';

/** Tells a deliberate second press from an accidental one. A press is named by everything that makes it identical. */
export class PressGuard {
  #last: { key: string; at: number } | null = null;
  #asked: { key: string; at: number } | null = null;

  /** Judges a press at `now` (ms of any steady clock). */
  press(key: string, now: number): PressVerdict {
    const asked = this.#asked?.key === key && now - this.#asked.at <= ASK_MS;
    this.#asked = null;
    if (!asked && this.#last?.key === key && now - this.#last.at < COOLDOWN_MS) {
      this.#asked = { key, at: now };
      return 'ask';
    }
    this.#last = { key, at: now };
    return asked ? 'confirmed' : 'send';
  }

  /** The engine refused the press as a repetition: the next identical one is the answer. */
  refused(key: string, now: number): void {
    this.#asked = { key, at: now };
  }
}
