import type { Bar } from '../../../../contract/market.ts';
import { volumeProfile, DayProfile, valueArea } from '../../../../indicators/volume-profile.ts';
import type { ChosenIndicator } from './chosen-indicators.ts';
import { penToken } from './pens.ts';
import type { Profile } from './draw-profiles.ts';

/** The volume by price of the newest day, for the side of the chart; closed bars are taken once. */
export class SideProfile {
  #chosen: ChosenIndicator;
  #bars: readonly Bar[] = [];
  #days: DayProfile;
  #taken = 0;

  constructor(chosen: ChosenIndicator) {
    this.#chosen = chosen;
    this.#days = new DayProfile(this.#value('row'));
  }

  /** All bars anew; the list may grow at its end afterwards. */
  reset(bars: readonly Bar[]): void {
    this.#bars = bars;
    this.#days = new DayProfile(this.#value('row'));
    this.#taken = 0;
  }

  /** As the last bar stands; null without bars. */
  profile(): Profile | null {
    const running = this.#bars.at(-1);
    if (!running) return null;
    for (; this.#taken < this.#bars.length - 1; this.#taken++) this.#days.add(this.#bars[this.#taken]!);
    const rows = this.#days.peek(running);
    const area = valueArea(rows, this.#value('area') / 100);
    return { rows, size: this.#days.size, area, pen: penToken(this.#chosen.pen) };
  }

  #value(parameter: 'row' | 'area'): number {
    return this.#chosen.values[parameter] ?? volumeProfile.parameters[parameter]!.default;
  }
}
