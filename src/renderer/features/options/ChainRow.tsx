import { memo, useEffect, useRef } from 'react';
import { optionChainStore } from '../../stores/option-chain.ts';
import { positionsStore } from '../../stores/tables.ts';
import { CHAIN_COLUMNS, type ChainColumn, type ChainColumnId } from './chain-columns.ts';
import { strikeText } from './chain-figures.ts';
import { writeChainRow, type RowColumns } from './chain-pen.ts';
import { legCellId, type OptionKind } from './leg.ts';
import { positionBadge } from './position-badge.ts';

interface ChainRowProps {
  strike: number;
  /** Place in the whole table, from 1, heads included. */
  at: number;
  columns: RowColumns;
  /** The side that has the focus of the window, if it is this strike's. */
  selected: OptionKind | null;
}

/** One strike; its figures are written straight into the page. */
export const ChainRow = memo(function ChainRow({ strike, at, columns, selected }: ChainRowProps) {
  const row = useRef<HTMLTableRowElement>(null);
  const callId = optionChainStore(({ strikes }) => strikes.get(strike)?.call?.instrumentId);
  const putId = optionChainStore(({ strikes }) => strikes.get(strike)?.put?.instrumentId);
  useEffect(() => writeChainRow(strike, row.current!, columns), [strike, columns]);
  return (
    <tr ref={row} data-strike={strike} aria-rowindex={at} className={selected ? 'chosen' : undefined}>
      {columns.calls.map((id) => (
        <Cell key={`CE ${id}`} id={id} kind="CE" strike={strike} instrumentId={callId} selected={selected === 'CE'} />
      ))}
      <td className="k">{strikeText(strike)}</td>
      {columns.puts.map((id) => (
        <Cell key={`PE ${id}`} id={id} kind="PE" strike={strike} instrumentId={putId} selected={selected === 'PE'} />
      ))}
    </tr>
  );
});

interface CellProps {
  id: ChainColumnId;
  kind: OptionKind;
  strike: number;
  instrumentId: number | undefined;
  selected: boolean;
}

function Cell({ id, kind, strike, instrumentId, selected }: CellProps) {
  const { look }: ChainColumn = CHAIN_COLUMNS[id];
  const side = kind === 'CE' ? 'ce' : 'pe';
  const classes = [side, typeof look === 'string' ? look : '', selected ? 'on' : ''].filter(Boolean).join(' ');
  if (id !== 'ltp') {
    return (
      <td className={classes} data-kind={kind}>
        {id === 'oi' ? <i /> : null}
        <span />
      </td>
    );
  }
  return (
    <td className={classes} data-kind={kind} id={legCellId(strike, kind)} aria-selected={selected}>
      <PositionBadge instrumentId={instrumentId} />
      <span />
    </td>
  );
}

/** Lots held of a leg, "B 2"; nothing when flat. */
function PositionBadge({ instrumentId }: { instrumentId: number | undefined }) {
  const text = positionsStore(({ rows }) => positionBadge(rows.find((row) => row.instrumentId === instrumentId)));
  return text === null ? null : (
    <b className={`held ${text.slice(0, 1)}`} title={`Position: ${text.startsWith('B') ? 'bought' : 'sold'}, in lots`}>
      {text}
    </b>
  );
}
