import { useMemo, useState } from 'react';
import type { Order, Position, Trade } from '../../../contract/trading.ts';
import { runCommand } from '../../commands/run-command.ts';
import { useOrders, usePositions, useTrades } from '../../stores/tables.ts';
import { statusStore } from '../../stores/values.ts';
import { Button } from '../../ui/Button.tsx';
import { istDay, istTime } from '../../ui/format.ts';
import { TabbedPanel } from '../../ui/Panel.tsx';
import { downloadText, toCsv } from '../../ui/csv.ts';
import { filterRows } from './filter-rows.ts';
import { isLive } from './order-figures.ts';
import { ORDER_CSV, OrdersTable, WorkingOrders } from './OrdersTable.tsx';
import { POSITION_CSV, PositionsTable } from './PositionsTable.tsx';
import { TRADE_CSV, TradesTable } from './TradesTable.tsx';
import { UnknownLane } from './UnknownLane.tsx';
import './books.css';

type Tab = 'orders' | 'trades' | 'positions';

/** Orders, trades and positions of the day, with the unknown lane on top. */
export function BooksPanel() {
  const [tab, setTab] = useState<Tab>('positions');
  const [filter, setFilter] = useState('');
  const orders = useOrders();
  const trades = useTrades();
  const positions = usePositions();
  const shownOrders = useMemo(() => filterRows(orders, filter, orderWords), [orders, filter]);
  const shownTrades = useMemo(() => filterRows(trades, filter, tradeWords), [trades, filter]);
  const shownPositions = useMemo(() => filterRows(positions, filter, positionWords), [positions, filter]);
  const working = useMemo(() => shownOrders.filter(isLive), [shownOrders]);
  const exportCsv = () => {
    const text =
      tab === 'orders'
        ? toCsv(ORDER_CSV, shownOrders)
        : tab === 'trades'
          ? toCsv(TRADE_CSV, shownTrades)
          : toCsv(POSITION_CSV, shownPositions);
    const now = statusStore.getState().value?.now;
    downloadText(now === undefined ? `${tab}.csv` : `${tab}-${istDay(now)}.csv`, text);
  };
  return (
    <TabbedPanel
      name="Books"
      tab={tab}
      onTab={setTab}
      tabs={[
        { id: 'orders', label: 'Orders', count: orders.length },
        { id: 'trades', label: 'Trades', count: trades.length },
        { id: 'positions', label: 'Positions', count: positions.length },
      ]}
      tools={
        <>
          <Matched />
          <input
            className="books-filter"
            type="search"
            aria-label={`Filter ${tab}`}
            placeholder="Filter"
            value={filter}
            onChange={(event) => setFilter(event.target.value)}
          />
          <Button small onClick={exportCsv}>
            CSV
          </Button>
        </>
      }
    >
      <UnknownLane orders={orders} />
      {tab === 'orders' ? <OrdersTable orders={shownOrders} /> : null}
      {tab === 'trades' ? <TradesTable trades={shownTrades} /> : null}
      {tab === 'positions' ? (
        <div className="books-positions">
          <PositionsTable positions={shownPositions} />
          {working.length > 0 ? <WorkingOrders orders={working} /> : null}
        </div>
      ) : null}
    </TabbedPanel>
  );
}

function Matched() {
  const at = statusStore(({ value }) => value?.reconciledAt);
  if (at === undefined) return null;
  const words = at === null ? 'not yet matched with the broker' : `matched with broker ${istTime(at)}`;
  return (
    <Button small look="ghost" className={at === null ? 'warn' : ''} onClick={() => runCommand('reconciliation')}>
      {words}
    </Button>
  );
}

const orderWords = (row: Order): string => `${row.name} ${row.symbol} ${row.side} ${row.state} ${row.source}`;
const tradeWords = (row: Trade): string => `${row.name} ${row.symbol} ${row.side}`;
const positionWords = (row: Position): string => `${row.name} ${row.symbol} ${row.netQty === 0 ? 'flat' : 'open'}`;
