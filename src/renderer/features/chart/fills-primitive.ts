import type { IPrimitivePaneView, ISeriesPrimitive, SeriesAttachedParameter } from 'lightweight-charts';
import { PAISE } from './chart-options.ts';
import { toChartTime } from './chart-time.ts';
import type { ChartTheme } from './chart-theme.ts';
import type { FillMark } from './fill-marks.ts';

type Target = Parameters<NonNullable<ReturnType<IPrimitivePaneView['renderer']>>['draw']>[0];

/** Draws own fills: a triangle with side and lots, under the bar for a buy, over it for a sell. */
export class FillsPrimitive implements ISeriesPrimitive {
  #marks: readonly FillMark[] = [];
  #theme: ChartTheme;
  #attached: SeriesAttachedParameter | null = null;
  #views: IPrimitivePaneView[] = [{ zOrder: () => 'top', renderer: () => ({ draw: (target) => this.#draw(target) }) }];

  constructor(theme: ChartTheme) {
    this.#theme = theme;
  }

  show(marks: readonly FillMark[]): void {
    if (marks.length === 0 && this.#marks.length === 0) return;
    this.#marks = marks;
    // Marks move no scale: their pane alone is drawn again.
    this.#attached?.series.applyOptions({});
  }

  setTheme(theme: ChartTheme): void {
    this.#theme = theme;
    this.#attached?.requestUpdate();
  }

  attached(parameters: SeriesAttachedParameter): void {
    this.#attached = parameters;
  }

  detached(): void {
    this.#attached = null;
  }

  paneViews(): readonly IPrimitivePaneView[] {
    return this.#views;
  }

  #draw(target: Target): void {
    const attached = this.#attached;
    if (!attached) return;
    const theme = this.#theme;
    target.useMediaCoordinateSpace(({ context }) => {
      context.textAlign = 'center';
      context.font = `700 10px ${theme['--font']}`;
      context.lineJoin = 'round';
      for (const mark of this.#marks) {
        const x = attached.chart.timeScale().timeToCoordinate(toChartTime(mark.ts));
        const edge = attached.series.priceToCoordinate(mark.price / PAISE);
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
}
