import { useEffect, useRef, type RefObject } from 'react';
import type { Instrument } from '../../../../contract/market.ts';
import { useDraftOrder } from '../../../stores/draft-order.ts';
import { inr, istDate, istTime } from '../../../ui/format.ts';
import { INTERVAL_MS } from '../bars.ts';
import { useChartInterval } from '../chart-interval.ts';
import type { ChartScene } from '../chart-scene.ts';
import { onThemeChange } from '../chart-theme.ts';
import { DrawingBar } from './DrawingBar.tsx';
import { DrawingHands } from './drawing-hands.ts';
import { TOOL_NAMES, type Drawing } from './drawing.ts';
import { DrawingsPrimitive } from './drawings-primitive.ts';
import { closeDrawings, drawingsNow, drawingsStore, openDrawings, select, selectedDrawing } from './drawings-store.ts';
import { TextEditor } from './TextEditor.tsx';

interface DrawingLayerProps {
  scene: RefObject<ChartScene | null>;
  host: RefObject<HTMLElement | null>;
  instrument: Instrument;
}

/** The drawings of an instrument on its chart, and what is done with the selected one. */
export function DrawingLayer({ scene, host, instrument }: DrawingLayerProps) {
  const interval = useChartInterval();
  const lots = useDraftOrder((draft) => draft.lots);
  const drawings = drawingsStore(drawingsNow);
  const selected = drawingsStore(selectedDrawing);
  const typing = drawingsStore(({ typingId }) => drawings.find(({ id }) => id === typingId));
  const primitive = usePrimitive(scene, host);
  const { symbol, tickSize, lotSize, kind } = instrument;
  useEffect(() => void openDrawings(symbol), [symbol]);
  useEffect(() => closeDrawings, []);
  useEffect(() => {
    const dealtInLots = kind === 'CE' || kind === 'PE' || kind === 'FUT';
    primitive.current?.setSubject({ tickSize, lotSize: dealtInLots ? lotSize : null, lots }, INTERVAL_MS[interval]);
  }, [primitive, tickSize, lotSize, kind, lots, interval]);
  return (
    <>
      <ul className="visually-hidden" aria-label="Drawings on the chart">
        {drawings.map((drawing) => (
          <li key={drawing.id}>{wordsOf(drawing)}</li>
        ))}
      </ul>
      {selected ? <DrawingBar drawing={selected} /> : null}
      {typing ? <TextEditor key={typing.id} drawing={typing} primitive={primitive} /> : null}
    </>
  );
}

/** The layer on the chart of the scene, with the hands that work on it. */
function usePrimitive(
  scene: DrawingLayerProps['scene'],
  host: DrawingLayerProps['host'],
): RefObject<DrawingsPrimitive | null> {
  const ref = useRef<DrawingsPrimitive>(null);
  useEffect(() => {
    const { chart } = scene.current!;
    const primitive = new DrawingsPrimitive(
      () => chart.bars,
      () => scene.current?.loadOlder(),
    );
    chart.attach(primitive);
    const hands = new DrawingHands(host.current!, chart, primitive);
    const stopTheme = onThemeChange(() => primitive.refreshColors());
    // Keys act on the selected drawing only as long as the hand stays at the chart.
    const panel = host.current!.closest('.panel');
    const onDown = ({ target }: PointerEvent) => {
      if (target instanceof Node && !panel?.contains(target) && drawingsStore.getState().selectedId) select(null);
    };
    addEventListener('pointerdown', onDown, { capture: true });
    ref.current = primitive;
    return () => {
      removeEventListener('pointerdown', onDown, { capture: true });
      stopTheme();
      hands.destroy();
    };
  }, [scene, host]);
  return ref;
}

/** A drawing in words, for those who do not see it. */
function wordsOf({ tool, anchors, text, locked }: Drawing): string {
  const places = anchors.map(({ ts, price }) => `${inr(price)} at ${istDate(ts)} ${istTime(ts)}`);
  return [TOOL_NAMES[tool], text, ...places, locked ? 'locked' : ''].filter(Boolean).join(', ');
}
