import { byEngineClock } from './engine-clock.ts';

/** A press longer ago than this did not cause what is done now. */
const CAUSE_MS = 2000;

let pressedAt = -Infinity;

/** Remembers when keys and buttons are pressed, by the time of the event itself: a busy page delays its handlers. */
export function followPresses(): void {
  const note = (event: Event) => {
    pressedAt = event.timeStamp;
  };
  for (const type of ['keydown', 'click']) window.addEventListener(type, note, { capture: true });
}

/** When the press behind a call was, by the engine's clock, as a field of its arguments; nothing when it is not known. */
export function press(): { pressedAt?: number } {
  const at = performance.now() - pressedAt > CAUSE_MS ? null : byEngineClock(pressedAt);
  return at === null ? {} : { pressedAt: at };
}
