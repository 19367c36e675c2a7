/** What draws the chart, without what feeds it. */
export { PriceChart } from '../../src/renderer/features/chart/price-chart.ts';
export { validChosen } from '../../src/renderer/features/chart/indicators/chosen-indicators.ts';
export { IndicatorSet } from '../../src/renderer/features/chart/indicators/indicator-set.ts';
export { INDICATORS } from '../../src/indicators/registry.ts';
