import type { Interval } from '../../../contract/enums.ts';
import type { Bar } from '../../../contract/market.ts';
import { barStart } from '../domain/intervals.ts';
import type { Tick } from '../domain/tick.ts';

/** The bar being drawn now of one instrument and interval, from ticks in order of time. Prices in paise. */
export class RunningBar {
  readonly #interval: Interval;
  readonly #anchor: number;
  #bar: Bar | null = null;
  #cumulative: number | null = null;

  /** @param anchor milliseconds after 00:00 IST that bars count from */
  constructor(interval: Interval, anchor: number) {
    this.#interval = interval;
    this.#anchor = anchor;
  }

  get bar(): Bar | null {
    return this.#bar;
  }

  /** Takes up a bar that began before this run; `cumulative` is the day's volume it already counts, null when not known. */
  resume(bar: Bar, cumulative: number | null): void {
    if (this.#bar !== null && this.#bar.ts > bar.ts) return;
    const live = this.#bar !== null && this.#bar.ts === bar.ts ? this.#bar : null;
    this.#bar = {
      ...bar,
      high: Math.max(bar.high, live?.high ?? bar.high),
      low: Math.min(bar.low, live?.low ?? bar.low),
      close: live?.close ?? bar.close,
      oi: live?.oi ?? bar.oi,
    };
    this.#cumulative ??= cumulative;
  }

  /** Adds a tick; gives true when the bar changed. A tick older than the bar changes nothing. */
  add(tick: Tick): boolean {
    if (tick.ltp <= 0) return false;
    const start = barStart(tick.ts, this.#interval, this.#anchor);
    if (this.#bar !== null && start < this.#bar.ts) return false;
    const traded = this.#cumulative === null ? 0 : Math.max(0, tick.volume - this.#cumulative);
    this.#cumulative = tick.volume;
    const bar = this.#bar;
    if (bar === null || bar.ts !== start) {
      const { ltp } = tick;
      this.#bar = { ts: start, open: ltp, high: ltp, low: ltp, close: ltp, volume: traded, oi: tick.oi };
      return true;
    }
    if (bar.close === tick.ltp && traded === 0 && bar.oi === tick.oi) return false;
    this.#bar = {
      ts: start,
      open: bar.open,
      high: Math.max(bar.high, tick.ltp),
      low: Math.min(bar.low, tick.ltp),
      close: tick.ltp,
      volume: bar.volume + traded,
      oi: tick.oi,
    };
    return true;
  }
}
