/** Cancels what was scheduled; harmless once it has run. */
export interface Timer {
  cancel(): void;
}

/** The only source of time in the engine, so that live, replay and simulation run the same code. */
export interface Clock {
  /** Epoch milliseconds, UTC. */
  now(): number;
  /** Milliseconds since an arbitrary start; never steps back. For latencies and rate limits. */
  monotonic(): number;
  setTimeout(task: () => void, ms: number): Timer;
  setInterval(task: () => void, ms: number): Timer;
}
