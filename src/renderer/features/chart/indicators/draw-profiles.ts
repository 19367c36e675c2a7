import type { Rows, ValueArea } from '../../../../indicators/volume-profile.ts';
import { PAISE } from '../chart-options.ts';
import { faded } from '../chart-theme.ts';
import type { PaneScene, PaneTarget } from '../pane-primitive.ts';
import type { PenToken } from './pens.ts';

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

/** Draws volume profiles from the right edge; the value area is stronger, the fullest row strongest. */
export function drawProfiles(target: PaneTarget, profiles: readonly Profile[], { series, theme }: PaneScene): void {
  target.useMediaCoordinateSpace(({ context, mediaSize: { width } }) => {
    for (const { rows, size, area, pen } of profiles) {
      const most = area === null ? 0 : rows.get(area.poc)!;
      for (const [row, volume] of rows) {
        const bottom = series.priceToCoordinate((row * size) / PAISE);
        const top = series.priceToCoordinate(((row + 1) * size) / PAISE);
        if (area === null || bottom === null || top === null) continue;
        const within = row >= area.low && row <= area.high;
        const strength = row === area.poc ? 'poc' : within ? 'area' : 'outside';
        context.fillStyle = faded(theme[pen], STRENGTH[strength]);
        const length = (volume / most) * width * WIDTH;
        const gap = bottom - top > 3 ? 1 : 0;
        context.fillRect(width - length, top, length, Math.max(0.5, bottom - top - gap));
      }
    }
  });
}
