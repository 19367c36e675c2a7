import type { Bar } from '../contract/market.ts';
import { bars, defineIndicator, overlay, type Step } from './indicator.ts';
import { highest, lowest } from './series.ts';

/**
 * Ichimoku Kinko Hyo. The spans come with the bar that they are calculated from and are drawn `displacement` − 1 bars
 * later, the lagging line (the close) as many earlier.
 */
export const ichimoku = defineIndicator({
  id: 'ichimoku',
  title: 'Ichimoku',
  parameters: {
    conversion: bars('Conversion', 9),
    base: bars('Base', 26),
    span: bars('Leading span B', 52),
    displacement: bars('Displacement', 26),
  },
  outputs: [
    overlay('conversion', 'Conversion'),
    overlay('base', 'Base'),
    overlay('spanA', 'Span A', 'band'),
    overlay('spanB', 'Span B', 'band'),
    overlay('lagging', 'Lagging'),
  ],
  warmUp: ({ conversion, base, span }) => Math.max(conversion, base, span),
  shift(output, { displacement }) {
    if (output === 'lagging') return 1 - displacement;
    return output.startsWith('span') ? displacement - 1 : 0;
  },
  start({ conversion, base, span }) {
    const lines = [middle(conversion), middle(base), middle(span)] as const;
    return (bar, step) => {
      const conversionLine = lines[0](bar, step);
      const baseLine = lines[1](bar, step);
      return [conversionLine, baseLine, (conversionLine + baseLine) / 2, lines[2](bar, step), bar.close];
    };
  },
});

function middle(length: number): (bar: Bar, step: Step) => number {
  const [high, low] = [highest(length), lowest(length)];
  return (bar, step) => (high[step](bar.high) + low[step](bar.low)) / 2;
}
