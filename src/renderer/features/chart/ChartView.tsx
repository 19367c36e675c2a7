import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Instrument } from '../../../contract/market.ts';
import { useOrders, usePositions, useTrades } from '../../stores/tables.ts';
import { compact, inr, istDate, istTime } from '../../ui/format.ts';
import { chartLines } from './chart-lines.ts';
import { useChartInterval } from './chart-interval.ts';
import { ChartScene, type BarsState } from './chart-scene.ts';
import { layoutChips } from './chip-layout.ts';
import { LineChips } from './LineChips.tsx';
import { movedBooks } from './line-move.ts';
import { useLineDrag } from './use-line-drag.ts';

const CHIP_HEIGHT = 20;
/** Chips stay under the legend. */
const CHIPS_TOP = 24;

/** The chart of one instrument with own orders, position and fills on it. */
export function ChartView({ instrument }: { instrument: Instrument }) {
  const interval = useChartInterval();
  const host = useRef<HTMLDivElement>(null);
  const chips = useRef<HTMLDivElement>(null);
  const legend = useRef<HTMLDivElement>(null);
  const volume = useRef<HTMLDivElement>(null);
  const oi = useRef<HTMLDivElement>(null);
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
    moveLabel(volume.current, layout.volumeTop);
    moveLabel(oi.current, layout.oiTop);
    const wishes = linesNow.current.flatMap(({ id, price }) => {
      const y = chart.yOf(price);
      return y === null ? [] : [{ id, y, height: CHIP_HEIGHT }];
    });
    const tops = layoutChips(wishes, CHIPS_TOP, layout.priceHeight - 2);
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
        volume.current!.lastElementChild!.textContent = bar ? compact(bar.volume) : '';
        oi.current!.lastElementChild!.textContent = bar ? compact(bar.oi) : '';
      },
    });
    scene.current = made;
    return () => {
      scene.current = null;
      made.destroy();
    };
  }, [place]);
  useEffect(() => scene.current?.focus(instrument, interval), [instrument, interval]);
  useEffect(() => scene.current?.showTrades(trades), [trades]);
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
        if (!chips.current?.contains(event.target as Node)) takeNear(lines, event);
      }}
    >
      <div ref={host} className="chart-host" />
      <div ref={legend} className="chart-legend" hidden />
      <div ref={volume} className="chart-label" hidden>
        Volume <span className="t2" />
      </div>
      <div ref={oi} className="chart-label" hidden>
        Open interest <span className="t2" />
      </div>
      <LineChips ref={chips} instrument={instrument} position={position} orders={orders} lines={lines} onTake={take} />
      <ChartNotice bars={bars} />
    </section>
  );
}

function moveLabel(label: HTMLElement | null, top: number | null): void {
  if (!label) return;
  label.hidden = top === null;
  if (top !== null) label.style.transform = `translateY(${top + 2}px)`;
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
