import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Instrument } from '../../../contract/market.ts';
import { useOrders, usePositions, useTrades } from '../../stores/tables.ts';
import { compact, inr, istDate, istTime } from '../../ui/format.ts';
import { chartLines } from './chart-lines.ts';
import { useChartInterval } from './chart-interval.ts';
import { ChartScene, type BarsState } from './chart-scene.ts';
import { layoutChips } from './chip-layout.ts';
import { DrawingLayer } from './drawings/DrawingLayer.tsx';
import { isToolInHand } from './drawings/drawings-store.ts';
import { followThen } from './ghosts/follow-then.ts';
import { useIndicators } from './indicators/indicator-store.ts';
import { LineChips } from './LineChips.tsx';
import { PaneLabels, placeLabels, writeFigures } from './PaneLabels.tsx';
import { movedBooks } from './line-move.ts';
import { useLineDrag } from './use-line-drag.ts';

const CHIP_HEIGHT = 20;
/** Chips stay under the legends: that of the bar, and that of the indicators. */
const BAR_LEGEND = 24;

interface ChartViewProps {
  instrument: Instrument;
  /** Whether the drawings of the instrument are on it: on one chart at a time. */
  drawn?: boolean;
}

/** The chart of one instrument with own orders, position and fills on it; in a replay also what the account did then. */
export function ChartView({ instrument, drawn = true }: ChartViewProps) {
  const interval = useChartInterval();
  const host = useRef<HTMLDivElement>(null);
  const chips = useRef<HTMLDivElement>(null);
  const legend = useRef<HTMLDivElement>(null);
  const labels = useRef<HTMLDivElement>(null);
  const indicators = useIndicators();
  const indicatorLegend = useRef(0);
  const scene = useRef<ChartScene | null>(null);
  const [bars, setBars] = useState<BarsState>({ kind: 'reading' });

  const allOrders = useOrders();
  const allTrades = useTrades();
  const position = usePositions().find((row) => row.instrumentId === instrument.id);
  const orders = useMemo(
    () => allOrders.filter((order) => order.instrumentId === instrument.id && order.status === 'PENDING'),
    [allOrders, instrument.id],
  );
  const trades = useMemo(
    () => allTrades.filter((row) => row.instrumentId === instrument.id),
    [allTrades, instrument.id],
  );
  const { move, take, takeNear } = useLineDrag(scene, host, { instrument, position, orders });
  const lines = useMemo(() => {
    const shown = movedBooks(position, orders, move);
    return chartLines(shown.position, shown.orders);
  }, [position, orders, move]);
  const linesNow = useRef(lines);

  const place = useCallback(() => {
    const chart = scene.current?.chart;
    if (!chart || !chips.current) return;
    const layout = chart.layout();
    placeLabels(labels.current!, layout.tops);
    const wishes = linesNow.current.flatMap(({ id, price }) => {
      const y = chart.yOf(price);
      return y === null ? [] : [{ id, y, height: CHIP_HEIGHT }];
    });
    const tops = layoutChips(wishes, BAR_LEGEND + indicatorLegend.current, layout.priceHeight - 2);
    for (const chip of chips.current.children as HTMLCollectionOf<HTMLElement>) {
      const top = tops.get(chip.dataset.line!);
      chip.hidden = top === undefined;
      if (top !== undefined) chip.style.transform = `translateY(${Math.round(top)}px)`;
    }
  }, []);

  // In the layout phase, so that the scene is there for the first lines.
  useLayoutEffect(() => {
    const made = new ChartScene(host.current!, {
      onBarsState: setBars,
      onLayout: place,
      onBar: (bar, hovered) => {
        legend.current!.hidden = !hovered;
        if (bar && hovered) {
          const [open, high, low, close] = [bar.open, bar.high, bar.low, bar.close].map((value) => inr(value));
          const traded = bar.volume > 0 ? `  V ${compact(bar.volume)}` : '';
          legend.current!.textContent = `${istDate(bar.ts)} ${istTime(bar.ts)}  O ${open}  H ${high}  L ${low}  C ${close}${traded}`;
        }
        const figures = { volume: bar ? compact(bar.volume) : '', oi: bar ? compact(bar.oi) : '' };
        writeFigures(labels.current!, new Map(Object.entries(figures)));
      },
      onFigures: (figures) => writeFigures(labels.current!, figures),
    });
    scene.current = made;
    return () => {
      scene.current = null;
      made.destroy();
    };
  }, [place]);
  useEffect(() => scene.current?.focus(instrument, interval), [instrument, interval]);
  useLayoutEffect(() => {
    scene.current?.showIndicators(indicators);
    const shown = labels.current!.querySelector<HTMLElement>('.indicator-legend');
    const measure = new ResizeObserver(() => {
      indicatorLegend.current = shown?.offsetHeight ?? 0;
      place();
    });
    indicatorLegend.current = 0;
    if (shown) measure.observe(shown);
    return () => measure.disconnect();
  }, [indicators, place]);
  useEffect(() => scene.current?.showTrades(trades), [trades]);
  useEffect(() => followThen(instrument.id, (then) => scene.current?.showThen(then)), [instrument.id]);
  useLayoutEffect(() => {
    linesNow.current = lines;
    scene.current?.showLines(lines);
    place();
  }, [lines, place]);

  return (
    <section
      className={move ? 'chart dragging' : 'chart'}
      aria-label={`${instrument.name}, ${interval} bars`}
      onPointerDownCapture={(event) => {
        const { target } = event;
        if (target instanceof Element && !target.closest('button, .line-chip, textarea') && !isToolInHand())
          takeNear(lines, event);
      }}
    >
      <div ref={host} className="chart-host" />
      <div ref={legend} className="chart-legend" hidden />
      <PaneLabels ref={labels} />
      <LineChips ref={chips} instrument={instrument} position={position} orders={orders} lines={lines} onTake={take} />
      {drawn ? <DrawingLayer scene={scene} host={host} instrument={instrument} /> : null}
      <ChartNotice bars={bars} />
    </section>
  );
}

function ChartNotice({ bars }: { bars: BarsState }) {
  if (bars.kind === 'ready' && bars.count > 0) return null;
  const text =
    bars.kind === 'reading'
      ? 'Reading bars…'
      : bars.kind === 'failed'
        ? bars.message
        : 'No bar yet: the first tick draws it. History fills from recorded and imported days.';
  return <div className="chart-notice">{text}</div>;
}
