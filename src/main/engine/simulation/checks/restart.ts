import { stopInForce } from '../../domain/stop-in-force.ts';
import type { Sent } from '../sim-broker.ts';
import type { Check, CheckedWorld, Violate } from './check.ts';

/** How many steps lie between two looks at the running program. */
const EVERY = 20;

/** T3b, K3, TS3: what a restart must not send, and what it must find again: the desk trusts nothing it has not written. */
export class Restart implements Check {
  readonly rules = ['T3b', 'K3', 'TS3'];
  readonly #waited = new Set<string>();
  #steps = 0;

  onSent({ request }: Sent, _world: CheckedWorld, violate: Violate): void {
    if (request === null || !this.#waited.has(request.tag)) return;
    violate('T3b', `The order with tag ${request.tag} waited when the program died, and was sent by the next run.`);
  }

  onStep(world: CheckedWorld, violate: Violate): void {
    const { desk, durable } = world;
    if (desk === null) {
      for (const id of durable.live) {
        const { state, tag } = durable.orders.get(id)!;
        if (state === 'QUEUED' || state === 'DRAFT') this.#waited.add(tag);
      }
      return;
    }
    this.#steps += 1;
    if (this.#steps % EVERY !== 0) return;
    const [seen, written] = [desk.tradingState(), durable.riskState?.state ?? 'ACTIVE'];
    if (seen !== null && seen !== written)
      violate('K3', `Trading is ${seen} in memory, and a restart would find it ${written}.`);
    this.#compareStops(world, violate);
  }

  #compareStops({ desk, durable, instrument }: CheckedWorld, violate: Violate): void {
    for (const { instrumentId, netQty, slPrice } of desk!.stops()) {
      const leg = { isLong: netQty > 0, tickSize: instrument(instrumentId).tickSize };
      const written = [...durable.brackets.values()]
        .filter((bracket) => bracket.instrumentId === instrumentId && bracket.state === 'ARMED')
        .map((bracket) => stopInForce(bracket, leg));
      if (written.includes(slPrice)) continue;
      violate(
        'TS3',
        `The stop of contract ${instrumentId} is at ${slPrice}, and a restart would find ${written.join(', ')}.`,
      );
    }
  }
}
