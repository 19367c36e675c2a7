/** Speeds the transport offers; 1 is real time. */
export const REPLAY_SPEEDS = [0.5, 1, 2, 5, 10, 20, 50, 100] as const;
