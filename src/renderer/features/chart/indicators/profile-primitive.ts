import type { IPrimitivePaneView, ISeriesPrimitive, SeriesAttachedParameter } from 'lightweight-charts';
import type { Rows, ValueArea } from '../../../../indicators/volume-profile.ts';
import { PAISE } from '../chart-options.ts';
import { faded, type ChartTheme } from '../chart-theme.ts';
import type { PenToken } from './pens.ts';

type Target = Parameters<NonNullable<ReturnType<IPrimitivePaneView['renderer']>>['draw']>[0];

/** Volume by price of the newest day. */
export interface Profile {
  rows: Rows;
  /** Height of a row in paise. */
  size: number;
  /** Null while nothing was traded. */
  area: ValueArea | null;
  pen: PenToken;
}

/** The longest row, as a part of the pane's width. */
const WIDTH = 0.22;
const STRENGTH = { poc: 0.55, area: 0.3, outside: 0.14 };

/** Draws volume profiles from the right edge behind the candles; the value area is stronger, the fullest row strongest. */
export class ProfilePrimitive implements ISeriesPrimitive {
  #profiles: readonly Profile[] = [];
  #theme: ChartTheme;
  #attached: SeriesAttachedParameter | null = null;
  #views: IPrimitivePaneView[] = [
    { zOrder: () => 'bottom', renderer: () => ({ draw: (target) => this.#draw(target) }) },
  ];

  constructor(theme: ChartTheme) {
    this.#theme = theme;
  }

  show(profiles: readonly Profile[]): void {
    if (profiles.length === 0 && this.#profiles.length === 0) return;
    this.#profiles = profiles;
    // They move no scale: their pane alone is drawn again.
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
    const series = this.#attached?.series;
    if (!series) return;
    target.useMediaCoordinateSpace(({ context, mediaSize: { width } }) => {
      for (const { rows, size, area, pen } of this.#profiles) {
        const most = area === null ? 0 : rows.get(area.poc)!;
        for (const [row, volume] of rows) {
          const bottom = series.priceToCoordinate((row * size) / PAISE);
          const top = series.priceToCoordinate(((row + 1) * size) / PAISE);
          if (area === null || bottom === null || top === null) continue;
          const within = row >= area.low && row <= area.high;
          const strength = row === area.poc ? 'poc' : within ? 'area' : 'outside';
          context.fillStyle = faded(this.#theme[pen], STRENGTH[strength]);
          const length = (volume / most) * width * WIDTH;
          const gap = bottom - top > 3 ? 1 : 0;
          context.fillRect(width - length, top, length, Math.max(0.5, bottom - top - gap));
        }
      }
    });
  }
}
