import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import type { Instrument } from '../../../contract/market.ts';
import { appearanceStore } from '../../stores/appearance.ts';
import { focusStore, useFocus } from '../../stores/focus.ts';
import { instrumentsStore } from '../../stores/instruments.ts';
import { optionChainStore, useOptionChain } from '../../stores/option-chain.ts';
import { watchQuotes } from '../../stores/quotes.ts';
import { CHAIN_COLUMNS, mirrored, type ChainColumnId } from './chain-columns.ts';
import { ChainMenu } from './ChainMenu.tsx';
import { ChainRow } from './ChainRow.tsx';
import { focusLeg, tradeLeg } from './leg-actions.ts';
import { instrumentOf, legAfterKey, legCellId, legOf, type Leg, type OptionKind } from './leg.ts';

/** CSS px at density 1. */
const ROW = 24;
const HEADS = 42;
const STRIKE = 58;

interface MenuRequest {
  instrument: Instrument;
  at: { x: number; y: number };
}

/** Calls left, strikes in the middle, puts right; only the rows in view are in the page. */
export function ChainTable({ columns: calls }: { columns: readonly ChainColumnId[] }) {
  const ladder = useOptionChain((state) => state.ladder);
  const underlying = useOptionChain((state) => state.underlying);
  const expiry = useOptionChain((state) => state.expiry);
  const scale = appearanceStore((state) => state.density) / 100;
  const leg = legOf(useFocus(), underlying, expiry);
  const [menu, setMenu] = useState<MenuRequest | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const columns = useMemo(() => ({ calls, puts: mirrored(calls) }), [calls]);
  useEffect(() => watchQuotes(idsOf(ladder)), [ladder]);
  // oxlint-disable-next-line react/incompatible-library -- its values stay inside this component
  const virtualizer = useVirtualizer({
    count: ladder.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => ladder[index]!,
    estimateSize: () => ROW * scale,
    scrollPaddingEnd: HEADS * scale,
    overscan: 4,
  });
  useEffect(() => virtualizer.measure(), [virtualizer, scale]);
  useEffect(() => {
    const atm = optionChainStore.getState().chain?.figures.atmStrike ?? null;
    const at = atm === null ? -1 : ladder.indexOf(atm);
    virtualizer.scrollToIndex(at < 0 ? Math.floor(ladder.length / 2) : at, { align: 'center' });
    // Where the columns do not all fit, the outermost are out of sight, not the strikes.
    const { current } = scroller;
    if (current) current.scrollLeft = (current.scrollWidth - current.clientWidth) / 2;
  }, [virtualizer, ladder]);
  useEffect(
    () =>
      focusStore.subscribe(({ instrument }) => {
        const at = ladder.indexOf(legOf(instrument, underlying, expiry)?.strike ?? 0);
        if (at >= 0) virtualizer.scrollToIndex(at, { align: 'auto' });
      }),
    [virtualizer, ladder, underlying, expiry],
  );

  const items = virtualizer.getVirtualItems();
  const above = items[0]?.start ?? 0;
  const below = Math.max(0, virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0));
  const span = 2 * calls.length + 1;
  const inPage = leg !== null && items.some(({ index }) => ladder[index] === leg.strike);

  const openMenu = (of: Leg, at: MenuRequest['at']) => {
    const id = instrumentOf(optionChainStore.getState().chain, of);
    const instrument = id === undefined ? undefined : instrumentsStore.getState().byId.get(id);
    if (instrument) setMenu({ instrument, at });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const { chain } = optionChainStore.getState();
    const id = leg === null ? undefined : instrumentOf(chain, leg);
    const next = event.shiftKey ? null : legAfterKey(event.key, leg, { ladder, atm: chain?.figures.atmStrike ?? null });
    if (next) focusLegOf(next);
    else if (event.key === 'Enter' && !event.shiftKey && id !== undefined) tradeLeg(id);
    else if (leg && (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey))) {
      const cell = document.getElementById(legCellId(leg.strike, leg.kind))?.getBoundingClientRect();
      if (cell) openMenu(leg, { x: cell.left, y: cell.bottom });
    } else return;
    event.preventDefault();
  };
  const onLeg = (act: (leg: Leg, event: MouseEvent) => void) => (event: MouseEvent) => {
    const pressed = legAt(event.target);
    if (pressed) act(pressed, event);
  };
  return (
    <div ref={scroller} className="scroll chain-scroll">
      <table
        className="chain"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role -- the pattern of a grid of data
        role="grid"
        aria-label="Option chain"
        aria-rowcount={ladder.length + 2}
        aria-activedescendant={leg && inPage ? legCellId(leg.strike, leg.kind) : undefined}
        tabIndex={0}
        style={{ minWidth: widthOf(calls) }}
        onKeyDown={onKeyDown}
        onClick={onLeg(focusLegOf)}
        onDoubleClick={onLeg((pressed) => {
          const id = instrumentOf(optionChainStore.getState().chain, pressed);
          if (id !== undefined) tradeLeg(id);
        })}
        onContextMenu={onLeg((pressed, event) => {
          event.preventDefault();
          openMenu(pressed, { x: event.clientX, y: event.clientY });
        })}
      >
        <colgroup>
          {columns.calls.map((id) => (
            <col key={id} style={{ width: CHAIN_COLUMNS[id].width }} />
          ))}
          <col style={{ width: STRIKE }} />
          {columns.puts.map((id) => (
            <col key={id} style={{ width: CHAIN_COLUMNS[id].width }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            <th className="grp c" colSpan={calls.length} scope="colgroup">
              Calls
            </th>
            <th className="c" rowSpan={2}>
              Strike
            </th>
            <th className="grp c" colSpan={calls.length} scope="colgroup">
              Puts
            </th>
          </tr>
          <tr>
            {columns.calls.map((id) => (
              <Head key={id} id={id} kind="CE" />
            ))}
            {columns.puts.map((id) => (
              <Head key={id} id={id} kind="PE" />
            ))}
          </tr>
        </thead>
        <tbody>
          {above > 0 ? <Spacer height={above} span={span} /> : null}
          {items.map(({ index }) => {
            const strike = ladder[index]!;
            return (
              <ChainRow
                key={strike}
                strike={strike}
                at={index + 3}
                columns={columns}
                selected={leg?.strike === strike ? leg.kind : null}
              />
            );
          })}
          {below > 0 ? <Spacer height={below} span={span} /> : null}
        </tbody>
      </table>
      {menu ? <ChainMenu {...menu} onClose={() => setMenu(null)} /> : null}
    </div>
  );
}

function Head({ id, kind }: { id: ChainColumnId; kind: OptionKind }) {
  const { head, name } = CHAIN_COLUMNS[id];
  return (
    <th className={id === 'oi' && kind === 'PE' ? 'l' : undefined} title={name}>
      {head}
    </th>
  );
}

function Spacer({ height, span }: { height: number; span: number }) {
  return (
    <tr className="spacer" aria-hidden="true">
      <td colSpan={span} style={{ height }}>
        {'\u00A0'}
      </td>
    </tr>
  );
}

function focusLegOf(leg: Leg): void {
  const id = instrumentOf(optionChainStore.getState().chain, leg);
  if (id !== undefined) focusLeg(id);
}

/** The leg whose cell was pressed; none for the strike between them. */
function legAt(target: EventTarget): Leg | null {
  const cell = (target as Element).closest<HTMLElement>('td[data-kind]');
  const strike = Number(cell?.closest<HTMLElement>('tr[data-strike]')?.dataset['strike']);
  return cell && strike > 0 ? { strike, kind: cell.dataset['kind'] as OptionKind } : null;
}

function idsOf(ladder: readonly number[]): number[] {
  const { strikes } = optionChainStore.getState();
  return ladder.flatMap((strike) => {
    const { call, put } = strikes.get(strike) ?? {};
    return [call, put].flatMap((side) => side?.instrumentId ?? []);
  });
}

function widthOf(columns: readonly ChainColumnId[]): number {
  return STRIKE + 2 * columns.reduce((sum, id) => sum + CHAIN_COLUMNS[id].width, 0);
}
