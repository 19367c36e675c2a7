import { WebSocket } from 'ws';
import type { CallArgs, CallName, CallResult, TopicArgs, TopicName } from '../contract/contract.ts';
import { decodeQuotesFrame } from '../contract/frames.ts';
import type { EngineMessage } from '../contract/protocol.ts';

type Pending = { resolve: (result: unknown) => void; reject: (error: Error) => void };

/** A client of a running headless shell, for tests and drills: calls and topics over its WebSocket, as the window makes them. */
export class DeskConnection {
  readonly #socket: WebSocket;
  readonly #calls = new Map<number, Pending>();
  readonly #topics = new Map<number, (message: { kind: 'snap' | 'delta'; data: unknown }) => void>();
  #nextId = 1;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer, isBinary: boolean) => this.#take(data, isBinary));
    socket.on('close', () => {
      for (const { reject } of this.#calls.values()) reject(new Error('The connection closed before the answer came.'));
      this.#calls.clear();
    });
    socket.on('error', () => {});
  }

  /** @param link what the shell printed: `http://127.0.0.1:PORT/#token=…` */
  static async open(link: string): Promise<DeskConnection> {
    const { origin, host, hash } = new URL(link);
    const answer = await fetch(`${origin}/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body: JSON.stringify({ token: new URLSearchParams(hash.slice(1)).get('token') }),
    });
    if (!answer.ok) throw new Error(`The shell refused the token: ${await answer.text()}`);
    const { session } = (await answer.json()) as { session: string };
    const socket = new WebSocket(`ws://${host}/rpc`, { origin });
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.once('open', () => socket.send(JSON.stringify({ t: 'hello', session })));
      socket.once('message', () => resolve());
    });
    return new DeskConnection(socket);
  }

  call<N extends CallName>(name: N, args: CallArgs<N>): Promise<CallResult<N>> {
    if (this.#socket.readyState !== WebSocket.OPEN) return Promise.reject(new Error('The connection is closed.'));
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#calls.set(id, { resolve: (result) => resolve(result as CallResult<N>), reject });
      this.#socket.send(JSON.stringify({ t: 'call', id, name, args }));
    });
  }

  /** Subscribes; `take` gets the snapshot and every delta as they are in the contract. */
  subscribe<N extends TopicName>(
    topic: N,
    args: TopicArgs<N>,
    take: (message: { kind: 'snap' | 'delta'; data: unknown }) => void,
  ): void {
    const id = this.#nextId++;
    this.#topics.set(id, take);
    this.#socket.send(JSON.stringify({ t: 'sub', id, topic, args }));
  }

  /** Subscribes until `until` gives something for a message, and resolves with it. */
  waitFor<N extends TopicName, T>(
    topic: N,
    args: TopicArgs<N>,
    until: (data: unknown, kind: 'snap' | 'delta') => T | undefined,
  ): Promise<T> {
    return new Promise((resolve) => {
      this.subscribe(topic, args, ({ kind, data }) => {
        const found = until(data, kind);
        if (found !== undefined) resolve(found);
      });
    });
  }

  close(): void {
    this.#socket.terminate();
  }

  #take(data: Buffer, isBinary: boolean): void {
    if (isBinary) {
      const frame = decodeQuotesFrame(new Uint8Array(data).buffer);
      this.#topics.get(frame.id)?.({ kind: frame.seq === 0 ? 'snap' : 'delta', data: frame.data });
      return;
    }
    const message = JSON.parse(data.toString('utf8')) as EngineMessage;
    switch (message.t) {
      case 'ok':
        this.#calls.get(message.id)?.resolve(message.result);
        this.#calls.delete(message.id);
        return;
      case 'err':
        this.#calls.get(message.id)?.reject(new Error(`${message.error.code}: ${message.error.message}`));
        this.#calls.delete(message.id);
        return;
      case 'snap':
      case 'delta':
        this.#topics.get(message.id)?.({ kind: message.t, data: message.data });
    }
  }
}
