import type { IPrimitivePaneView, ISeriesPrimitive, SeriesAttachedParameter } from 'lightweight-charts';
import type { ChartTheme } from './chart-theme.ts';

export type PaneTarget = Parameters<NonNullable<ReturnType<IPrimitivePaneView['renderer']>>['draw']>[0];

/** Where and in which colours the things of a pane are drawn. */
export type PaneScene = Pick<SeriesAttachedParameter, 'chart' | 'series'> & { theme: ChartTheme };

type Draw<Thing> = (target: PaneTarget, things: readonly Thing[], scene: PaneScene) => void;

/** Things of our own on the pane of a series, over or under it. They move no scale. */
export class PanePrimitive<Thing> implements ISeriesPrimitive {
  #things: readonly Thing[] = [];
  #theme: ChartTheme;
  #attached: SeriesAttachedParameter | null = null;
  readonly #views: IPrimitivePaneView[];

  constructor(zOrder: 'top' | 'bottom', theme: ChartTheme, draw: Draw<Thing>) {
    this.#theme = theme;
    const renderer = {
      draw: (target: PaneTarget) => {
        if (this.#attached) draw(target, this.#things, { ...this.#attached, theme: this.#theme });
      },
    };
    this.#views = [{ zOrder: () => zOrder, renderer: () => renderer }];
  }

  show(things: readonly Thing[]): void {
    if (things.length === 0 && this.#things.length === 0) return;
    this.#things = things;
    // The pane alone is drawn again.
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
}
