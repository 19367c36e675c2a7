import type { Flight } from '../../../contract/flight.ts';
import { useLatencyToday } from '../../stores/latency.ts';
import { useOrders } from '../../stores/tables.ts';
import { announce } from '../../stores/toasts.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { dayMonthYear, inr, istDay, quantity } from '../../ui/format.ts';
import { Tag } from '../../ui/Tag.tsx';
import { keyOrTitle } from '../../commands/keys-store.ts';
import { averageFill, stateText, stateTone } from '../books/order-figures.ts';
import { lotsText } from '../trading/trading-words.ts';
import { CheckList } from './CheckList.tsx';
import { FlightLegs } from './FlightLegs.tsx';
import { chooseDay, flightStore, ordersOf, readFlight } from './flight-view.ts';
import { Timeline } from './Timeline.tsx';

/** The way of one order as a timeline, with the orders of its day to go through. */
export function OrderFlight() {
  const { flight, problem, day, ofDay } = flightStore();
  return (
    <>
      <OrderChoice />
      {flight ? (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the keyboard scrolls it
        <div className="scroll selectable flight" tabIndex={0}>
          <Subject flight={flight} />
          <FlightLegs legs={flight.legs} begunBy={flight.begun.by} />
          <Timeline flight={flight} />
          {flight.checks ? <CheckList checks={flight.checks} /> : null}
          {flight.missing.length > 0 ? <Missing sentences={flight.missing} /> : null}
        </div>
      ) : (
        <EmptyState>
          {problem ??
            (day !== null && ofDay.length === 0
              ? `No order was placed on ${dayMonthYear(day)}. Choose another day above.`
              : `The way of an order is shown here, from key press to fill. ${keyOrTitle('flight')} opens it.`)}
        </EmptyState>
      )}
    </>
  );
}

function OrderChoice() {
  const { flight, orderId, day, ofDay } = flightStore();
  const orders = ordersOf({ day, ofDay }, useOrders());
  const today = useLatencyToday()?.day ?? '';
  const place = orders.findIndex(({ id }) => id === orderId);
  const go = (step: 1 | -1) => {
    const next = orders[place === -1 ? orders.length - 1 : place + step];
    if (next) void readFlight(next.id);
  };
  return (
    <div className="flight-choice">
      <input
        type="date"
        aria-label="Day of the orders"
        value={day ?? today}
        max={today}
        title="The day whose orders are gone through"
        onChange={({ target: { value } }) => void chooseDay(value === '' || value === today ? null : value)}
      />
      <Button small disabled={place <= 0} onClick={() => go(-1)} title="The order before">
        ‹
      </Button>
      <span className="t2">{orders.length === 0 ? 'none' : `${place + 1} of ${orders.length}`}</span>
      <Button small disabled={place === -1 || place >= orders.length - 1} onClick={() => go(1)} title="The next order">
        ›
      </Button>
      <span className="grow" />
      <Button
        small
        disabled={flight === null}
        title="Copy the flight as JSON"
        onClick={() => flight && void copyJson(flight)}
      >
        Copy
      </Button>
    </div>
  );
}

function Subject({ flight: { order, tag } }: { flight: Flight }) {
  const average = averageFill(order);
  return (
    <div className="flight-subject">
      <div className="row">
        <span className={order.side === 'BUY' ? 'b up' : 'b down'}>{order.side}</span>
        <b className="name">{order.name}</b>
        <span className="grow" />
        <Tag tone={stateTone(order.state)}>{stateText(order)}</Tag>
      </div>
      <div className="t2">
        {lotsText(order.lots)} · {quantity(order.quantity)}
        {average === null ? '' : ` at ${inr(average)}`} · {dayMonthYear(istDay(order.createdAt))}
      </div>
      <div className="sub mono" title="Our order id at the broker">
        {tag}
      </div>
    </div>
  );
}

function Missing({ sentences }: { sentences: readonly string[] }) {
  return (
    <section className="flight-missing" aria-label="Not known of this flight">
      {sentences.map((sentence) => (
        <p key={sentence} className="sub">
          {sentence}
        </p>
      ))}
    </section>
  );
}

async function copyJson(flight: Flight): Promise<void> {
  try {
    await navigator.clipboard.writeText(`${JSON.stringify(flight, null, 2)}\n`);
    announce('info', 'The flight is copied as JSON.');
  } catch {
    announce('warn', 'The clipboard refused: allow it for this page, then copy again.');
  }
}
