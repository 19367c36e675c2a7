import { inr } from '../../ui/format.ts';
import { PAISE } from './chart-options.ts';

/** The labels of the price axis, of which those under a tag are left out. The chart keeps labels until it is told. */
export class AxisLabels {
  #isCovered: (price: number) => boolean;
  #marks: readonly number[] = [];
  #shown = '';

  /** `isCovered` tells whether a tag lies over a price, in paise. */
  constructor(isCovered: (price: number) => boolean) {
    this.#isCovered = isCovered;
  }

  /** Texts of the marks (rupees), empty under a tag. */
  print(marks: readonly number[]): string[] {
    this.#marks = marks;
    const texts = marks.map((rupees) => (this.#isCovered(rupees * PAISE) ? '' : inr(rupees * PAISE)));
    this.#shown = texts.join();
    return texts;
  }

  /** True once when a tag has come over a label, or has left one, since they were printed. */
  areStale(): boolean {
    const before = this.#shown;
    this.print(this.#marks);
    return this.#shown !== before;
  }
}
