import type {
  CallArgs,
  CallName,
  CallResult,
  TopicArgs,
  TopicName,
  TopicRow,
  topics,
} from '../../contract/contract.ts';
import type { EngineMessage, TableDelta } from '../../contract/protocol.ts';
import { CallError } from './call-error.ts';
import { RefusedError, type OpenTransport, type Transport, type TransportClosed } from './transport.ts';

type KindOf<N extends TopicName> = (typeof topics)[N]['kind'];

/** First data of a topic: all rows (table, stream), the value, or packed quotes. */
export type TopicSnapshot<N extends TopicName> = KindOf<N> extends 'table' | 'stream' ? TopicRow<N>[] : TopicRow<N>;

/** A change of a topic: TableDelta (table), appended rows (stream), the new value, or packed quotes. */
export type TopicDelta<N extends TopicName> =
  KindOf<N> extends 'table' ? TableDelta<TopicRow<N>> : KindOf<N> extends 'stream' ? TopicRow<N>[] : TopicRow<N>;

export interface TopicListener<N extends TopicName> {
  /** Everything so far; called again after a reconnect, a gap or a change of mode. */
  onSnapshot(snapshot: TopicSnapshot<N>): void;
  onDelta(delta: TopicDelta<N>): void;
}

/** connecting: never connected yet. lost: was connected, trying again. refused: `message` says what to do. */
export type ConnectionState =
  | { kind: 'connecting' }
  | { kind: 'connected' }
  | { kind: 'lost'; since: number; reason: string }
  | { kind: 'refused'; message: string };

interface Subscription {
  topic: TopicName;
  args: unknown;
  /** The id on the wire, 0 while unsent. */
  id: number;
  nextSeq: number;
  onSnapshot(snapshot: unknown): void;
  onDelta(delta: unknown): void;
}

interface PendingCall {
  resolve(result: unknown): void;
  reject(error: CallError): void;
}

/** Pauses between attempts to reconnect, in milliseconds; the last one repeats. */
const RETRY_MS = [100, 250, 500, 1000, 2000];

const LOST = {
  code: 'CONNECTION_LOST',
  message: 'The connection to the engine closed before the answer came. Look at the books before you repeat it.',
  details: {},
} as const;

/**
 * The window's side of the contract. Calls in flight are rejected with CONNECTION_LOST when the connection closes and
 * are never sent again; subscriptions are made anew after a reconnect and after a gap in their sequence.
 */
export class DeskClient {
  #open: OpenTransport;
  #transport: Transport | null = null;
  #generation = 0;
  #attempts = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #state: ConnectionState = { kind: 'connecting' };
  #lastId = 0;
  #calls = new Map<number, PendingCall>();
  #subscriptions = new Set<Subscription>();
  #byWireId = new Map<number, Subscription>();
  #stateListeners = new Set<(state: ConnectionState) => void>();

  constructor(open: OpenTransport) {
    this.#open = open;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Opens the connection and keeps it open; resolves after the first attempt, whatever came of it. */
  async start(): Promise<void> {
    const generation = ++this.#generation;
    const current = () => generation === this.#generation;
    try {
      const transport = await this.#open({
        onMessage: (message) => current() && this.#receive(message),
        onClose: (closed) => current() && this.#lose(closed),
      });
      if (!current()) return transport.close();
      this.#transport = transport;
      this.#attempts = 0;
      for (const subscription of this.#subscriptions) this.#send(subscription);
      this.#setState({ kind: 'connected' });
    } catch (error) {
      if (!current()) return;
      if (error instanceof RefusedError) this.#setState({ kind: 'refused', message: error.message });
      else this.#lose({ reason: '', refused: false });
    }
  }

  /** Closes for good. */
  stop(): void {
    const transport = this.#transport;
    this.#generation++;
    this.#transport = null;
    clearTimeout(this.#retry);
    transport?.close();
    this.#byWireId.clear();
    this.#rejectCalls();
  }

  /** Makes a call of the contract; rejects with CallError. */
  call<N extends CallName>(name: N, args: CallArgs<N>): Promise<CallResult<N>> {
    const transport = this.#transport;
    if (!transport) return Promise.reject(new CallError(LOST));
    return new Promise<CallResult<N>>((resolve, reject) => {
      const id = ++this.#lastId;
      this.#calls.set(id, { resolve: resolve as (result: unknown) => void, reject });
      transport.send({ t: 'call', id, name, args });
    });
  }

  /** Follows a topic until the returned function is called; outlives reconnects. */
  subscribe<N extends TopicName>(topic: N, args: TopicArgs<N>, listener: TopicListener<N>): () => void {
    const subscription: Subscription = {
      topic,
      args,
      id: 0,
      nextSeq: 0,
      onSnapshot: (snapshot) => listener.onSnapshot(snapshot as TopicSnapshot<N>),
      onDelta: (delta) => listener.onDelta(delta as TopicDelta<N>),
    };
    this.#subscriptions.add(subscription);
    this.#send(subscription);
    return () => {
      this.#subscriptions.delete(subscription);
      this.#drop(subscription);
    };
  }

  /** Calls the listener with the state now and at every change. */
  onState(listener: (state: ConnectionState) => void): () => void {
    this.#stateListeners.add(listener);
    listener(this.#state);
    return () => this.#stateListeners.delete(listener);
  }

  #send(subscription: Subscription): void {
    if (!this.#transport) return;
    subscription.id = ++this.#lastId;
    subscription.nextSeq = 0;
    this.#byWireId.set(subscription.id, subscription);
    this.#transport.send({ t: 'sub', id: subscription.id, topic: subscription.topic, args: subscription.args });
  }

  #drop(subscription: Subscription): void {
    if (!this.#byWireId.delete(subscription.id)) return;
    this.#transport?.send({ t: 'unsub', id: subscription.id });
  }

  #receive(message: EngineMessage): void {
    switch (message.t) {
      case 'ok':
        this.#take(message.id)?.resolve(message.result);
        return;
      case 'err':
        this.#byWireId.delete(message.id);
        this.#take(message.id)?.reject(new CallError(message.error));
        return;
      case 'snap': {
        const subscription = this.#byWireId.get(message.id);
        if (!subscription) return;
        subscription.nextSeq = message.seq + 1;
        subscription.onSnapshot(message.data);
        return;
      }
      case 'delta': {
        const subscription = this.#byWireId.get(message.id);
        if (!subscription) return;
        if (message.seq !== subscription.nextSeq) {
          this.#drop(subscription);
          this.#send(subscription);
          return;
        }
        subscription.nextSeq++;
        subscription.onDelta(message.data);
      }
    }
  }

  #take(id: number): PendingCall | undefined {
    const pending = this.#calls.get(id);
    this.#calls.delete(id);
    return pending;
  }

  #lose({ reason, refused }: TransportClosed): void {
    this.#generation++;
    this.#transport = null;
    this.#byWireId.clear();
    this.#rejectCalls();
    if (refused) return this.#setState({ kind: 'refused', message: reason });
    if (this.#state.kind === 'connected') this.#setState({ kind: 'lost', since: Date.now(), reason });
    const pause = RETRY_MS[Math.min(this.#attempts++, RETRY_MS.length - 1)];
    this.#retry = setTimeout(() => void this.start(), pause);
  }

  #rejectCalls(): void {
    const pending = [...this.#calls.values()];
    this.#calls.clear();
    for (const call of pending) call.reject(new CallError(LOST));
  }

  #setState(state: ConnectionState): void {
    this.#state = state;
    for (const listener of this.#stateListeners) listener(state);
  }
}
