import type { PointerEvent, Ref } from 'react';
import type { Instrument } from '../../../contract/market.ts';
import type { Order, Position } from '../../../contract/trading.ts';
import { statusStore } from '../../stores/values.ts';
import { age, inr, signedRupees, tone } from '../../ui/format.ts';
import { CloseIcon } from '../../ui/icons.tsx';
import { defaultDistances } from '../ticket/draft-prices.ts';
import { cancelOrder, closePosition, protect } from '../trading/actions.ts';
import { dragPrice, type ChartLine } from './chart-lines.ts';

interface LineChipsProps {
  instrument: Instrument;
  position: Position | undefined;
  orders: readonly Order[];
  lines: readonly ChartLine[];
  onTake: (line: ChartLine, event: PointerEvent) => void;
  ref: Ref<HTMLDivElement>;
}

/** The chips at the left end of the chart's lines: what each line is, its outcome in rupees, and its ×. */
export function LineChips({ instrument, position, orders, lines, onTake, ref }: LineChipsProps) {
  return (
    <div ref={ref} className="chart-chips">
      {lines.map((line) => (
        <div
          key={line.id}
          data-line={line.id}
          className={`line-chip ${line.kind}${line.draggable ? ' draggable' : ''}`}
          style={{ '--c': `var(${line.color})` } as React.CSSProperties}
          title={line.draggable ? 'Drag to move' : undefined}
          onPointerDown={(event) => onTake(line, event)}
        >
          <b>{line.word}</b>
          <span>{line.text}</span>
          {line.outcome === null ? null : <span className={tone(line.outcome)}>{signedRupees(line.outcome)}</span>}
          {line.note === null ? null : (
            <span className="t3">
              {line.kind === 'unknown' ? <UnknownFor orders={orders} orderId={line.orderId} /> : null}
              {line.note}
            </span>
          )}
          {line.kind === 'position' && position ? <LegButtons instrument={instrument} position={position} /> : null}
          {line.closable ? (
            <button
              type="button"
              className="x"
              aria-label={closeName(line, instrument)}
              title={closeName(line, instrument)}
              onPointerDown={(event) => event.stopPropagation()}
              onClick={() => close(line, instrument, position, orders)}
            >
              <CloseIcon />
            </button>
          ) : null}
        </div>
      ))}
    </div>
  );
}

function UnknownFor({ orders, orderId }: { orders: readonly Order[]; orderId: string | null }) {
  const since = orders.find(({ id }) => id === orderId)?.updatedAt;
  const now = statusStore(({ value }) => value?.now);
  return since === undefined || now === undefined ? null : <>{age(now - since)} </>;
}

function LegButtons({ instrument, position }: { instrument: Instrument; position: Position }) {
  const { netQty, cost, tpPrice, slPrice } = position;
  const toward = netQty > 0 ? 1 : -1;
  const average = cost / netQty;
  const add = (leg: 'target' | 'stop') => {
    const { stop, target } = defaultDistances(average, instrument.tickSize);
    const at = dragPrice(average + toward * (leg === 'target' ? target : -stop), instrument.tickSize);
    void protect(instrument.id, null, leg === 'target' ? { tpPrice: at, slPrice } : { tpPrice, slPrice: at });
  };
  const hold = (event: PointerEvent) => event.stopPropagation();
  return (
    <>
      {tpPrice === null ? (
        <button
          type="button"
          className="leg up"
          aria-label="+TP add a target"
          title="Add a target"
          onPointerDown={hold}
          onClick={() => add('target')}
        >
          +TP
        </button>
      ) : null}
      {slPrice === null ? (
        <button
          type="button"
          className="leg down"
          aria-label="+SL add a stop"
          title="Add a stop"
          onPointerDown={hold}
          onClick={() => add('stop')}
        >
          +SL
        </button>
      ) : null}
    </>
  );
}

function closeName(line: ChartLine, instrument: Instrument): string {
  if (line.kind === 'position') return `Flatten ${instrument.name}`;
  if (line.kind === 'order') return `Cancel ${line.word} at ${inr(line.price)}`;
  return `Remove the ${line.word.toLowerCase()} at ${inr(line.price)}`;
}

function close(
  line: ChartLine,
  instrument: Instrument,
  position: Position | undefined,
  orders: readonly Order[],
): void {
  if (line.kind === 'position') return closePosition(instrument.id, 1);
  if (line.kind === 'order') return cancelOrder(line.orderId!);
  const owner = line.orderId === null ? position : orders.find(({ id }) => id === line.orderId);
  if (!owner) return;
  const { tpPrice, slPrice } = owner;
  void protect(
    instrument.id,
    line.orderId,
    line.kind === 'target' ? { tpPrice: null, slPrice } : { tpPrice, slPrice: null },
  );
}
