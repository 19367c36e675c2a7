import { create } from 'zustand';
import { saveWorkspace } from './workspace.ts';

export const THEMES = ['dark', 'light', 'system'] as const;
export type Theme = (typeof THEMES)[number];

/** Row and control sizes, in per cent. */
export const DENSITIES = [90, 100, 110, 120, 130] as const;

interface Appearance {
  theme: Theme;
  density: number;
}

export const appearanceStore = create<Appearance>(() => ({ theme: 'dark', density: 100 }));

/** Reads what was saved; anything that is no appearance is left out. */
export function restoreAppearance(saved: unknown): void {
  const { theme, density } = (saved ?? {}) as Partial<Appearance>;
  if (THEMES.includes(theme as Theme)) appearanceStore.setState({ theme: theme! });
  if (DENSITIES.includes(density as 100)) appearanceStore.setState({ density: density! });
}

export function setTheme(theme: Theme): void {
  appearanceStore.setState({ theme });
  saveWorkspace('appearance', appearanceStore.getState());
}

export function setDensity(density: number): void {
  appearanceStore.setState({ density });
  saveWorkspace('appearance', appearanceStore.getState());
}

/** Dark, light, system, dark … */
export function nextTheme(): void {
  setTheme(THEMES[(THEMES.indexOf(appearanceStore.getState().theme) + 1) % THEMES.length]!);
}
