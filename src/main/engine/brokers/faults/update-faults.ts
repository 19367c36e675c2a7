import type { Clock } from '../../core/clock.ts';
import type { Random } from '../../core/random.ts';
import type { BrokerUpdate } from '../broker.ts';
import { Held } from './held.ts';

/** Updates come up to this often, and up to this late, ms. */
const COPIES = 3;
const LATE_MS = 400;

/** The update stream between the broker and us: passed on, held back (F10, F11), or told late, repeatedly and out of order (F12). */
export class UpdateFaults {
  readonly #clock: Clock;
  readonly #tell: (update: BrokerUpdate) => void;
  readonly #struck: () => void;
  readonly #late: Held;
  #held: BrokerUpdate[] = [];
  #stalledAt: number | null = null;
  #shuffle: Random | null = null;

  /** @param struck counts an update that a fault held back or repeated */
  constructor(clock: Clock, tell: (update: BrokerUpdate) => void, struck: () => void) {
    this.#clock = clock;
    this.#tell = tell;
    this.#struck = struck;
    this.#late = new Held(clock);
  }

  /** When the stream fell silent, monotonic ms; null while it speaks. */
  get stalledAt(): number | null {
    return this.#stalledAt;
  }

  get shuffling(): boolean {
    return this.#shuffle !== null;
  }

  stall(): void {
    this.#stalledAt = this.#clock.monotonic();
  }

  /** Everything held back is told, in the order it came. */
  resume(): void {
    this.#stalledAt = null;
    const held = this.#held;
    this.#held = [];
    for (const update of held) this.take(update);
  }

  shuffle(random: Random): void {
    this.#shuffle = random;
  }

  /** What is still on its late way is told now. */
  order(): void {
    this.#shuffle = null;
    this.#late.letGo();
  }

  take(update: BrokerUpdate): void {
    if (this.#stalledAt !== null) {
      this.#struck();
      this.#held.push(update);
      return;
    }
    const random = this.#shuffle;
    if (random === null) {
      this.#tell(update);
      return;
    }
    this.#struck();
    const copies = random.integer(1, COPIES);
    for (let copy = 0; copy < copies; copy++) {
      this.#late.later(random.integer(0, LATE_MS), () => this.#arrive(update));
    }
  }

  /** A stream that has stalled since holds back what is under way too. */
  #arrive(update: BrokerUpdate): void {
    if (this.#stalledAt === null) this.#tell(update);
    else this.#held.push(update);
  }
}
