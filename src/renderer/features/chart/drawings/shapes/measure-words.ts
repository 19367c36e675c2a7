import type { Anchor } from '../drawing.ts';
import { percent, quantity, signed, signedRupees } from '../../../../ui/format.ts';
import type { Frame } from './shape.ts';

/** What lies between two anchors: points and per cent, bars and time, rupees of a lot where there are lots. */
export function measureWords(a: Anchor, b: Anchor, frame: Pick<Frame, 'bars' | 'lotSize'>): string[] {
  const points = b.price - a.price;
  const share = a.price === 0 ? '' : ` (${percent((points / a.price) * 100)} %)`;
  const bars = Math.round(Math.abs(frame.bars(a.ts, b.ts)));
  const rows = [
    `${signed(points)}${share}`,
    `${quantity(bars)} ${bars === 1 ? 'bar' : 'bars'}, ${spanWords(Math.abs(b.ts - a.ts))}`,
  ];
  if (frame.lotSize !== null) rows.push(`${signedRupees(points * frame.lotSize)} a lot`);
  return rows;
}

/** A length of time in ms in its two largest units: "1 d 2 h", "45 min", "30 s". */
export function spanWords(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const units: [number, string][] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ];
  const first = units.findIndex(([count]) => count > 0);
  if (first < 0) return '0 s';
  const said = units.slice(first, first + 2).filter(([count]) => count > 0);
  return said.map(([count, unit]) => `${count} ${unit}`).join(' ');
}
