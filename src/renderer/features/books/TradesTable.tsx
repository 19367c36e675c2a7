import { useState } from 'react';
import type { Trade } from '../../../contract/trading.ts';
import { DataTable, type Column } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { inr, istTime, istTimeMs, quantity, signed, tone } from '../../ui/format.ts';
import { csvRupees, type CsvColumn } from '../../ui/csv.ts';
import { focusRow } from './focus-row.ts';
import { SideCell } from './OrderCells.tsx';
import { SymbolCell } from './SymbolCell.tsx';

const COLUMNS: readonly Column<Trade>[] = [
  { id: 'symbol', head: 'Symbol', align: 'l', cell: (row) => <SymbolCell row={row} />, sort: (row) => row.name },
  { id: 'side', head: 'Side', align: 'l', cell: (row) => <SideCell side={row.side} />, sort: (row) => row.side },
  {
    id: 'lots',
    head: 'Lots',
    cell: (row) => quantity(row.quantity / row.lotSize),
    sort: (row) => row.quantity / row.lotSize,
  },
  { id: 'quantity', head: 'Qty', cell: (row) => quantity(row.quantity), sort: (row) => row.quantity },
  { id: 'price', head: 'Price', cell: (row) => inr(row.fillPrice), sort: (row) => row.fillPrice },
  {
    id: 'value',
    head: 'Value',
    cell: (row) => inr(row.fillPrice * row.quantity),
    sort: (row) => row.fillPrice * row.quantity,
    className: () => 't2',
  },
  {
    id: 'pnl',
    head: 'Booked',
    cell: (row) => (row.pnl === 0 ? '–' : signed(row.pnl)),
    sort: (row) => row.pnl,
    className: (row) => tone(row.pnl),
  },
  {
    id: 'charges',
    head: 'Charges',
    cell: (row) => inr(row.charges),
    sort: (row) => row.charges,
    className: () => 't2',
  },
  {
    id: 'time',
    head: 'IST',
    cell: (row) => <span title={`${istTimeMs(row.timestamp)} IST, the broker's time`}>{istTime(row.timestamp)}</span>,
    sort: (row) => row.timestamp,
    className: () => 't2',
  },
];

/** The columns of the trades file; money in rupees, times in IST. */
export const TRADE_CSV: readonly CsvColumn<Trade>[] = [
  { head: 'id', cell: (row) => row.id },
  { head: 'order', cell: (row) => row.orderId },
  { head: 'symbol', cell: (row) => row.symbol },
  { head: 'side', cell: (row) => row.side },
  { head: 'quantity', cell: (row) => row.quantity },
  { head: 'price', cell: (row) => csvRupees(row.fillPrice) },
  { head: 'booked', cell: (row) => csvRupees(row.pnl) },
  { head: 'charges', cell: (row) => csvRupees(row.charges) },
  { head: 'time (IST)', cell: (row) => istTimeMs(row.timestamp) },
];

/** Every fill of the day, newest first, with the sums of booked P&L and charges. */
export function TradesTable({ trades }: { trades: readonly Trade[] }) {
  const [selected, setSelected] = useState<string | null>(null);
  const booked = trades.reduce((sum, { pnl }) => sum + pnl, 0);
  const charges = trades.reduce((sum, trade) => sum + trade.charges, 0);
  return (
    <>
      <DataTable
        name="Trades"
        className="books"
        columns={COLUMNS}
        rows={trades}
        rowKey={(row) => row.id}
        rowClass={(row) => (row.id === selected ? 'sel' : undefined)}
        onRowClick={(row) => {
          setSelected(row.id);
          focusRow(row);
        }}
        initialSort={{ column: 'time', descending: true }}
        foot={
          trades.length === 0 ? null : (
            <tr>
              <td className="l" colSpan={6}>
                Total
              </td>
              <td className={tone(booked)}>{signed(booked)}</td>
              <td className="t2">{inr(charges)}</td>
              <td>{'\u00A0'}</td>
            </tr>
          )
        }
      />
      {trades.length === 0 ? <EmptyState>Each fill of an order appears here, with what it booked.</EmptyState> : null}
    </>
  );
}
