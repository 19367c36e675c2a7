import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState, type ReactNode } from 'react';
import { sortRows, type SortOrder } from './sort-rows.ts';

export interface Column<Row> {
  id: string;
  head: ReactNode;
  cell: (row: Row) => ReactNode;
  align?: 'l' | 'c' | 'r';
  width?: number;
  /** Makes the column sortable. */
  sort?: (row: Row) => string | number | null;
  className?: (row: Row) => string | undefined;
}

interface DataTableProps<Row> {
  name: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string | number;
  rowClass?: (row: Row) => string | undefined;
  onRowClick?: (row: Row) => void;
  /** A row's menu is wanted here, in CSS px of the window. */
  onRowMenu?: (row: Row, at: { x: number; y: number }) => void;
  /** Rows of a `tfoot`. */
  foot?: ReactNode;
  /** Shown instead of rows when there are none. */
  empty?: ReactNode;
  initialSort?: SortOrder;
  className?: string;
  /** Fixed row height in CSS px at density 1. */
  rowHeight?: number;
}

/** Above this many rows only those in view are in the page. */
const VIRTUAL_FROM = 60;

/** A real table with an accessible name, a sticky head, sortable columns, and virtual rows when it is long. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, rows, rowKey } = props;
  const [order, setOrder] = useState<SortOrder | null>(props.initialSort ?? null);
  const sortBy = order && columns.find(({ id }) => id === order.column)?.sort;
  const sorted = useMemo(
    () => (order && sortBy ? sortRows(rows, sortBy, order.descending) : rows),
    [rows, order, sortBy],
  );
  const scroller = useRef<HTMLDivElement>(null);
  const density = Number(getComputedStyle(document.documentElement).getPropertyValue('--density')) || 1;
  const virtual = sorted.length > VIRTUAL_FROM;
  // oxlint-disable-next-line react/incompatible-library -- its values stay inside this component
  const virtualizer = useVirtualizer({
    count: virtual ? sorted.length : 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => (props.rowHeight ?? 24) * density,
    overscan: 8,
  });
  const items = virtualizer.getVirtualItems();
  const shown = virtual ? items.map(({ index }) => sorted[index]!) : sorted;
  const above = virtual ? (items[0]?.start ?? 0) : 0;
  const below = virtual ? virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0) : 0;
  if (rows.length === 0 && props.empty) return props.empty;
  return (
    <div ref={scroller} className="scroll">
      <table className={props.className} aria-label={props.name} aria-rowcount={sorted.length + 1}>
        <thead className="sticky">
          <tr>
            {columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                className={column.align}
                style={column.width ? { width: column.width } : undefined}
                aria-sort={order?.column === column.id ? (order.descending ? 'descending' : 'ascending') : undefined}
              >
                {column.sort ? (
                  <button type="button" className="sort" onClick={() => setOrder((now) => nextOrder(now, column.id))}>
                    {column.head}
                    {order?.column === column.id ? (order.descending ? ' ↓' : ' ↑') : ''}
                  </button>
                ) : (
                  column.head
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {above > 0 ? <SpacerRow height={above} columns={columns.length} /> : null}
          {shown.map((row) => (
            <tr
              key={rowKey(row)}
              className={props.rowClass?.(row)}
              onClick={props.onRowClick ? () => props.onRowClick?.(row) : undefined}
              onContextMenu={
                props.onRowMenu
                  ? (event) => {
                      event.preventDefault();
                      props.onRowMenu?.(row, { x: event.clientX, y: event.clientY });
                    }
                  : undefined
              }
            >
              {columns.map((column) => (
                <td key={column.id} className={[column.align, column.className?.(row)].filter(Boolean).join(' ')}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
          {below > 0 ? <SpacerRow height={below} columns={columns.length} /> : null}
        </tbody>
        {props.foot ? <tfoot>{props.foot}</tfoot> : null}
      </table>
    </div>
  );
}

function SpacerRow({ height, columns }: { height: number; columns: number }) {
  return (
    <tr className="spacer" aria-hidden="true">
      <td colSpan={columns} style={{ height }}>
        {'\u00A0'}
      </td>
    </tr>
  );
}

function nextOrder(order: SortOrder | null, column: string): SortOrder | null {
  if (order?.column !== column) return { column, descending: true };
  return order.descending ? { column, descending: false } : null;
}
