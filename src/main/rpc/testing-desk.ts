import { calls, topics, type CallName, type TopicName } from '../../contract/contract.ts';
import type { DeskApi, TopicDelta, TopicSnapshot } from '../engine/api/desk-api.ts';

interface Follower {
  topic: TopicName;
  emit: (delta: never) => void;
  reset: (snapshot: never) => void;
  closed: boolean;
}

/** A desk that writes down what it is asked and answers as it was told. For tests of the wires. */
export class TestingDesk {
  readonly asked: { name: CallName; args: unknown }[] = [];
  readonly followers: Follower[] = [];
  readonly snapshots = new Map<TopicName, unknown>();
  answer: (name: CallName, args: unknown) => unknown = () => null;
  readonly api: DeskApi;

  constructor() {
    const answers = Object.keys(calls).map((key) => {
      const name = key as CallName;
      return [
        name,
        (args: unknown) => {
          this.asked.push({ name, args });
          return this.answer(name, args);
        },
      ];
    });
    const sources = Object.keys(topics).map((key) => {
      const topic = key as TopicName;
      return [
        topic,
        (_args: unknown, emit: Follower['emit'], reset: Follower['reset']) => {
          const follower: Follower = { topic, emit, reset, closed: false };
          this.followers.push(follower);
          return { snapshot: this.snapshots.get(topic) ?? [], close: () => (follower.closed = true) };
        },
      ];
    });
    this.api = { calls: Object.fromEntries(answers), topics: Object.fromEntries(sources) };
  }

  emit<N extends TopicName>(topic: N, delta: TopicDelta<N>): void {
    for (const follower of this.#open(topic)) follower.emit(delta as never);
  }

  reset<N extends TopicName>(topic: N, snapshot: TopicSnapshot<N>): void {
    for (const follower of this.#open(topic)) follower.reset(snapshot as never);
  }

  #open(topic: TopicName): Follower[] {
    return this.followers.filter((follower) => follower.topic === topic && !follower.closed);
  }
}
