import type { AccountRecord, DeskStore, NewOrders } from '../store/desk-store.ts';

type Account = Pick<AccountRecord, 'brokerName' | 'clientCode'>;
type Writing = Pick<NewOrders, 'log'>;

const BROKER = 'Replay';

/** The account of a replay, before it is in the books. */
export const replayAccount = (day: string): Account => ({ brokerName: BROKER, clientCode: day });

/**
 * The desk's books as a replay writes them: each line of the log ends with the name of its account, so that it is never
 * taken for something that was done in earnest.
 */
export function replayBooks(store: DeskStore, { brokerName, clientCode }: Account): DeskStore {
  const mark = ` [${brokerName} ${clientCode}]`;
  const marked = <T extends Writing>(writing: T): T => {
    const log: Writing['log'] = (type, message) => writing.log(type, message + mark);
    return over(writing, { log } as Partial<T>);
  };
  return over(store, {
    transaction: (work) => store.transaction((tx) => work(marked(tx))),
    noteOrders: (work, onDurable) => store.noteOrders((note) => work(marked(note)), onDurable),
  });
}

/** Whether a line of the log was written by a replay. */
export function isOfReplay(message: string): boolean {
  return message.endsWith(']') && / \[Replay \d{4}-\d\d-\d\d\]$/.test(message);
}

/** An object with some of its methods replaced; the others act on the object itself. */
function over<T extends object>(target: T, own: Partial<T>): T {
  return new Proxy(target, {
    get(of, key) {
      const value: unknown = Reflect.get(Object.hasOwn(own, key) ? own : of, key);
      return typeof value === 'function' ? (value.bind(of) as unknown) : value;
    },
  });
}
