import type { Indicator, Output } from '../../../../indicators/indicator.ts';
import { indicatorOf } from '../../../../indicators/registry.ts';
import { compact, inr } from '../../../ui/format.ts';
import type { ChosenIndicator } from './chosen-indicators.ts';

/** More figures than these a legend does not hold: the rest is read off the lines. */
const MOST_FIGURES = 4;

/** Short name with the parameters, e.g. "EMA 20". */
export function chosenName({ id, values }: ChosenIndicator): string {
  const { short, parameters } = indicatorOf(id)!;
  return [short, ...Object.entries(parameters).map(([name, { default: value }]) => values[name] ?? value)].join(' ');
}

/** The figures of the legend; those without a value are left out while another has one. Prices in paise. */
export function valuesText({ outputs }: Indicator, values: readonly number[]): string {
  const texts = outputs.flatMap((output, at) => {
    const value = values[at]!;
    return Number.isNaN(value) ? [] : [figure(output, value)];
  });
  return texts.length === 0 ? '–' : texts.slice(0, MOST_FIGURES).join(' ');
}

function figure({ unit }: Output, value: number): string {
  if (unit === 'paise') return inr(value);
  return unit === 'units' ? compact(value) : value.toFixed(1).replace('-', '−');
}

/** Whether an indicator draws in the colour that was chosen for it: a line of a rise or a fall has its own. */
export function usesPen({ outputs }: Indicator): boolean {
  return outputs.some(({ kind, tone }) => tone === null && kind !== 'histogram');
}
