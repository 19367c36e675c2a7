import type { FeedHealth, SessionPhase } from '../../../contract/market.ts';
import type { Tick } from '../domain/tick.ts';

/** A source of ticks: the simulator, a replay, later a broker's socket. */
export interface Feed {
  readonly name: string;
  /** Written to the tick store with each row: `sim`, `import:<file>`. */
  readonly source: string;
  /** Starts delivering; `onTick` is called synchronously and must not keep the object. */
  start(onTick: (tick: Tick) => void): void;
  stop(): void;
  health(): FeedHealth;
  /** The previous session's close in paise, 0 when not known. */
  prevClose(instrumentId: number): number;
  /** The phase of this feed's market at an instant: the simulator trades round the clock and says so. */
  phase(at: number): SessionPhase;
}
