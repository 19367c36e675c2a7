import type { Committed } from '../durable.ts';
import type { Check, CheckedWorld, Violate } from './check.ts';
import { TradesOf } from './trades-of.ts';

/** How many steps lie between two looks at the running program while the exchange is closed. */
const EVERY = 20;

/**
 * P10: what a day has booked goes into the opening of the next, once, whatever the clock does; what is held is carried at
 * its cost, and the lifetime result stays.
 */
export class DayRoll implements Check {
  readonly rules = ['P10'];
  readonly #trades = new TradesOf();
  #firstDay: string | null = null;
  #rolled = false;
  #steps = 0;

  onCommit(committed: Committed): void {
    this.#trades.follow(committed);
  }

  onStep(world: CheckedWorld, violate: Violate): void {
    this.#firstDay ??= world.wallDay;
    if (world.isOpen) return;
    this.#steps += 1;
    if (this.#steps % EVERY === 0) this.#look(world, violate);
  }

  atRest(world: CheckedWorld, violate: Violate): void {
    this.#look(world, violate);
  }

  #look({ desk, durable, margin, wallDay }: CheckedWorld, violate: Violate): void {
    if (desk === null) return;
    // A clock that is set back begins no day a second time.
    if (wallDay > (this.#firstDay ?? wallDay)) this.#rolled = true;
    let booked = 0;
    for (const [id, { paid, charges }] of this.#trades.all()) {
      booked += (durable.positions.get(id)?.cost ?? 0) - paid - charges;
    }
    const { opening, realised, charges } = desk.money();
    const [due, today] = this.#rolled ? [margin + booked, 0] : [margin, booked];
    if (opening === due && realised - charges === today) return;
    violate(
      'P10',
      `The day opened with ${opening} and has booked ${realised - charges}; by the trades it is ${due} and ${today}.`,
    );
  }
}
