import type { Worker } from 'node:worker_threads';
import type { ImportReport } from '../../../../contract/desk.ts';
import type { WireError } from '../../../../contract/errors.ts';
import { AppError } from '../../core/app-error.ts';
import type { OperatorLog } from '../../core/operator-log.ts';
import type { ImportProgress } from '../tick-store.ts';
import { firstLine, messageOf } from './store-failure.ts';
import type {
  FromWorker,
  ImportQuestion,
  ImportQuestions,
  TickStoreCall,
  TickStoreCalls,
  ToWorker,
} from './tick-store-protocol.ts';

/** Who follows long work and may cancel it. */
export interface WorkHelp {
  onProgress: (progress: ImportProgress) => void;
  signal: AbortSignal;
}

export interface ImportHelp extends WorkHelp {
  answer: { [Q in ImportQuestion]: (asked: ImportQuestions[Q]['asked']) => ImportQuestions[Q]['answer'] };
}

interface Pending {
  resolve(value: unknown): void;
  reject(error: unknown): void;
  help: WorkHelp | ImportHelp | null;
  /** What answering one of its questions threw; says more than the failure that follows from it. */
  cause: unknown;
}

/** The engine's side of the protocol. When the thread dies, every promise rejects with a sentence, and later ones too. */
export class TickStoreClient {
  /** Settles once the file is open or refused. */
  readonly ready: Promise<void>;
  /** Resolves once the thread is gone. */
  readonly ended: Promise<void>;
  readonly #worker: Worker;
  readonly #name: string;
  readonly #log: OperatorLog;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  #crash: string | null = null;
  #gone: AppError | null = null;

  constructor(worker: Worker, name: string, log: OperatorLog) {
    this.#worker = worker;
    this.#name = name;
    this.#log = log;
    const ready = Promise.withResolvers<void>();
    this.ready = ready.promise;
    this.ready.catch(() => {});
    this.ended = new Promise((resolve) => {
      worker.once('exit', (code) => {
        const gone = this.#end(code);
        ready.reject(gone);
        resolve();
      });
    });
    worker.on('error', (error) => {
      this.#crash = firstLine(messageOf(error));
      log.error(`The thread of ${name} failed.`, error);
    });
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'ready') ready.resolve();
      else if (message.kind === 'refused') ready.reject(errorOf(message.error));
      else this.#receive(message);
    });
  }

  call<C extends TickStoreCall>(call: C, ...args: TickStoreCalls[C]['args']): Promise<TickStoreCalls[C]['result']> {
    return this.send(call, args, []);
  }

  /** @param transfer buffers that go over instead of being copied; the caller loses them */
  send<C extends TickStoreCall>(
    call: C,
    args: TickStoreCalls[C]['args'],
    transfer: ArrayBuffer[],
  ): Promise<TickStoreCalls[C]['result']> {
    return this.#post(call, args, transfer, null).result as Promise<TickStoreCalls[C]['result']>;
  }

  importTicks(args: TickStoreCalls['importTicks']['args'], help: ImportHelp): Promise<ImportReport> {
    return this.#work('importTicks', args, help) as Promise<ImportReport>;
  }

  /** Long work that only tells how far it is. */
  work<C extends 'compact' | 'archive' | 'export'>(
    call: C,
    args: TickStoreCalls[C]['args'],
    help: WorkHelp,
  ): Promise<TickStoreCalls[C]['result']> {
    return this.#work(call, args, help) as Promise<TickStoreCalls[C]['result']>;
  }

  #work(call: TickStoreCall, args: unknown[], help: WorkHelp | ImportHelp): Promise<unknown> {
    const { id, result } = this.#post(call, args, [], help);
    const cancel = () => this.#tell({ kind: 'cancel', id });
    help.signal.addEventListener('abort', cancel);
    return result.finally(() => help.signal.removeEventListener('abort', cancel));
  }

  #post(
    call: TickStoreCall,
    args: unknown[],
    transfer: ArrayBuffer[],
    help: WorkHelp | ImportHelp | null,
  ): { id: number; result: Promise<unknown> } {
    const id = ++this.#lastId;
    if (this.#gone !== null) return { id, result: Promise.reject(this.#gone) };
    const result = new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject, help, cause: null });
    });
    this.#tell({ kind: 'call', id, call, args }, transfer);
    return { id, result };
  }

  #tell(message: ToWorker, transfer: ArrayBuffer[] = []): void {
    this.#worker.postMessage(message, transfer);
  }

  #receive(message: Exclude<FromWorker, { kind: 'ready' | 'refused' }>): void {
    if (message.kind === 'question') return this.#answer(message);
    const pending = this.#pending.get(message.id);
    if (message.kind === 'progress') return pending?.help?.onProgress(message.progress);
    this.#pending.delete(message.id);
    if (message.kind === 'result') pending?.resolve(message.value);
    else pending?.reject(pending.cause ?? errorOf(message.error));
  }

  #answer({ id, call, question, asked }: Extract<FromWorker, { kind: 'question' }>): void {
    const pending = this.#pending.get(call);
    if (pending === undefined || pending.help === null || !('answer' in pending.help)) return;
    try {
      const answer = pending.help.answer[question] as (asked: unknown) => unknown;
      this.#tell({ kind: 'answer', id, value: answer(asked), error: null });
    } catch (error) {
      pending.cause = error;
      this.#tell({ kind: 'answer', id, value: null, error: messageOf(error) });
    }
  }

  #end(code: number): AppError {
    const why = this.#crash ?? `it ended with code ${code}`;
    this.#gone = new AppError(
      'STORE_FAILED',
      `The tick store ${this.#name} has stopped (${why}). Ticks are not recorded until the terminal is started again; what was stored is kept.`,
      { file: this.#name, code },
    );
    if (this.#crash !== null || code !== 0) this.#log.error(this.#gone.message);
    for (const pending of this.#pending.values()) pending.reject(this.#gone);
    this.#pending.clear();
    return this.#gone;
  }
}

function errorOf(error: WireError): AppError {
  return new AppError(error.code, error.message, error.details);
}
