/** A replay as the log names it. */
interface Logged {
  day: string;
  source: string;
}

const nameOf = ({ day, source }: Logged) => `Replay of ${day} (${source})`;

export const startedLine = (replay: Logged, speed: number): string => `${nameOf(replay)} started at ${speed}×.`;

export const leftLine = (replay: Logged): string => `${nameOf(replay)} left.`;

/** Whether a line of the log says that a replay came into view or was left; null: neither. */
export function replayWord(message: string): 'started' | 'left' | null {
  const word = /^Replay of \d{4}-\d\d-\d\d \(.*\) (started|left)\b/.exec(message)?.[1];
  return word === 'started' || word === 'left' ? word : null;
}
