import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { logTypeSchema, type LogType } from '../../../contract/enums.ts';
import type { LogEntry } from '../../../contract/desk.ts';
import { client } from '../../client/client.ts';
import { sentenceOf } from '../../client/call-error.ts';
import { appearanceStore } from '../../stores/appearance.ts';
import { prependLogs, useLogs } from '../../stores/logs.ts';
import { announce } from '../../stores/toasts.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { istDate, istTimeMs } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { Tag } from '../../ui/Tag.tsx';
import './log.css';
import { verificationStore, verifyLog } from './verify-log.ts';

type Filter = LogType | 'all';
const FILTERS: Filter[] = ['all', ...logTypeSchema.options];
const PAGE = 500;

/** The compliance log, newest first. */
export function LogPanel() {
  const entries = useLogs();
  const [filter, setFilter] = useState<Filter>('all');
  const shown = entries.filter(({ type }) => filter === 'all' || type === filter).toReversed();
  return (
    <Panel
      name="Log"
      tools={
        <>
          <Verdict />
          <Segmented
            name="Type of entry"
            value={filter}
            segments={FILTERS.map((value) => ({ value, label: value === 'rms' ? 'RMS' : value }))}
            onChange={setFilter}
          />
        </>
      }
    >
      {shown.length === 0 ? (
        <EmptyState>Every order, refusal, limit change and connection is written here as it happens.</EmptyState>
      ) : (
        <LogTable entries={shown} />
      )}
    </Panel>
  );
}

function LogTable({ entries }: { entries: LogEntry[] }) {
  const scroller = useRef<HTMLDivElement>(null);
  const density = appearanceStore((state) => state.density);
  // oxlint-disable-next-line react/incompatible-library -- its values stay inside this component
  const virtualizer = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (24 * density) / 100,
    overscan: 10,
  });
  useEffect(() => virtualizer.measure(), [virtualizer, density]);
  const items = virtualizer.getVirtualItems();
  const [above, below] = [items[0]?.start ?? 0, virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0)];
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the keyboard scrolls it
    <div ref={scroller} className="scroll selectable" tabIndex={0}>
      <table className="log" aria-label="Log" aria-rowcount={entries.length}>
        <thead className="sticky">
          <tr>
            <th className="l">Time IST</th>
            <th>No.</th>
            <th className="l">Type</th>
            <th className="l">What happened</th>
          </tr>
        </thead>
        <tbody>
          <tr className="spacer" aria-hidden="true">
            <td colSpan={4} style={{ height: above }}>
              {'\u00A0'}
            </td>
          </tr>
          {items.map(({ index }) => {
            const entry = entries[index]!;
            return (
              <tr key={entry.id}>
                <td className="l t2" title={istDate(entry.createdAt)}>
                  {istTimeMs(entry.createdAt)}
                </td>
                <td className="t3">{entry.seq}</td>
                <td className="l">
                  <Tag tone="plain">{entry.type.toUpperCase()}</Tag>
                </td>
                <td className="l message" title={entry.message}>
                  {entry.message}
                </td>
              </tr>
            );
          })}
          <tr className="spacer" aria-hidden="true">
            <td colSpan={4} style={{ height: Math.max(0, below) }}>
              {'\u00A0'}
            </td>
          </tr>
        </tbody>
      </table>
      <OlderButton />
    </div>
  );
}

function OlderButton() {
  const first = useLogs()[0]?.seq;
  if (first === undefined || first <= 1) return null;
  const read = () => {
    client
      .call('logs.list', { beforeSeq: first, limit: PAGE })
      .then(prependLogs)
      .catch((error: unknown) => announce('danger', sentenceOf(error)));
  };
  return (
    <Button small look="ghost" onClick={read}>
      Read older entries
    </Button>
  );
}

function Verdict() {
  const { running, result } = verificationStore();
  return (
    <>
      {result ? (
        <Tag tone={result.ok ? 'ok' : 'danger'} title={result.message}>
          {result.ok ? `INTACT · ${result.entries}` : 'BROKEN'}
        </Tag>
      ) : null}
      <Button small disabled={running} onClick={() => void verifyLog()}>
        {running ? 'Verifying…' : 'Verify'}
      </Button>
    </>
  );
}
