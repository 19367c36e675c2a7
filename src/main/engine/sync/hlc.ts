import type { Clock } from '../core/clock.ts';

const MS_DIGITS = 10;
const COUNTER_DIGITS = 4;
const DEVICE_DIGITS = 26;
const COUNTER_LIMIT = 0x10000;

/** Characters of a hybrid logical clock reading. */
export const HLC_LENGTH = MS_DIGITS + COUNTER_DIGITS + DEVICE_DIGITS;

/**
 * A hybrid logical clock: 48-bit epoch ms, 16-bit counter and device id as fixed-width base32 (0–9, a–v), so that
 * readings compare as plain text. It never steps back, whatever the wall clock does, if it starts from the last
 * reading that was kept. It orders settings between devices; never money, never the state of an order.
 */
export class HybridClock {
  readonly #clock: Clock;
  readonly #device: string;
  #ms = 0;
  #counter = 0;

  /** @param last the newest reading given out before, or null on a new device */
  constructor(clock: Clock, deviceId: string, last: string | null) {
    this.#clock = clock;
    this.#device = base32(BigInt(`0x${deviceId.replaceAll('-', '')}`), DEVICE_DIGITS);
    if (last !== null) {
      this.#ms = parseInt(last.slice(0, MS_DIGITS), 32);
      this.#counter = parseInt(last.slice(MS_DIGITS, MS_DIGITS + COUNTER_DIGITS), 32);
    }
  }

  /** A reading greater than every one before it. */
  next(): string {
    const now = Math.floor(this.#clock.now());
    if (now > this.#ms) {
      this.#ms = now;
      this.#counter = 0;
    } else if (++this.#counter === COUNTER_LIMIT) {
      this.#ms += 1;
      this.#counter = 0;
    }
    return base32(this.#ms, MS_DIGITS) + base32(this.#counter, COUNTER_DIGITS) + this.#device;
  }
}

function base32(value: number | bigint, digits: number): string {
  return value.toString(32).padStart(digits, '0');
}
