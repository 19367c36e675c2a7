import type { DeskStore, DeskTransaction, NewOrders } from '../store/desk-store.ts';
import type { Write } from './durable.ts';

/** What a program that is dead says to whoever still calls. */
export class ProcessDied extends Error {
  constructor() {
    super('The program has died.');
    this.name = 'ProcessDied';
  }
}

/** What happens around the transactions of one run of the program. */
export interface StoreHooks {
  isAlive: () => boolean;
  /** Before a transaction begins; throws what the disk says. */
  begins: () => void;
  /** Within it, after its writes; throwing undoes them. */
  written: (writes: readonly Write[]) => void;
  /** It is durable; throwing loses nothing but the program. */
  committed: (writes: readonly Write[]) => void;
  hasRoomForEntries: () => boolean;
  /** Stands between the program and the journals on the disk. */
  journal: (orderId: string, read: DeskStore['journal']) => ReturnType<DeskStore['journal']>;
}

/**
 * The desk's store as one run of the program sees it: every write is told to the hooks, which may fail it or kill the
 * program at any of its moments. Methods are passed on by name, so that a store that grows is tapped still.
 */
export function tappedStore(store: DeskStore, hooks: StoreHooks): DeskStore {
  const kept = new Map<string | symbol, unknown>();
  const begin = () => {
    if (!hooks.isAlive()) throw new ProcessDied();
    hooks.begins();
  };
  const transaction = <T>(work: (tx: DeskTransaction) => T): T => {
    begin();
    let writes: Write[] = [];
    const result = store.transaction((tx) => {
      writes = [];
      const done = work(tapped(tx, writes));
      hooks.written(writes);
      return done;
    });
    hooks.committed(writes);
    return result;
  };
  const noteOrders = (work: (note: NewOrders) => void, onDurable: () => void): void => {
    begin();
    const writes: Write[] = [];
    const written = (note: NewOrders) => {
      work(tapped(note, writes));
      hooks.written(writes);
    };
    store.noteOrders(written, () => {
      hooks.committed(writes);
      onDurable();
    });
  };
  kept.set('transaction', transaction);
  kept.set('noteOrders', noteOrders);
  kept.set('hasRoomForEntries', () => store.hasRoomForEntries() && hooks.hasRoomForEntries());
  kept.set('journal', (orderId: string) => {
    if (!hooks.isAlive()) throw new ProcessDied();
    return hooks.journal(orderId, (id) => store.journal(id));
  });
  return new Proxy(store, {
    get(target, name) {
      const known = kept.get(name);
      if (known !== undefined) return known;
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      const call = (...args: unknown[]): unknown => {
        if (!hooks.isAlive()) throw new ProcessDied();
        return Reflect.apply(value, target, args);
      };
      kept.set(name, call);
      return call;
    },
  });
}

function tapped<Writes extends NewOrders>(tx: Writes, writes: Write[]): Writes {
  return new Proxy(tx, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function' || typeof name !== 'string') return value;
      return (...args: unknown[]): unknown => {
        writes.push({ name, args });
        return Reflect.apply(value, target, args);
      };
    },
  });
}
