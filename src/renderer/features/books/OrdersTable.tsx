import { useMemo, useState } from 'react';
import type { Order } from '../../../contract/trading.ts';
import { keyOrTitle } from '../../commands/keys-store.ts';
import { useLitOrders } from '../../stores/lit-orders.ts';
import { selectedOrderStore, selectOrder } from '../../stores/selected-order.ts';
import { useOrders } from '../../stores/tables.ts';
import { DataTable, type Column } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Flash } from '../../ui/Flash.tsx';
import { istTime, istTimeMs, price, quantity } from '../../ui/format.ts';
import type { CsvColumn } from '../../ui/csv.ts';
import { csvRupees } from '../../ui/csv.ts';
import { focusRow } from './focus-row.ts';
import { AwayCell, DoCell, EditableCell, SaidByCell, SideCell, StateCell } from './OrderCells.tsx';
import { averageFill, reasonText, saidBy, stateText, typeText } from './order-figures.ts';
import { OrderMenu } from './OrderMenu.tsx';
import { partPlaces, type PartPlace } from './order-parts.ts';
import { rowLook } from './row-look.ts';
import { SymbolCell } from './SymbolCell.tsx';

const COLUMNS: readonly Column<Order>[] = [
  { id: 'symbol', head: 'Symbol', align: 'l', cell: (row) => <SymbolCell row={row} />, sort: (row) => row.name },
  { id: 'side', head: 'Side', align: 'l', cell: (row) => <SideCell side={row.side} />, sort: (row) => row.side },
  { id: 'type', head: 'Type', align: 'l', cell: typeText, className: () => 't2', sort: typeText },
  { id: 'lots', head: 'Lots', cell: (row) => <EditableCell order={row} field="lots" />, sort: (row) => row.lots },
  { id: 'quantity', head: 'Qty', cell: (row) => quantity(row.quantity), sort: (row) => row.quantity },
  {
    id: 'filled',
    head: 'Filled',
    cell: (row) => <Flash value={row.filled}>{quantity(row.filled)}</Flash>,
    className: (row) => (row.filled === 0 ? 't2' : undefined),
    sort: (row) => row.filled,
  },
  { id: 'price', head: 'Price', cell: (row) => <EditableCell order={row} field="price" />, sort: (row) => row.price },
  {
    id: 'trigger',
    head: 'Trigger',
    cell: (row) => <EditableCell order={row} field="trigger" />,
    sort: (row) => row.triggerPrice,
  },
  { id: 'average', head: 'Avg', cell: (row) => price(averageFill(row)), sort: averageFill },
  { id: 'state', head: 'Status', align: 'l', cell: (row) => <StateCell order={row} />, sort: stateText },
  { id: 'said', head: 'Said by', align: 'l', cell: (row) => <SaidByCell order={row} />, className: () => 'said-by' },
  {
    id: 'time',
    head: 'IST',
    cell: (row) => <span title={orderTimes(row)}>{istTime(row.createdAt)}</span>,
    className: () => 't2',
    sort: (row) => row.createdAt,
  },
  { id: 'do', head: 'Do', align: 'c', cell: (row) => <DoCell order={row} /> },
];

/** The columns of the orders file; prices in rupees, times in IST. */
export const ORDER_CSV: readonly CsvColumn<Order>[] = [
  { head: 'id', cell: (row) => row.id },
  { head: 'symbol', cell: (row) => row.symbol },
  { head: 'side', cell: (row) => row.side },
  { head: 'type', cell: typeText },
  { head: 'lots', cell: (row) => row.lots },
  { head: 'quantity', cell: (row) => row.quantity },
  { head: 'filled', cell: (row) => row.filled },
  { head: 'price', cell: (row) => csvRupees(row.price) },
  { head: 'trigger', cell: (row) => csvRupees(row.triggerPrice) },
  { head: 'average', cell: (row) => csvRupees(averageFill(row)) },
  { head: 'status', cell: (row) => row.state },
  { head: 'said by', cell: saidBy },
  { head: 'reason', cell: reasonText },
  { head: 'created (IST)', cell: (row) => istTimeMs(row.createdAt) },
  { head: 'updated (IST)', cell: (row) => istTimeMs(row.updatedAt) },
];

/** Every order of the day, newest first. */
export function OrdersTable({ orders }: { orders: readonly Order[] }) {
  const selected = selectedOrderStore((state) => state.orderId);
  const [menu, setMenu] = useState<{ order: Order; at: { x: number; y: number } } | null>(null);
  const lit = useLitOrders();
  const places = usePartPlaces();
  const columns = useMemo(() => withPlaces(COLUMNS, places), [places]);
  return (
    <>
      <DataTable
        name="Orders"
        className="books"
        columns={columns}
        rows={orders}
        rowKey={(row) => row.id}
        rowClass={(row) =>
          rowLook(
            lit.find(({ id }) => id === row.id),
            row.id === selected,
            places.get(row.id),
          )
        }
        onRowClick={(row) => {
          selectOrder(row.id);
          focusRow(row);
        }}
        onRowMenu={(order, at) => {
          selectOrder(order.id);
          setMenu({ order, at });
        }}
        initialSort={{ column: 'time', descending: true }}
      />
      {menu ? <OrderMenu {...menu} onClose={() => setMenu(null)} /> : null}
      {orders.length === 0 ? (
        <EmptyState>
          Orders of the day appear here, denied and rejected ones too. Arm with {keyOrTitle('arm')}, then{' '}
          {keyOrTitle('buy')} buys.
        </EmptyState>
      ) : null}
    </>
  );
}

const WORKING_COLUMNS: readonly Column<Order>[] = [
  {
    id: 'symbol',
    head: 'Working orders',
    align: 'l',
    cell: (row) => <SymbolCell row={row} />,
    sort: (row) => row.name,
  },
  ...COLUMNS.filter(({ id }) => ['side', 'type', 'lots', 'filled', 'price', 'trigger'].includes(id)),
  { id: 'away', head: 'Away', cell: (row) => <AwayCell order={row} />, className: () => 't2' },
  ...COLUMNS.filter(({ id }) => ['state', 'said'].includes(id)),
  {
    id: 'sent',
    head: 'Sent IST',
    cell: (row) => <span title={orderTimes(row)}>{istTime(row.createdAt)}</span>,
    className: () => 't2',
    sort: (row) => row.createdAt,
  },
  { id: 'do', head: 'Do', align: 'c', cell: (row) => <DoCell order={row} /> },
];

/** The live orders, under the positions. */
export function WorkingOrders({ orders }: { orders: readonly Order[] }) {
  const places = usePartPlaces();
  const columns = useMemo(() => withPlaces(WORKING_COLUMNS, places), [places]);
  return (
    <DataTable
      name="Working orders"
      className="books"
      columns={columns}
      rows={orders}
      rowKey={(row) => row.id}
      rowClass={(row) => rowLook(undefined, false, places.get(row.id))}
      onRowClick={focusRow}
    />
  );
}

/** Places of the parts among all orders of the day, whatever is filtered away. */
function usePartPlaces(): ReadonlyMap<string, PartPlace> {
  const orders = useOrders();
  return useMemo(() => partPlaces(orders), [orders]);
}

function withPlaces(columns: readonly Column<Order>[], places: ReadonlyMap<string, PartPlace>): Column<Order>[] {
  return columns.map((column) => {
    if (column.id === 'type') return { ...column, cell: (row) => typeText(row, places.get(row.id)) };
    const isTime = column.id === 'time' || column.id === 'sent';
    return isTime ? { ...column, sort: (row) => places.get(row.id)?.since ?? row.createdAt } : column;
  });
}

function orderTimes(order: Order): string {
  return `created ${istTimeMs(order.createdAt)}, last change ${istTimeMs(order.updatedAt)} IST`;
}
