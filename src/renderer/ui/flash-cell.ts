const FLASH_MS = 260;

/** A figure that changes faster than this is not flashed: it would never rest, and say nothing. */
export const RESTLESS_MS = 500;

const calm = window.matchMedia('(prefers-reduced-motion: reduce)');

/** Flashes the background of a cell in the colour of a rise or a fall; not when the system asks for less motion. */
export function flashCell(cell: Element, rise: boolean): void {
  if (calm.matches) return;
  // No end is given: it fades to whatever the row's background is by then.
  cell.animate([{ backgroundColor: `var(--${rise ? 'up' : 'down'}-soft)`, offset: 0 }], FLASH_MS);
}
