import type { Position } from '../../../contract/trading.ts';
import { keyOrTitle, useKeyOf } from '../../commands/keys-store.ts';
import { useFocus } from '../../stores/focus.ts';
import { useLitOrders } from '../../stores/lit-orders.ts';
import { useLockOf } from '../../stores/values.ts';
import { DataTable, type Column } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Flash } from '../../ui/Flash.tsx';
import { inr, price, quantity, signed, signedQuantity, tone } from '../../ui/format.ts';
import { Tag } from '../../ui/Tag.tsx';
import { closePosition, openExitsOf } from '../trading/actions.ts';
import { HOMES, lockSentence, lockText, protectionTag, trailText } from '../trading/exit-terms.ts';
import { csvRupees, type CsvColumn } from '../../ui/csv.ts';
import { focusRow } from './focus-row.ts';
import { averagePrice, dayPnl, positionTotals } from './position-figures.ts';
import { rowLook } from './row-look.ts';
import { SymbolCell } from './SymbolCell.tsx';

const lots = (row: Position): number => row.netQty / row.lotSize;
const orDash = (value: number): string => (value === 0 ? '–' : signed(value));

const COLUMNS: readonly Column<Position>[] = [
  {
    id: 'symbol',
    head: 'Symbol',
    align: 'l',
    cell: (row) => (
      <>
        <SymbolCell row={row} strong={row.netQty !== 0} />
        {row.note === null ? null : (
          <Tag tone="warn" title={row.note}>
            EXPIRED
          </Tag>
        )}
      </>
    ),
    sort: (row) => row.name,
  },
  { id: 'product', head: 'Product', align: 'l', cell: (row) => row.product, className: () => 't2' },
  {
    id: 'lots',
    head: 'Lots',
    cell: (row) => (row.netQty === 0 ? <span className="t3">flat</span> : signedQuantity(lots(row))),
    className: (row) => tone(row.netQty),
    sort: lots,
  },
  { id: 'quantity', head: 'Own qty', cell: (row) => quantity(row.netQty), sort: (row) => row.netQty },
  { id: 'average', head: 'Avg', cell: (row) => price(averagePrice(row)), sort: averagePrice },
  { id: 'ltp', head: 'LTP', cell: (row) => <Flash value={row.ltp}>{price(row.ltp)}</Flash>, sort: (row) => row.ltp },
  {
    id: 'open',
    head: 'Open P&L',
    cell: (row) => <Flash value={row.unrealised}>{orDash(row.unrealised)}</Flash>,
    className: (row) => tone(row.unrealised),
    sort: (row) => row.unrealised,
  },
  {
    id: 'booked',
    head: 'Booked',
    cell: (row) => <Flash value={row.realised}>{orDash(row.realised)}</Flash>,
    className: (row) => tone(row.realised),
    sort: (row) => row.realised,
  },
  {
    id: 'day',
    head: 'Day P&L',
    cell: (row) => <Flash value={dayPnl(row)}>{signed(dayPnl(row))}</Flash>,
    className: (row) => `b ${tone(dayPnl(row))}`,
    sort: dayPnl,
  },
  { id: 'stop', head: 'Stop', cell: (row) => price(row.slPrice), sort: (row) => row.slPrice },
  { id: 'guard', head: 'Held at', align: 'l', cell: (row) => <GuardCell row={row} /> },
  { id: 'target', head: 'Target', cell: (row) => price(row.tpPrice), sort: (row) => row.tpPrice },
  { id: 'lock', head: 'Lock', align: 'l', cell: (row) => <LockCell row={row} /> },
  { id: 'exit', head: 'Exit', align: 'c', cell: (row) => <ExitKeys row={row} /> },
];

/** The columns of the positions file; money in rupees. */
export const POSITION_CSV: readonly CsvColumn<Position>[] = [
  { head: 'symbol', cell: (row) => row.symbol },
  { head: 'product', cell: (row) => row.product },
  { head: 'lots', cell: lots },
  { head: 'quantity', cell: (row) => row.netQty },
  { head: 'average', cell: (row) => csvRupees(averagePrice(row)) },
  { head: 'ltp', cell: (row) => csvRupees(row.ltp) },
  { head: 'open p&l', cell: (row) => csvRupees(row.unrealised) },
  { head: 'booked', cell: (row) => csvRupees(row.realised) },
  { head: 'charges', cell: (row) => csvRupees(row.charges) },
  { head: 'stop', cell: (row) => csvRupees(row.slPrice) },
  { head: 'target', cell: (row) => csvRupees(row.tpPrice) },
];

/** Positions of the day, flat ones last, with their totals. */
export function PositionsTable({ positions }: { positions: readonly Position[] }) {
  const focus = useFocus()?.id;
  const filled = useLitOrders().filter(({ state }) => state === 'FILLED');
  const rows = positions.toSorted((a, b) => Number(a.netQty === 0) - Number(b.netQty === 0));
  return (
    <>
      <DataTable
        name="Positions"
        className="books"
        columns={COLUMNS}
        rows={rows}
        rowKey={(row) => row.instrumentId}
        rowClass={(row) =>
          rowLook(
            filled.find(({ instrumentId }) => instrumentId === row.instrumentId),
            row.instrumentId === focus,
          )
        }
        onRowClick={focusRow}
        foot={positions.length === 0 ? null : <Totals positions={positions} />}
      />
      {positions.length === 0 ? (
        <EmptyState>
          A position opens with the first fill: focus an option with {keyOrTitle('atmCall')} or {keyOrTitle('atmPut')},
          arm, and press {keyOrTitle('buy')}.
        </EmptyState>
      ) : null}
    </>
  );
}

function Totals({ positions }: { positions: readonly Position[] }) {
  const totals = positionTotals(positions);
  return (
    <tr>
      <td className="l" colSpan={2}>
        Total
      </td>
      <td>{quantity(totals.lots)}</td>
      <td colSpan={3}>{'\u00A0'}</td>
      <td className={tone(totals.unrealised)}>{orDash(totals.unrealised)}</td>
      <td className={tone(totals.realised)}>{orDash(totals.realised)}</td>
      <td className={tone(totals.day)}>{signed(totals.day)}</td>
      <td className="l total-note" colSpan={5}>
        {totals.riskToStops === null ? null : (
          <>
            <span className="sub">at stops</span>{' '}
            <span className={tone(totals.riskToStops)}>{signed(totals.riskToStops)}</span>{' '}
          </>
        )}
        <span className="sub">charges</span> {inr(totals.charges)}
      </td>
    </tr>
  );
}

/** Where the stop is held, whether it trails, and what is wrong with it. */
function GuardCell({ row }: { row: Position }) {
  const tag = protectionTag(row);
  if (row.stopHome === null && tag === null) return <span className="t3">–</span>;
  return (
    <span className="row guard">
      {row.stopHome === null ? null : <span className="t2">{HOMES[row.stopHome]}</span>}
      {row.trail === null ? null : <Tag title={`The stop trails: ${trailText(row.trail)}.`}>TRAIL</Tag>}
      {tag === null ? null : (
        <Tag tone={tag.tone} title={tag.sentence}>
          {tag.word}
        </Tag>
      )}
    </span>
  );
}

function LockCell({ row }: { row: Position }) {
  const lock = useLockOf(row.instrumentId);
  if (lock === null) return <span className="t3">–</span>;
  return (
    <Tag tone={lock.phase === 'LOCKED' ? 'ok' : lock.phase === 'HIT' ? 'warn' : undefined} title={lockSentence(lock)}>
      {lockText(lock)}
    </Tag>
  );
}

const EXITS = [
  { command: 'closeQuarter', word: '¼', name: 'Close a quarter of', fraction: 0.25 },
  { command: 'closeHalf', word: '½', name: 'Close half of', fraction: 0.5 },
  { command: 'flatten', word: 'All', name: 'Flatten', fraction: 1 },
] as const;

function ExitKeys({ row }: { row: Position }) {
  if (row.netQty === 0) return null;
  return (
    <span className="do">
      {EXITS.map((exit) => (
        <ExitKey key={exit.command} row={row} {...exit} />
      ))}
      <ProtectKey row={row} />
    </span>
  );
}

/** A small button with the key that does the same to what has the focus. */
function ExitKey({ row, command, word, name, fraction }: { row: Position } & (typeof EXITS)[number]) {
  return (
    <button
      type="button"
      className="key"
      aria-label={`${name} ${row.name}`}
      title={`${name} ${row.name}`}
      onClick={(event) => {
        event.stopPropagation();
        closePosition(row.instrumentId, fraction);
      }}
    >
      {useKeyOf(command) ?? word}
    </button>
  );
}

/** Focuses the row and opens its stop, trail, target and profit lock. */
function ProtectKey({ row }: { row: Position }) {
  const name = `Stop and lock of ${row.name}`;
  return (
    <button
      type="button"
      className="key"
      aria-label={name}
      title={name}
      onClick={(event) => {
        event.stopPropagation();
        openExitsOf(row.instrumentId);
      }}
    >
      {useKeyOf('exits') ?? 'Set'}
    </button>
  );
}
