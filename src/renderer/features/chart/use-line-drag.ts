import {
  useCallback,
  useEffect,
  useRef,
  useState,
  type PointerEvent as ReactPointerEvent,
  type RefObject,
} from 'react';
import type { Instrument } from '../../../contract/market.ts';
import type { Order, Position } from '../../../contract/trading.ts';
import { modifyOrder, protect } from '../trading/actions.ts';
import { dragPrice, protectionKind, type ChartLine } from './chart-lines.ts';
import type { ChartScene } from './chart-scene.ts';
import { movedBooks, type LineMove } from './line-move.ts';

/** How near the pointer has to be to a line to take hold of it, in pixels. */
const GRIP = 4;
/** Less movement than this is a click, not a drag, in pixels. */
const SLOP = 3;
/** How long a dropped line waits where it was dropped for the engine's books to follow, in milliseconds. */
const SETTLE_MS = 1500;

interface Books {
  instrument: Instrument;
  position: Position | undefined;
  orders: readonly Order[];
}

/**
 * Dragging of chart lines. `take` starts with a chip, `takeNear` with the line under the pointer. A drop sends the new
 * price; Escape lets go. A drag out of the position line makes its target or stop.
 */
export function useLineDrag(scene: RefObject<ChartScene | null>, host: RefObject<HTMLElement | null>, books: Books) {
  const [move, setMove] = useState<LineMove | null>(null);
  const latest = useRef(books);
  useEffect(() => {
    latest.current = books;
  });
  const settle = useRef<ReturnType<typeof setTimeout>>(undefined);
  const release = useRef<() => void>(undefined);
  useEffect(
    () => () => {
      clearTimeout(settle.current);
      release.current?.();
    },
    [],
  );

  const drop = useCallback(async (dropped: LineMove) => {
    if (await send(latest.current, dropped)) {
      settle.current = setTimeout(() => setMove(null), SETTLE_MS);
    } else setMove(null);
  }, []);

  const take = useCallback(
    (line: ChartLine, event: ReactPointerEvent) => {
      const chart = scene.current?.chart;
      if (!chart || !line.draggable || event.button !== 0) return;
      event.preventDefault();
      event.stopPropagation();
      release.current?.();
      clearTimeout(settle.current);
      const letGo = chart.hold();
      const top = host.current!.getBoundingClientRect().top;
      const startY = event.clientY;
      const grip = startY - top - (chart.yOf(line.price) ?? startY - top);
      let current: LineMove | null = null;
      const onMove = (moved: PointerEvent) => {
        if (!current && Math.abs(moved.clientY - startY) < SLOP) return;
        const at = chart.priceAt(moved.clientY - top - grip);
        if (at === null) return;
        const price = dragPrice(at, latest.current.instrument.tickSize);
        current = { lineId: movedLineId(line, latest.current.position, price), price };
        setMove(current);
      };
      const end = () => {
        letGo();
        removeEventListener('pointermove', onMove);
        removeEventListener('pointerup', onUp);
        removeEventListener('keydown', onKey, true);
        release.current = undefined;
      };
      const onUp = () => {
        end();
        if (current) void drop(current);
      };
      const onKey = (key: KeyboardEvent) => {
        if (key.key !== 'Escape') return;
        key.stopPropagation();
        end();
        setMove(null);
      };
      addEventListener('pointermove', onMove);
      addEventListener('pointerup', onUp);
      addEventListener('keydown', onKey, true);
      release.current = end;
    },
    [scene, host, drop],
  );

  const takeNear = useCallback(
    (lines: readonly ChartLine[], event: ReactPointerEvent) => {
      const chart = scene.current?.chart;
      const box = host.current?.getBoundingClientRect();
      if (!chart || !box || event.clientX - box.left > chart.layout().width) return;
      const y = event.clientY - box.top;
      const near = lines
        .map((line) => ({ line, distance: Math.abs((chart.yOf(line.price) ?? Infinity) - y) }))
        .filter(({ line, distance }) => line.draggable && distance <= GRIP)
        .toSorted((a, b) => a.distance - b.distance)[0];
      if (near) take(near.line, event);
    },
    [scene, host, take],
  );

  return { move, take, takeNear };
}

/** A dragged position line stands for the target or stop on the side it is dragged to. */
function movedLineId(line: ChartLine, position: Position | undefined, price: number): string {
  if (line.kind !== 'position' || !position) return line.id;
  return protectionKind(position.netQty, line.price, price);
}

function send({ instrument, position, orders }: Books, move: LineMove): Promise<boolean> {
  const moved = movedBooks(position, orders, move);
  const [kind, orderId] = move.lineId.split(':');
  const order = moved.orders.find(({ id }) => id === orderId);
  if (kind === 'order' && order) return modifyOrder(order.id, order.price!, order.lots, order.triggerPrice);
  const owner = order ?? moved.position;
  if (!owner) return Promise.resolve(false);
  return protect(instrument.id, order?.id ?? null, { tpPrice: owner.tpPrice, slPrice: owner.slPrice });
}
