import type { StrategyView } from '../../../contract/strategies.ts';
import { useInstrument } from '../../stores/instruments.ts';
import { useKinds } from '../../stores/strategies.ts';
import { Button } from '../../ui/Button.tsx';
import { DataTable, type Column } from '../../ui/DataTable.tsx';
import { instrumentText } from '../../ui/expiry-text.ts';
import { Flash } from '../../ui/Flash.tsx';
import { quantity, signed, tone } from '../../ui/format.ts';
import { Tag } from '../../ui/Tag.tsx';
import { toggleStrategy } from './strategy-actions.ts';
import { chooseStrategy } from './strategy-choice.ts';
import { stateOf } from './strategy-words.ts';

const COLUMNS: readonly Column<StrategyView>[] = [
  {
    id: 'state',
    head: 'State',
    align: 'l',
    cell: (strategy) => {
      const { word, tone: look } = stateOf(strategy);
      return (
        <Tag tone={look} title={strategy.statusReason ?? undefined}>
          {word}
        </Tag>
      );
    },
    sort: ({ status }) => status,
  },
  {
    id: 'name',
    head: 'Strategy',
    align: 'l',
    cell: ({ id, name }) => (
      <button type="button" className="strategy-pick b" aria-label={`Show ${name}`} onClick={() => chooseStrategy(id)}>
        {name}
      </button>
    ),
    sort: ({ name }) => name,
  },
  { id: 'kind', head: 'Kind', align: 'l', cell: ({ kind }) => <KindName kind={kind} />, className: () => 't2' },
  {
    id: 'instrument',
    head: 'On',
    align: 'l',
    cell: ({ instrumentId }) => <InstrumentName id={instrumentId} />,
    className: () => 't2',
  },
  { id: 'orders', head: 'Orders', cell: ({ orders }) => quantity(orders), sort: ({ orders }) => orders },
  { id: 'lots', head: 'Lots', cell: ({ lots }) => quantity(lots), sort: ({ lots }) => lots },
  {
    id: 'net',
    head: 'Day net',
    cell: ({ net }) => <Flash value={net}>{signed(net)}</Flash>,
    className: ({ net }) => `b ${tone(net)}`,
    sort: ({ net }) => net,
  },
  {
    id: 'do',
    head: '',
    cell: (strategy) => {
      const word = strategy.status === 'active' ? 'Stop' : 'Start';
      return (
        <Button
          small
          aria-label={`${word} ${strategy.name}`}
          onClick={(event) => {
            event.stopPropagation();
            void toggleStrategy(strategy);
          }}
        >
          {word}
        </Button>
      );
    },
  },
];

/** Every strategy of the desk and how its day stands. */
export function StrategyTable({ strategies, chosenId }: { strategies: readonly StrategyView[]; chosenId: string }) {
  return (
    <DataTable
      name="Strategies"
      columns={COLUMNS}
      rows={strategies}
      rowKey={({ id }) => id}
      rowClass={({ id }) => (id === chosenId ? 'sel' : undefined)}
      onRowClick={({ id }) => chooseStrategy(id)}
    />
  );
}

function KindName({ kind }: { kind: string }) {
  return useKinds()?.find(({ id }) => id === kind)?.title ?? kind;
}

function InstrumentName({ id }: { id: number | null }) {
  const instrument = useInstrument(id ?? undefined);
  return instrument ? instrumentText(instrument) : '–';
}
