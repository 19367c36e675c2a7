import { useLayoutEffect, useState, type CSSProperties } from 'react';

/** Room kept free of the chart's price axis and time axis, and around. CSS px. */
const AXIS = 76;
const TIMES = 30;
const GAP = 8;
const NARROWEST = 260;

/**
 * Where results stand: over the foot of the chart, so that no figure of a table, no exit and no bar is covered. Without a
 * chart on screen they stand under the top bar, as the style sheet has it. `count` toasts are on screen: with each, the
 * chart is looked for anew.
 */
export function useToastPlace(count: number): CSSProperties | undefined {
  const [place, setPlace] = useState<CSSProperties>();
  useLayoutEffect(() => {
    if (count === 0) return undefined;
    const found = document.querySelector('.chart');
    const look = () => {
      const chart = found?.getBoundingClientRect();
      setPlace(
        chart && chart.width > NARROWEST + AXIS
          ? {
              left: chart.left + GAP,
              top: 'auto',
              bottom: window.innerHeight - chart.bottom + TIMES,
              maxWidth: chart.width - AXIS - 2 * GAP,
            }
          : undefined,
      );
    };
    look();
    if (!found) return undefined;
    const sizes = new ResizeObserver(look);
    sizes.observe(found);
    return () => sizes.disconnect();
  }, [count]);
  return place;
}
