import { createHash } from 'node:crypto';
import type { Committed } from './durable.ts';

/** A hash over everything that happened, step by step: two runs of the same settings that differ anywhere differ in it. */
export class Trace {
  readonly #hash = createHash('sha256');

  step(at: number, label: string): void {
    this.#hash.update(`${at} ${label}\n`);
  }

  committed({ orders, trades, positions, riskStates, lines }: Committed): void {
    let text = '';
    for (const { id, state, seq, filled, filledValue } of orders)
      text += `${id} ${state} ${seq} ${filled} ${filledValue}\n`;
    for (const { id, quantity, fillPrice } of trades) text += `${id} ${quantity} ${fillPrice}\n`;
    for (const { instrumentId, netQty, cost } of positions) text += `${instrumentId} ${netQty} ${cost}\n`;
    for (const { state } of riskStates) text += `${state}\n`;
    for (const line of lines) text += `${line}\n`;
    this.#hash.update(text);
  }

  digest(): string {
    return this.#hash.digest('hex');
  }
}
