import type { ChainSide } from '../../../contract/chain.ts';
import type { Quote } from '../../../contract/market.ts';
import { optionChainStore } from '../../stores/option-chain.ts';
import { onQuote, quoteOf } from '../../stores/quotes.ts';
import { flashCell, RESTLESS_MS } from '../../ui/flash-cell.ts';
import { writeText } from '../../ui/write-text.ts';
import { isStale } from '../watchlist/row-figures.ts';
import { CHAIN_COLUMNS, type ChainColumn, type ChainColumnId } from './chain-columns.ts';
import { withQuote } from './live-side.ts';

/** The columns of a row, left and right of its strike. */
export interface RowColumns {
  calls: readonly ChainColumnId[];
  puts: readonly ChainColumnId[];
}

/**
 * Writes the figures of a strike into its row until the returned function is called: prices with each painting of the
 * quotes, the rest with each chain. They change many times a second, so they are written without React: each cell's figure into its `span`, the bar of the open interest into its `i`.
 */
export function writeChainRow(strike: number, row: HTMLTableRowElement, { calls, puts }: RowColumns): () => void {
  const cells = [...row.cells];
  const sides = [sidePen(calls, cells.slice(0, calls.length)), sidePen(puts, cells.slice(calls.length + 1))] as const;
  const writeSide = (at: 0 | 1) => {
    const { strikes, mostOi } = optionChainStore.getState();
    const figures = strikes.get(strike);
    if (!figures) return;
    const side = at === 0 ? figures.call : figures.put;
    const quote = side === null ? undefined : quoteOf(side.instrumentId);
    mark(row, at === 0 ? 'data-call-stale' : 'data-put-stale', quote !== undefined && isStale(quote));
    sides[at](side === null ? null : withQuote(side, quote), quote, mostOi);
  };
  const write = () => {
    const { chain } = optionChainStore.getState();
    if (!chain) return;
    const spot = chain.spot ?? chain.forward;
    mark(row, 'data-atm', chain.figures.atmStrike === strike);
    mark(row, 'data-call-itm', spot !== null && strike < spot);
    mark(row, 'data-put-itm', spot !== null && strike > spot);
    writeSide(0);
    writeSide(1);
  };
  write();
  const { call, put } = optionChainStore.getState().strikes.get(strike) ?? {};
  const stops = [
    optionChainStore.subscribe(write),
    ...(call ? [onQuote(call.instrumentId, () => writeSide(0))] : []),
    ...(put ? [onQuote(put.instrumentId, () => writeSide(1))] : []),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function sidePen(columns: readonly ChainColumnId[], cells: readonly HTMLTableCellElement[]) {
  const places = columns.map((id, at) => ({
    column: CHAIN_COLUMNS[id] as ChainColumn,
    isLtp: id === 'ltp',
    cell: cells[at]!,
    figure: cells[at]!.querySelector<HTMLElement>(':scope > span')!,
    bar: cells[at]!.querySelector<HTMLElement>(':scope > i'),
  }));
  let lastLtp: number | null = null;
  let changedAt = -Infinity;
  return (side: ChainSide | null, quote: Quote | undefined, mostOi: number) => {
    for (const { column, cell, figure, bar, isLtp } of places) {
      writeText(figure, side === null ? '' : column.text(side, quote));
      if (side === null) continue;
      if (typeof column.look === 'function') {
        const look = column.look(side);
        if (figure.className !== look) figure.className = look;
      }
      const title = column.title?.(side) ?? '';
      if (cell.title !== title) cell.title = title;
      if (bar) {
        const width = mostOi > 0 ? `${(((side.oi ?? 0) / mostOi) * 94).toFixed(1)}%` : '0';
        if (bar.style.width !== width) bar.style.width = width;
      }
      if (!isLtp || side.ltp === lastLtp) continue;
      const at = performance.now();
      if (lastLtp !== null && side.ltp !== null && at - changedAt > RESTLESS_MS) flashCell(cell, side.ltp > lastLtp);
      changedAt = at;
      lastLtp = side.ltp;
    }
  };
}

function mark(row: HTMLElement, name: string, on: boolean): void {
  if (row.hasAttribute(name) !== on) row.toggleAttribute(name, on);
}
