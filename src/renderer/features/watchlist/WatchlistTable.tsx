import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { appearanceStore } from '../../stores/appearance.ts';
import { useFocus } from '../../stores/focus.ts';
import { watchQuotes } from '../../stores/quotes.ts';
import { useMode } from '../../stores/values.ts';
import { sampleSparklines, sparklinesOf } from './row-pen.ts';
import { RowMenu } from './RowMenu.tsx';
import { WatchlistRow, type RowMenuRequest } from './WatchlistRow.tsx';

const ROW = 24;
const BOOK_ROW = 22;

/** The rows of one list; only those in view are in the page. */
export function WatchlistTable({ ids, editable }: { ids: readonly number[]; editable: boolean }) {
  const [menu, setMenu] = useState<RowMenuRequest | null>(null);
  const focused = useFocus()?.id;
  const mode = useMode();
  const scale = appearanceStore((state) => state.density) / 100;
  const scroller = useRef<HTMLDivElement>(null);
  useEffect(() => watchQuotes(ids), [ids]);
  useEffect(() => sampleSparklines(ids), [ids]);
  useEffect(() => sparklinesOf(mode), [mode]);
  // oxlint-disable-next-line react/incompatible-library -- its values stay inside this component
  const virtualizer = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => ids[index]!,
    estimateSize: (index) => (ids[index] === focused ? ROW + BOOK_ROW : ROW) * scale,
    overscan: 4,
  });
  useEffect(() => virtualizer.measure(), [virtualizer, focused, scale, ids]);
  const items = virtualizer.getVirtualItems();
  const above = items[0]?.start ?? 0;
  const below = Math.max(0, virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0));
  return (
    <div ref={scroller} className="scroll watchlist">
      <table className="wl" aria-label="Watchlist" aria-rowcount={ids.length + 1}>
        <thead className="sticky">
          <tr>
            <th className="l">Symbol</th>
            <th>
              <span className="visually-hidden">Recent prices</span>
            </th>
            <th>LTP</th>
            <th>Chg %</th>
          </tr>
        </thead>
        <tbody>
          {above > 0 ? <Spacer height={above} /> : null}
          {items.map(({ index }) => (
            <WatchlistRow
              key={ids[index]!}
              id={ids[index]!}
              selected={ids[index] === focused}
              editable={editable}
              onMenu={setMenu}
            />
          ))}
          {below > 0 ? <Spacer height={below} /> : null}
        </tbody>
      </table>
      {menu ? <RowMenu {...menu} editable={editable} onClose={() => setMenu(null)} /> : null}
    </div>
  );
}

function Spacer({ height }: { height: number }) {
  return (
    <tr className="spacer" aria-hidden="true">
      <td colSpan={4} style={{ height }}>
        {'\u00A0'}
      </td>
    </tr>
  );
}
