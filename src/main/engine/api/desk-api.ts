import type { CallName, CallResult, TopicArgs, TopicName, TopicRow } from '../../../contract/contract.ts';
import type { calls } from '../../../contract/contract.ts';
import type { z } from 'zod';
import type { TableDelta } from '../../../contract/protocol.ts';

/** Arguments after validation. */
export type ParsedArgs<N extends CallName> = z.output<(typeof calls)[N]['args']>;

/** The answer to each call of the contract. A refusal is thrown as AppError. */
export type CallHandlers = {
  [N in CallName]: (args: ParsedArgs<N>) => CallResult<N> | Promise<CallResult<N>>;
};

/** What a topic's source emits, by its kind in the contract. */
export type TopicDelta<N extends TopicName> = N extends 'orders' | 'trades' | 'positions' | 'jobs'
  ? TableDelta<TopicRow<N>>
  : N extends 'logs'
    ? TopicRow<N>[]
    : TopicRow<N>;

export type TopicSnapshot<N extends TopicName> = N extends 'orders' | 'trades' | 'positions' | 'jobs' | 'logs'
  ? TopicRow<N>[]
  : TopicRow<N>;

export interface TopicSubscription<N extends TopicName> {
  snapshot: TopicSnapshot<N>;
  close(): void;
}

/**
 * The source of each topic. `emit` may be called as often as the source likes: the connection conflates
 * `value` and `quotes` topics for a slow client and keeps every delta of the others.
 * A change of mode closes nothing: the source emits a full replacement through `reset`.
 */
export type TopicSources = {
  [N in TopicName]: (
    args: TopicArgs<N>,
    emit: (delta: TopicDelta<N>) => void,
    reset: (snapshot: TopicSnapshot<N>) => void,
  ) => TopicSubscription<N>;
};

/** The whole engine as a client sees it. */
export interface DeskApi {
  calls: CallHandlers;
  topics: TopicSources;
}
