import type { Sent } from '../sim-broker.ts';
import type { Check, CheckedWorld, Violate } from './check.ts';

/** O12: places, modifies and cancels together stay within every sliding window of the broker, by the true time. */
export class Rate implements Check {
  readonly rules = ['O12'];
  #times: number[] = [];

  onSent(sent: Sent, { capabilities }: CheckedWorld, violate: Violate): void {
    this.#times.push(sent.at);
    for (const { windowMs, max } of capabilities.rateLimits) {
      const first = this.#times[this.#times.length - max - 1];
      // A millisecond for the fractions of the clocks.
      if (first !== undefined && sent.at - first < windowMs - 1) {
        violate(
          'O12',
          `${max + 1} commands left within ${Math.ceil(sent.at - first)} ms; ${max} are allowed in ${windowMs} ms.`,
        );
      }
    }
  }
}
