import { create } from 'zustand';

/** What is supposed of the market; it stays when the panel closes. */
export interface WhatIf {
  /** Per cent that the spot moves by. */
  spotPercent: number;
  /** Percentage points that every volatility moves by. */
  ivShift: number;
  daysForward: number;
}

export const NOTHING_SUPPOSED: WhatIf = { spotPercent: 0, ivShift: 0, daysForward: 0 };

export const whatIfStore = create<WhatIf>(() => NOTHING_SUPPOSED);

export const suppose = (change: Partial<WhatIf>): void => whatIfStore.setState(change);
