/** How a broker double misbehaves; shares are of the commands, drawn by the seed. */
export interface DoubleSettings {
  /** Longest wait before an answer, ms. */
  latencyMs: number;
  /** Taken, and the connection cut instead of answered. */
  dropShare: number;
  /** 503 before anything was taken: nobody outside can tell it from the next. */
  failBeforeShare: number;
  /** Taken, then 502. */
  failAfterShare: number;
  /** 400: turned down for good. */
  refuseShare: number;
  /** How long a new order is missing from the books, ms. */
  bookLagMs: number;
  /** The books answer 503. */
  booksFail: boolean;
  /** Nothing fills by itself. */
  quiet: boolean;
}

export const WELL_BEHAVED: DoubleSettings = {
  latencyMs: 30,
  dropShare: 0,
  failBeforeShare: 0,
  failAfterShare: 0,
  refuseShare: 0,
  bookLagMs: 0,
  booksFail: false,
  quiet: false,
};

/** One command in five ends badly. */
export const TROUBLED: DoubleSettings = {
  ...WELL_BEHAVED,
  latencyMs: 60,
  dropShare: 0.06,
  failBeforeShare: 0.05,
  failAfterShare: 0.05,
  refuseShare: 0.04,
};
