import { createContext } from 'react';

/** Where a panel's head goes when a dock draws it; null: above the panel's own content. */
export const HeadSlot = createContext<HTMLElement | null>(null);
