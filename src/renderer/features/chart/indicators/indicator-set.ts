import type { Bar } from '../../../../contract/market.ts';
import { volumeProfile } from '../../../../indicators/volume-profile.ts';
import type { ChosenIndicator } from './chosen-indicators.ts';
import { IndicatorRun } from './indicator-run.ts';
import { valuesText } from './indicator-words.ts';
import type { Profile } from './draw-profiles.ts';
import { SideProfile } from './side-profile.ts';
import type { Study, StudyChange } from './study.ts';

/** The chosen indicators along the bars of one chart. */
export class IndicatorSet {
  #chosen: readonly ChosenIndicator[] = [];
  #step = 60_000;
  #bars: readonly Bar[] = [];
  #runs: readonly { key: string; run: IndicatorRun }[] = [];
  #profiles: readonly SideProfile[] = [];

  /** Other indicators, parameters or colours, for the bars that are there. */
  choose(chosen: readonly ChosenIndicator[]): void {
    this.#chosen = chosen;
    this.#begin();
  }

  /** All bars anew, oldest first, `step` ms each; the list may grow at its end afterwards. */
  reset(bars: readonly Bar[], step: number): void {
    this.#bars = bars;
    this.#step = step;
    this.#begin();
  }

  /** The last bar of the list changed, or one was added to it. */
  update(): StudyChange[] {
    return this.#runs.flatMap(({ run }) => run.update());
  }

  studies(): Study[] {
    return this.#runs.flatMap(({ run }) => run.studies());
  }

  profiles(): Profile[] {
    return this.#profiles.flatMap((side) => side.profile() ?? []);
  }

  /** What is drawn at a bar, in words, by the keys of the indicators. */
  figuresAt(index: number): Map<string, string> {
    return new Map(this.#runs.map(({ key, run }) => [key, valuesText(run.indicator, run.valuesAt(index))]));
  }

  #begin(): void {
    this.#runs = this.#chosen.map((one) => ({ key: one.key, run: new IndicatorRun(one, this.#step) }));
    this.#profiles = this.#chosen.filter(({ id }) => id === volumeProfile.id).map((one) => new SideProfile(one));
    for (const one of [...this.#runs.map(({ run }) => run), ...this.#profiles]) one.reset(this.#bars);
  }
}
