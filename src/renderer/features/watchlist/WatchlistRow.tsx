import { memo, useEffect, useRef, type KeyboardEvent } from 'react';
import type { Instrument } from '../../../contract/market.ts';
import { keyOrTitle } from '../../commands/keys-store.ts';
import { focusInstrument } from '../../stores/focus.ts';
import { useInstrument } from '../../stores/instruments.ts';
import { useQuote } from '../../stores/quotes.ts';
import { IconButton } from '../../ui/Button.tsx';
import { shortExpiryText } from '../../ui/expiry-text.ts';
import { compact, dayMonthYear, price } from '../../ui/format.ts';
import { CloseIcon } from '../../ui/icons.tsx';
import { writeRow } from './row-pen.ts';
import { moveBeforeInWatchlist, moveInWatchlist, removeFromWatchlist } from './watchlists.ts';

const DRAGGED = 'application/x-watchlist-row';

/** A row's menu is wanted here, in CSS px of the window. */
export interface RowMenuRequest {
  instrument: Instrument;
  at: { x: number; y: number };
}

interface WatchlistRowProps {
  id: number;
  selected: boolean;
  /** Whether rows of this list can be moved and removed. */
  editable: boolean;
  onMenu: (request: RowMenuRequest) => void;
}

/** One instrument of the list; its figures are written straight into the page. */
export const WatchlistRow = memo(function WatchlistRow({ id, selected, editable, onMenu }: WatchlistRowProps) {
  const instrument = useInstrument(id);
  const row = useRef<HTMLTableRowElement>(null);
  const age = useRef<HTMLSpanElement>(null);
  const spark = useRef<SVGPathElement>(null);
  const ltp = useRef<HTMLTableCellElement>(null);
  const change = useRef<HTMLSpanElement>(null);
  useEffect(
    () =>
      writeRow(id, {
        row: row.current!,
        age: age.current!,
        spark: spark.current!,
        ltp: ltp.current!,
        change: change.current!,
      }),
    [id],
  );
  return (
    <>
      <tr
        ref={row}
        className={selected ? 'sel' : undefined}
        data-instrument={id}
        draggable={editable}
        onClick={() => instrument && focusInstrument(instrument)}
        onContextMenu={(event) => {
          event.preventDefault();
          if (instrument) onMenu({ instrument, at: { x: event.clientX, y: event.clientY } });
        }}
        onDragStart={(event) => event.dataTransfer.setData(DRAGGED, String(id))}
        onDragOver={(event) => event.dataTransfer.types.includes(DRAGGED) && event.preventDefault()}
        onDrop={(event) => moveBeforeInWatchlist(Number(event.dataTransfer.getData(DRAGGED)), id)}
      >
        <td className="l">
          <button
            type="button"
            className="watch-name"
            aria-pressed={selected}
            title={instrument ? fullName(instrument) : undefined}
            onKeyDown={(event) => {
              if (instrument && isMenuKey(event)) {
                event.preventDefault();
                event.stopPropagation();
                const { left, bottom } = event.currentTarget.getBoundingClientRect();
                onMenu({ instrument, at: { x: left, y: bottom } });
              } else onRowKey(event, id);
            }}
          >
            <span className={selected ? 'b name' : 'name'}>{instrument?.name ?? '…'}</span>{' '}
            <span className="sub">{instrument ? detail(instrument) : ''}</span>
          </button>
          <span ref={age} className="tag age" />
        </td>
        <td aria-label="Recent prices">
          <svg className="spark" width="26" height="16" aria-hidden="true">
            <path ref={spark} fill="none" stroke="var(--text-3)" strokeWidth="1.1" />
          </svg>
        </td>
        <td ref={ltp}>–</td>
        <td>
          <span ref={change}>–</span>
        </td>
      </tr>
      {selected ? <BookRow id={id} editable={editable} /> : null}
    </>
  );
});

/** Best bid and ask, volume and open interest of the selected row. */
function BookRow({ id, editable }: { id: number; editable: boolean }) {
  const quote = useQuote(id);
  const instrument = useInstrument(id);
  return (
    <tr className="more">
      <td className="l" colSpan={4}>
        <div className="row">
          {instrument?.kind === 'INDEX' ? (
            <span className="t3">
              an index: press {keyOrTitle('atmCall')} or {keyOrTitle('atmPut')} for its options
            </span>
          ) : (
            <span>
              <span className="up">{price(quote?.bid)}</span> <span className="t3">×</span>{' '}
              <span className="down">{price(quote?.ask)}</span>
            </span>
          )}
          {quote?.volume ? (
            <span>
              <span className="t3">Vol</span> {compact(quote.volume)}
            </span>
          ) : null}
          {quote?.oi ? (
            <span>
              <span className="t3">OI</span> {compact(quote.oi)}
            </span>
          ) : null}
          <span className="grow" />
          {editable ? (
            <IconButton
              name={`Remove ${instrument?.name ?? 'symbol'} from the list`}
              onClick={() => removeFromWatchlist(id)}
            >
              <CloseIcon />
            </IconButton>
          ) : null}
        </div>
      </td>
    </tr>
  );
}

function detail(instrument: Instrument): string {
  return instrument.kind === 'EQ' ? 'EQ' : shortExpiryText(instrument);
}

function fullName({ name, symbol, expiry }: Instrument): string {
  return expiry === null ? `${name} · ${symbol}` : `${name} · expires ${dayMonthYear(expiry)}`;
}

const isMenuKey = ({ key, shiftKey }: KeyboardEvent) => key === 'ContextMenu' || (key === 'F10' && shiftKey);

/** Alt with an arrow moves the row; Delete takes it out. */
function onRowKey(event: KeyboardEvent, id: number): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (event.altKey && step) moveInWatchlist(id, step);
  else if (event.key === 'Delete') removeFromWatchlist(id);
  else return;
  event.preventDefault();
  event.stopPropagation();
}
