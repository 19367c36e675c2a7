import { parentPort, workerData } from 'node:worker_threads';

/** Presses a key every so often from a thread of its own, as a window does: each press carries when it was made. */
const { everyMs, presses } = workerData as { everyMs: number; presses: number };
let pressed = 0;
const timer = setInterval(() => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort!.postMessage(performance.timeOrigin + performance.now());
  pressed += 1;
  if (pressed === presses) clearInterval(timer);
}, everyMs);
