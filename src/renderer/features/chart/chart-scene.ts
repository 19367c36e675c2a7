import type { Interval } from '../../../contract/enums.ts';
import type { Bar, Instrument } from '../../../contract/market.ts';
import type { Trade } from '../../../contract/trading.ts';
import { client } from '../../client/client.ts';
import { nextDrawing } from '../../stores/paint-pace.ts';
import { onQuote, quoteOf, watchQuotes } from '../../stores/quotes.ts';
import { BarFeed } from './bar-feed.ts';
import { barIndexAt, INTERVAL_MS } from './bars.ts';
import type { ChartLine } from './chart-lines.ts';
import { onThemeChange, readChartTheme } from './chart-theme.ts';
import { fillMarks, openedAt } from './fill-marks.ts';
import { ghostsOn, type Then } from './ghosts/ghosts.ts';
import type { ChosenIndicator } from './indicators/chosen-indicators.ts';
import { IndicatorSet } from './indicators/indicator-set.ts';
import { PriceChart } from './price-chart.ts';

/** What is known of the bars, for the panel around the chart. */
export type BarsState = { kind: 'reading' } | { kind: 'ready'; count: number } | { kind: 'failed'; message: string };

export interface SceneEvents {
  onBarsState(state: BarsState): void;
  /** Drawn anew: chips and labels follow. */
  onLayout(): void;
  /** The bar to describe: under the crosshair (`hovered`), else the newest; null without bars. */
  onBar(bar: Bar | null, hovered: boolean): void;
  /** The figures of the indicators at that bar, by their keys. */
  onFigures(figures: ReadonlyMap<string, string>): void;
}

/** One chart on screen: joins the bars of the focused instrument, its quote and the own books to the drawing. */
export class ChartScene {
  readonly chart: PriceChart;
  #events: SceneEvents;
  #feed: BarFeed | null = null;
  #indicators = new IndicatorSet();
  #bars: readonly Bar[] = [];
  #hovered: number | null = null;
  #trades: readonly Trade[] = [];
  #then: Then | null = null;
  #lines: readonly ChartLine[] = [];
  #instrument: Instrument | null = null;
  #interval: Interval = '1m';
  #leave: (() => void)[] = [];
  #linesWait = false;
  #stopTheme: () => void;

  constructor(host: HTMLElement, events: SceneEvents) {
    this.#events = events;
    this.chart = new PriceChart(host, readChartTheme(), {
      onNearOldest: () => void this.#feed?.loadOlder(),
      onHover: (ts) => {
        this.#hovered = ts;
        this.#describe();
      },
      onLayout: () => events.onLayout(),
    });
    this.#stopTheme = onThemeChange(() => this.chart.setTheme(readChartTheme()));
  }

  /** Shows another instrument or bar length. */
  focus(instrument: Instrument, interval: Interval): void {
    this.#leaveSubject();
    this.#instrument = instrument;
    this.#interval = interval;
    this.chart.setSubject(instrument.tickSize, interval);
    this.#take([], true);
    this.#events.onBarsState({ kind: 'reading' });
    const feed = new BarFeed(
      client,
      { instrumentId: instrument.id, interval },
      {
        reset: (bars, fresh) => {
          this.#take(bars, fresh);
          this.#events.onBarsState({ kind: 'ready', count: bars.length });
        },
        update: (bar) => {
          if (this.#bars.length === 1) this.#events.onBarsState({ kind: 'ready', count: 1 });
          const changes = this.#indicators.update();
          if (this.chart.updateBar(bar, changes)) this.chart.showProfiles(this.#indicators.profiles());
          else this.#draw(false);
          this.#drawFills();
          this.#drawGhosts();
          this.#describe();
        },
        failed: (message) => this.#events.onBarsState({ kind: 'failed', message }),
      },
      nextDrawing,
    );
    this.#feed = feed;
    this.#leave = [
      () => feed.stop(),
      watchQuotes([instrument.id]),
      onQuote(instrument.id, () => this.#drawLinesSoon()),
    ];
    feed.start();
  }

  showLines(lines: readonly ChartLine[]): void {
    this.#lines = lines;
    this.#drawLines();
  }

  /** Other indicators, parameters or colours. */
  showIndicators(chosen: readonly ChosenIndicator[]): void {
    this.#indicators.choose(chosen);
    this.#draw(false);
    this.#describe();
  }

  /** Reads one more page of the past, when there is one. */
  loadOlder(): void {
    void this.#feed?.loadOlder();
  }

  /** The fills of the focused instrument. */
  showTrades(trades: readonly Trade[]): void {
    this.#trades = trades;
    this.#drawFills();
    this.#drawLines();
  }

  /** What the account did on the day that is replayed, of this instrument. */
  showThen(then: Then): void {
    this.#then = then;
    this.#drawGhosts();
  }

  destroy(): void {
    this.#leaveSubject();
    this.#stopTheme();
    this.chart.destroy();
  }

  #leaveSubject(): void {
    for (const leave of this.#leave) leave();
    this.#leave = [];
  }

  #take(bars: readonly Bar[], fresh: boolean): void {
    this.#bars = bars;
    this.#indicators.reset(bars, INTERVAL_MS[this.#interval]);
    this.#draw(fresh);
    this.#drawFills();
    this.#drawGhosts();
    this.#drawLines();
    this.#describe();
  }

  #draw(fresh: boolean): void {
    this.chart.setBars(this.#bars, this.#indicators.studies(), fresh);
    this.chart.showProfiles(this.#indicators.profiles());
  }

  #drawLinesSoon(): void {
    if (this.#linesWait) return;
    this.#linesWait = true;
    nextDrawing(() => {
      this.#linesWait = false;
      if (this.#leave.length > 0) this.#drawLines();
    });
  }

  #drawLines(): void {
    if (!this.#instrument) return;
    const opened = openedAt(this.#trades);
    const openedBar = opened === null ? undefined : this.#bars[barIndexAt(this.#bars, opened)];
    this.chart.showLines({
      lines: this.#lines,
      ltp: quoteOf(this.#instrument.id)?.ltp || null,
      openedAt: openedBar?.ts ?? null,
    });
  }

  #drawFills(): void {
    this.chart.showFills(fillMarks(this.#trades, this.#bars, INTERVAL_MS[this.#interval]));
  }

  #drawGhosts(): void {
    if (this.#then === null) return;
    this.chart.showGhosts(ghostsOn(this.#then, this.#bars));
  }

  #describe(): void {
    const last = this.#bars.length - 1;
    const hovered = this.#hovered === null ? -1 : barIndexAt(this.#bars, this.#hovered);
    const index = hovered < 0 ? last : hovered;
    this.#events.onBar(this.#bars[index] ?? null, hovered >= 0);
    this.#events.onFigures(this.#indicators.figuresAt(index));
  }
}
