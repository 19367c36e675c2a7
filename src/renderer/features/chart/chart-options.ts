import type {
  CandlestickSeriesPartialOptions,
  ChartOptions,
  DeepPartial,
  HistogramSeriesPartialOptions,
  LineSeriesPartialOptions,
} from 'lightweight-charts';
import { ColorType, CrosshairMode, LineStyle } from 'lightweight-charts';
import { compact } from '../../ui/format.ts';
import { faded, type ChartTheme } from './chart-theme.ts';

const unitFormat = { type: 'custom' as const, minMove: 1, formatter: compact };

/** Chart prices are rupees; the books keep paise. */
export const PAISE = 100;

/** Options that follow the theme. The logo writes inline styles, which the page's policy refuses; the credit is in the keys sheet. */
export function chartOptions(theme: ChartTheme): DeepPartial<ChartOptions> {
  const crosshair = {
    color: theme['--line-3'],
    labelBackgroundColor: theme['--bg-4'],
    width: 1,
    style: LineStyle.Dashed,
  } as const;
  return {
    layout: {
      attributionLogo: false,
      background: { type: ColorType.Solid, color: theme['--bg-1'] },
      textColor: theme['--text-3'],
      fontFamily: theme['--font'],
      fontSize: 11,
      panes: { separatorColor: theme['--line-2'], separatorHoverColor: theme['--line-3'], enableResize: true },
    },
    grid: { vertLines: { color: theme['--line-1'] }, horzLines: { color: theme['--line-1'] } },
    crosshair: { mode: CrosshairMode.Normal, vertLine: crosshair, horzLine: crosshair },
    rightPriceScale: {
      borderVisible: false,
      minimumWidth: 58,
      entireTextOnly: true,
    },
  };
}

/** Up candles are hollow, down candles filled; the last price has its own line and tag. */
export function candleOptions(theme: ChartTheme): CandlestickSeriesPartialOptions {
  return {
    upColor: theme['--bg-1'],
    borderUpColor: theme['--up'],
    wickUpColor: theme['--up'],
    downColor: theme['--down'],
    borderDownColor: theme['--down'],
    wickDownColor: theme['--down'],
    priceLineVisible: false,
    lastValueVisible: false,
  };
}

export function volumeOptions(): HistogramSeriesPartialOptions {
  return { priceFormat: unitFormat, priceLineVisible: false, lastValueVisible: false };
}

/** Volume bars take the candle's colour, faint. */
export function volumeColor(theme: ChartTheme, up: boolean): string {
  return faded(theme[up ? '--up' : '--down'], 0.42);
}

export function openInterestOptions(theme: ChartTheme): LineSeriesPartialOptions {
  return {
    color: theme['--text-2'],
    lineWidth: 1,
    priceFormat: unitFormat,
    priceLineVisible: false,
    lastValueVisible: false,
    crosshairMarkerVisible: false,
  };
}
