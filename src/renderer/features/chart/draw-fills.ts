import { PAISE } from './chart-options.ts';
import { toChartTime } from './chart-time.ts';
import type { FillMark } from './fill-marks.ts';
import type { PaneScene, PaneTarget } from './pane-primitive.ts';

/** Draws own fills: a triangle with side and lots, under the bar for a buy, over it for a sell. */
export function drawFills(target: PaneTarget, marks: readonly FillMark[], { chart, series, theme }: PaneScene): void {
  target.useMediaCoordinateSpace(({ context }) => {
    context.textAlign = 'center';
    context.font = `700 10px ${theme['--font']}`;
    context.lineJoin = 'round';
    for (const mark of marks) {
      const x = chart.timeScale().timeToCoordinate(toChartTime(mark.ts));
      const edge = series.priceToCoordinate(mark.price / PAISE);
      if (x === null || edge === null) continue;
      const buy = mark.side === 'BUY';
      const down = buy ? 1 : -1;
      const tip = edge + down * 3;
      context.fillStyle = theme[buy ? '--up' : '--down'];
      context.strokeStyle = theme['--bg-1'];
      context.lineWidth = 1;
      context.beginPath();
      context.moveTo(x, tip);
      context.lineTo(x + 5, tip + down * 8);
      context.lineTo(x - 5, tip + down * 8);
      context.closePath();
      context.fill();
      context.stroke();
      const text = `${buy ? 'B' : 'S'} ${mark.lots}`;
      const baseline = tip + (buy ? 19 : -11);
      context.lineWidth = 3;
      context.strokeText(text, x, baseline);
      context.fillText(text, x, baseline);
    }
    context.textAlign = 'start';
  });
}
