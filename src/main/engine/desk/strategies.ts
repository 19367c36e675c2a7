import type { StrategyKind, StrategyParams, StrategyTerms, StrategyView } from '../../../contract/strategies.ts';
import { AppError } from '../core/app-error.ts';
import type { Clock } from '../core/clock.ts';
import { Signal } from '../core/signal.ts';
import { paramsOf } from '../domain/strategy-params.ts';
import type { Oms } from '../oms/oms.ts';
import type { DeskStore, StrategyRecord } from '../store/desk-store.ts';

interface Parts {
  clock: Clock;
  store: DeskStore;
  /** Of the session that strategies trade in. */
  oms: Pick<Oms, 'strategyDay' | 'orderViews'>;
  /** What a strategy can be: each is one that something here runs. */
  kinds: readonly StrategyKind[];
}

/** As kept in the column `params`. */
interface KeptParams {
  kind: string;
  values: StrategyParams;
}

/**
 * The strategies of the desk as rows: made of a kind, changed while they stand, started and stopped. What runs them follows
 * `changed`.
 */
export class Strategies {
  /** The row of one was written. */
  readonly changed = new Signal<StrategyRecord>();
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get kinds(): readonly StrategyKind[] {
    return this.#parts.kinds;
  }

  /** The oldest first. */
  views(): StrategyView[] {
    const { store, oms } = this.#parts;
    const orders = new Map<string, number>();
    for (const { strategyId } of oms.orderViews()) {
      if (strategyId !== null) orders.set(strategyId, (orders.get(strategyId) ?? 0) + 1);
    }
    return store.strategies().map((record) => this.#view(record, orders.get(record.id) ?? 0));
  }

  /** Makes one, which stands. Given again with the same id nothing is changed. Throws STRATEGY_KIND_UNKNOWN, STRATEGY_PARAMS. */
  create({ id, name, kind: kindId, params }: StrategyTerms): void {
    const { clock, store } = this.#parts;
    const kind = this.#kind(kindId);
    const kept: KeptParams = { kind: kindId, values: paramsOf(kind, params) };
    if (store.strategies().some((each) => each.id === id)) return;
    this.#write(
      {
        id,
        userId: store.identity.userId,
        name,
        type: 'built-in',
        params: { ...kept },
        status: 'stopped',
        createdAt: clock.now(),
      },
      `Strategy ${name} (${kind.title}) was made; it stands until it is started.`,
    );
  }

  /** Throws STRATEGY_UNKNOWN, STRATEGY_ACTIVE, STRATEGY_KIND_UNKNOWN, STRATEGY_PARAMS. */
  setParams(id: string, params: StrategyParams): void {
    const record = this.#record(id);
    if (record.status === 'active') {
      throw new AppError('STRATEGY_ACTIVE', `${record.name} runs with its parameters. Stop it to change them.`, { id });
    }
    const { kind } = keptOf(record);
    const kept: KeptParams = { kind, values: paramsOf(this.#kind(kind), params) };
    this.#write({ ...record, params: { ...kept } }, `Parameters of strategy ${record.name} were changed.`);
  }

  /** Throws STRATEGY_UNKNOWN, STRATEGY_KIND_UNKNOWN, STRATEGY_PARAMS. */
  start(id: string): void {
    const record = this.#record(id);
    if (record.status === 'active') return;
    const { kind, values } = keptOf(record);
    paramsOf(this.#kind(kind), values);
    this.#write({ ...record, status: 'active' }, `Strategy ${record.name} was started.`);
  }

  /** What it holds stays, with its stops. Throws STRATEGY_UNKNOWN. */
  stop(id: string): void {
    const record = this.#record(id);
    if (record.status === 'active') {
      this.#write({ ...record, status: 'stopped' }, `Strategy ${record.name} was stopped.`);
    }
  }

  #write(record: StrategyRecord, said: string): void {
    this.#parts.store.transaction((tx) => {
      tx.saveStrategy(record);
      tx.log('system', said);
    });
    this.changed.emit(record);
  }

  #view(record: StrategyRecord, orders: number): StrategyView {
    const { store, oms } = this.#parts;
    const { id, name, type, status, createdAt } = record;
    const { kind, values } = keptOf(record);
    const { net, lots, lockReason } = oms.strategyDay(id);
    const limits = store.limits(store.identity.userId, id);
    return {
      id,
      name,
      type,
      kind,
      params: values,
      status,
      statusReason: lockReason,
      instrumentId: this.#tradedOf(kind, values),
      net,
      lots,
      orders,
      limits,
      createdAt,
    };
  }

  /** The first contract among its parameters. */
  #tradedOf(kindId: string, values: StrategyParams): number | null {
    const parameter = this.#parts.kinds
      .find(({ id }) => id === kindId)
      ?.parameters.find(({ kind }) => kind === 'INSTRUMENT');
    const value = parameter === undefined ? null : values[parameter.name];
    return typeof value === 'number' ? value : null;
  }

  #record(id: string): StrategyRecord {
    const record = this.#parts.store.strategies().find((each) => each.id === id);
    if (record !== undefined) return record;
    throw new AppError('STRATEGY_UNKNOWN', 'No strategy of this desk has that id, so nothing was changed.', { id });
  }

  #kind(id: string): StrategyKind {
    const kind = this.#parts.kinds.find((each) => each.id === id);
    if (kind !== undefined) return kind;
    const known = this.#parts.kinds.map(({ title }) => title).join(', ');
    throw new AppError(
      'STRATEGY_KIND_UNKNOWN',
      `Nothing here can run a strategy of the kind “${id}”. ${known === '' ? 'There is no kind yet.' : `Choose one of ${known}.`}`,
      { kind: id },
    );
  }
}

/** A row that was made elsewhere may have other params. */
function keptOf({ params }: StrategyRecord): KeptParams {
  const { kind, values } = params as Partial<KeptParams>;
  return typeof kind === 'string' && typeof values === 'object' ? { kind, values } : { kind: '', values: {} };
}
