/** Market figures are painted at most this often: faster than they can be read, and each painting costs a whole frame. */
const PAUSE_MS = 150;

type Paint = () => void;

/**
 * Gathers what wants to be painted into few frames: the first after a pause at once, what follows within PAUSE_MS
 * together after it. Not in an animation frame: the chart asks for one when it is told, and would draw a frame late.
 */
export function paintPace(later: (task: () => void, ms: number) => void, now: () => number): (paint: Paint) => void {
  let waiting: Paint[] = [];
  let last = -Infinity;
  const run = () => {
    const paints = waiting;
    waiting = [];
    last = now();
    for (const paint of paints) paint();
  };
  return (paint) => {
    waiting.push(paint);
    if (waiting.length > 1) return;
    const rest = last + PAUSE_MS - now();
    if (rest > 0) later(run, rest);
    else run();
  };
}

/** The pace of this page: everything that follows the market is painted together. */
export const nextPaint = paintPace(
  (task, ms) => setTimeout(task, ms),
  () => performance.now(),
);

/** For a drawing that costs as much as all figures together: with every second painting. */
export const nextDrawing = (draw: Paint): void => nextPaint(() => nextPaint(draw));
