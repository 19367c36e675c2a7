import { useEffect, useState } from 'react';
import { useKeyOf } from '../../commands/keys-store.ts';
import { runCommand } from '../../commands/run-command.ts';
import { useConnection } from '../../stores/connection.ts';
import { chooseUnderlying, useOptionChain } from '../../stores/option-chain.ts';
import { useMode } from '../../stores/values.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Keycap } from '../../ui/Keycap.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { istTime } from '../../ui/format.ts';
import { Segmented } from '../../ui/Segmented.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { CHAIN_VIEWS, type ChainView } from './chain-columns.ts';
import { chainViewStore, columnsOf, loadChainView, showChainView } from './chain-view.ts';
import { ChainSummary } from './ChainSummary.tsx';
import { ChainTable } from './ChainTable.tsx';
import { ColumnsDialog } from './ColumnsDialog.tsx';
import './options.css';

const VIEWS = Object.entries(CHAIN_VIEWS) as [ChainView, { title: string }][];

/** The option chain of one underlying and expiry. */
export function OptionChainPanel() {
  const look = chainViewStore();
  const underlying = useOptionChain((state) => state.underlying);
  const filled = useOptionChain((state) => state.ladder.length > 0);
  const connected = useConnection().kind === 'connected';
  const [choosing, setChoosing] = useState(false);
  useEffect(() => {
    if (connected) void loadChainView();
  }, [connected]);
  return (
    <Panel
      name="Option chain"
      subject={<ChainSubject />}
      tools={
        <>
          <KeyHints />
          <Segmented
            name="View of the chain"
            value={look.view}
            onChange={showChainView}
            segments={VIEWS.map(([value, { title }]) => ({ value, label: title }))}
          />
          <Button small onClick={() => setChoosing(true)}>
            Columns
          </Button>
        </>
      }
    >
      {underlying === null ? null : <ChainSummary />}
      {filled ? <ChainTable columns={columnsOf(look, look.view)} /> : <NoChain />}
      {choosing ? <ColumnsDialog onClose={() => setChoosing(false)} /> : null}
    </Panel>
  );
}

function ChainSubject() {
  const underlyings = useOptionChain((state) => state.underlyings);
  const underlying = useOptionChain((state) => state.underlying);
  const lotSize = useOptionChain((state) => state.chain?.lotSize);
  const replay = useMode() === 'REPLAY';
  return (
    <>
      <h2 className="panel-name">Option chain</h2>
      {underlying === null ? null : (
        <select
          className="pick"
          aria-label="Underlying"
          value={underlying}
          onChange={(event) => chooseUnderlying(event.target.value)}
        >
          {underlyings?.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      )}
      {lotSize === undefined ? null : <span className="sub">lot {lotSize}</span>}
      {replay ? <ReadFrom /> : null}
    </>
  );
}

/** In a replay: whether this is the recorded chain of a moment, or put together from what was replayed so far. */
function ReadFrom() {
  const readFrom = useOptionChain((state) => state.chain?.readFrom);
  const at = useOptionChain((state) => state.chain?.ts);
  if (readFrom === undefined || at === undefined) return null;
  return readFrom === 'recording' ? (
    <Tag tone="ok" title="The chain as this terminal recorded it at that moment">
      as recorded {istTime(at)}
    </Tag>
  ) : (
    <Tag tone="warn" title="No chain was recorded for this moment: it is put together from the quotes replayed so far">
      from replayed quotes {istTime(at)}
    </Tag>
  );
}

function KeyHints() {
  const [down, up] = [useKeyOf('strikeDown'), useKeyOf('strikeUp')];
  return (
    <span className="chain-keys">
      <span className="sub">Trade a leg</span> <Keycap>Enter</Keycap> <span className="sub">Strike</span>{' '}
      {down ? <Keycap>{down}</Keycap> : null} {up ? <Keycap>{up}</Keycap> : null}
    </span>
  );
}

function NoChain() {
  const underlyings = useOptionChain((state) => state.underlyings);
  const underlying = useOptionChain((state) => state.underlying);
  const expiry = useOptionChain((state) => state.expiry);
  const replay = useMode() === 'REPLAY';
  if (underlyings === null) return <EmptyState>The underlyings with options are being read.</EmptyState>;
  if (underlying === null) {
    return replay ? (
      <EmptyState action={<Button onClick={() => runCommand('replayDays')}>Choose another day</Button>}>
        The replayed day has no options. A day with option ticks fills this chain.
      </EmptyState>
    ) : (
      <EmptyState>
        No option is listed. The chain fills when the instruments of a day with options are loaded.
      </EmptyState>
    );
  }
  if (expiry === null) return <EmptyState>{underlying} has no expiry ahead: choose another underlying.</EmptyState>;
  return <EmptyState>The chain of {underlying} fills with its first quotes.</EmptyState>;
}
