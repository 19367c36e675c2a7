import type { Bar } from '../../../../contract/market.ts';
import type { Indicator, IndicatorState } from '../../../../indicators/indicator.ts';
import { indicatorOf } from '../../../../indicators/registry.ts';
import { PAISE } from '../chart-options.ts';
import { toChartTime } from '../chart-time.ts';
import type { ChosenIndicator } from './chosen-indicators.ts';
import { penToken } from './pens.ts';
import { PRICE_PANE, type Study, type StudyChange, type StudyPoint } from './study.ts';

/** Outputs of one indicator that share a series: `at` are their places in a row of values. */
interface Group {
  id: string;
  shift: number;
  at: readonly number[];
}

/**
 * One chosen indicator along the bars of the chart. The closed bars are folded once; the running one, the last of the
 * bars, is only looked at, until another follows it.
 */
export class IndicatorRun {
  readonly indicator: Indicator;
  #chosen: ChosenIndicator;
  #step: number;
  #groups: readonly Group[];
  #state: IndicatorState;
  #bars: readonly Bar[] = [];
  #rows: number[][] = [];

  /** `step` is the length of a bar in ms, by which places beyond the newest bar are dated. */
  constructor(chosen: ChosenIndicator, step: number) {
    this.#chosen = chosen;
    this.#step = step;
    this.indicator = indicatorOf(chosen.id)!;
    this.#groups = groupsOf(this.indicator, chosen);
    this.#state = this.indicator.create(chosen.values);
  }

  /** All bars anew, oldest first; the list may grow at its end afterwards. */
  reset(bars: readonly Bar[]): void {
    this.#bars = bars;
    this.#state = this.indicator.create(this.#chosen.values);
    const last = bars.length - 1;
    this.#rows = bars.map((bar, index) => (index < last ? this.#state.add(bar) : this.#state.peek(bar)));
  }

  /** The last bar of the list changed, or one was added to it. */
  update(): StudyChange[] {
    const bars = this.#bars;
    const last = bars.length - 1;
    const grown = bars.length - this.#rows.length;
    if (last < 0 || grown < 0 || grown > 1) {
      this.reset(bars);
      return this.studies().map((study) => ({ study, point: null }));
    }
    if (grown === 1 && last > 0) this.#rows[last - 1] = this.#state.add(bars[last - 1]!);
    this.#rows[last] = this.#state.peek(bars[last]!);
    // A bar at another time than was foreseen, as after the night, dates anew what lies ahead of it.
    const unforeseen = grown === 1 && last > 0 && bars[last]!.ts !== bars[last - 1]!.ts + this.#step;
    return this.#groups.flatMap((group): StudyChange[] => {
      const study = this.#study(group, []);
      if (unforeseen && group.shift > 0) return [{ study: { ...study, points: this.#points(group) }, point: null }];
      const point = this.#point(group, last);
      return point ? [{ study, point }] : [];
    });
  }

  studies(): Study[] {
    return this.#groups.map((group) => this.#study(group, this.#points(group)));
  }

  /** What is drawn at a bar, by the indicator's outputs; prices in paise, NaN where there is nothing. */
  valuesAt(index: number): number[] {
    const { outputs } = this.indicator;
    return outputs.map(({ id }, at) => this.#rows[index - this.indicator.shift(id, this.#chosen.values)]?.[at] ?? NaN);
  }

  #study({ id, at, shift }: Group, points: readonly StudyPoint[]): Study {
    const { outputs, daily, guides } = this.indicator;
    const shown = at.map((place) => outputs[place]!);
    return {
      id,
      pane: shown[0]!.pane === 'price' ? PRICE_PANE : this.#chosen.key,
      outputs: shown,
      pen: penToken(this.#chosen.pen),
      filled: this.#chosen.filled,
      daily,
      guides: shown[0]!.scale === 'shared' ? guides : [],
      ahead: Math.max(0, shift),
      points,
    };
  }

  #points(group: Group): StudyPoint[] {
    return this.#rows.flatMap((_, index) => this.#point(group, index) ?? []);
  }

  /** The point that a bar gives; null when it lies before the first bar. */
  #point({ at, shift }: Group, index: number): StudyPoint | null {
    const place = index + shift;
    if (place < 0) return null;
    const { outputs } = this.indicator;
    const row = this.#rows[index]!;
    const values = at.map((output) => (outputs[output]!.unit === 'paise' ? row[output]! / PAISE : row[output]!));
    return { time: toChartTime(this.#timeOf(place)), values };
  }

  #timeOf(place: number): number {
    const last = this.#bars.length - 1;
    return place <= last ? this.#bars[place]!.ts : this.#bars[last]!.ts + (place - last) * this.#step;
  }
}

function groupsOf(indicator: Indicator, { key, values }: ChosenIndicator): Group[] {
  const groups = new Map<string, { id: string; shift: number; at: number[] }>();
  indicator.outputs.forEach(({ id, scale }, at) => {
    const shift = indicator.shift(id, values);
    const name = `${key}/${shift}${scale === 'self' ? `/${id}` : ''}`;
    const group = groups.get(name) ?? { id: name, shift, at: [] };
    group.at.push(at);
    groups.set(name, group);
  });
  return [...groups.values()];
}
