import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

type Rgb = readonly [number, number, number];

const css = readFileSync(join(import.meta.dirname, '../renderer/ui/tokens.css'), 'utf8');

function tokensOf(selector: string): Map<string, string> {
  const body = css.slice(css.indexOf(`${selector} {`)).match(/\{([^}]*)\}/)![1]!;
  return new Map([...body.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name!, value!]));
}

const dark = tokensOf('\n:root');
const themes = { dark, light: new Map([...dark, ...tokensOf("\n[data-theme='light']")]) };

/** A colour on what lies beneath it: `#rrggbb`, or `rgb(r g b / a)`. */
function colorOf(text: string, beneath: Rgb): Rgb {
  const hex = /^#(..)(..)(..)$/.exec(text);
  if (hex) return hex.slice(1).map((part) => Number.parseInt(part, 16)) as unknown as Rgb;
  const [r, g, b, alpha] = text.match(/[\d.]+/g)!.map(Number) as [number, number, number, number];
  return [r, g, b].map((part, at) => part * alpha + beneath[at]! * (1 - alpha)) as unknown as Rgb;
}

/** Relative luminance as WCAG 2.2 defines it. */
function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(one: Rgb, other: Rgb): number {
  const [light, dim] = [luminance(one), luminance(other)].toSorted((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dim + 0.05);
}

const PANELS = ['--bg-1', '--bg-2', '--bg-3'];
const TEXTS = ['--text-1', '--text-2', '--text-3', '--up', '--down', '--ok', '--warn', '--danger', '--info', '--stale'];
const MODES = ['--mode-paper', '--mode-live', '--mode-replay'];
/** Text on a fill, each of which has a colour of its own for it. */
const FILLS = [
  ['--on-up', '--up'],
  ['--on-down', '--down'],
  ['--on-warn', '--warn'],
  ['--on-danger', '--danger-fill'],
  ['--on-paper', '--mode-paper'],
  ['--on-live', '--mode-live'],
  ['--on-replay', '--mode-replay'],
  ['--text-inverse', '--text-1'],
] as const;
/** Figures that flash, and the washes behind refusals and warnings. */
const WASHES = [
  ['--text-1', '--up-soft'],
  ['--text-1', '--down-soft'],
  ['--up', '--up-soft'],
  ['--down', '--down-soft'],
  ['--warn', '--warn-soft'],
  ['--danger', '--danger-soft'],
  ['--text-2', '--danger-soft'],
  ['--text-2', '--warn-soft'],
] as const;

for (const [theme, tokens] of Object.entries(themes)) {
  const color = (token: string, beneath: Rgb = [0, 0, 0]): Rgb => colorOf(tokens.get(token)!, beneath);

  /** The pairs under a ratio, with the ratio. */
  function below(least: number, pairs: readonly (readonly [string, string, string?])[]): string[] {
    return pairs.flatMap(([front, ground, wash]) => {
      const back = wash === undefined ? color(ground) : color(wash, color(ground));
      const ratio = contrast(color(front), back);
      return ratio >= least ? [] : [`${front} on ${wash ?? ''} ${ground} ${ratio.toFixed(2)}`];
    });
  }

  test(`${theme}: text can be read on every surface it stands on, 4.5 to 1`, () => {
    const onPanels = [...TEXTS, ...MODES].flatMap((text) => PANELS.map((ground) => [text, ground] as const));
    const onSelected = ['--text-1', '--text-2'].map((text) => [text, '--bg-4'] as const);
    const onWashes = WASHES.flatMap(([text, wash]) =>
      ['--bg-1', '--bg-2'].map((ground) => [text, ground, wash] as const),
    );
    expect(below(4.5, [...onPanels, ...onSelected, ...FILLS, ...onWashes])).toEqual([]);
  });

  test(`${theme}: outlines of fields and of the focus can be seen, 3 to 1`, () => {
    const outlines = ['--line-3', '--focus'].flatMap((line) =>
      ['--bg-1', '--bg-2'].map((ground) => [line, ground] as const),
    );
    expect(below(3, outlines)).toEqual([]);
  });
}
