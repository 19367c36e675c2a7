import { createHash } from 'node:crypto';
import type { Committed } from './durable.ts';

const PENDING = 16_384;

/** A hash over everything that happened, step by step: two runs of the same settings that differ anywhere differ in it. */
export class Trace {
  readonly #hash = createHash('sha256');
  #pending = '';

  step(at: number, label: string): void {
    this.#add(`${at} ${label}\n`);
  }

  committed({ orders, trades, positions, riskStates, lines }: Committed): void {
    let text = '';
    for (const { id, state, seq, filled, filledValue } of orders)
      text += `${id} ${state} ${seq} ${filled} ${filledValue}\n`;
    for (const { id, quantity, fillPrice } of trades) text += `${id} ${quantity} ${fillPrice}\n`;
    for (const { instrumentId, netQty, cost } of positions) text += `${instrumentId} ${netQty} ${cost}\n`;
    for (const { state } of riskStates) text += `${state}\n`;
    for (const line of lines) text += `${line}\n`;
    this.#add(text);
  }

  digest(): string {
    this.#hash.update(this.#pending);
    return this.#hash.digest('hex');
  }

  /** Many lines are hashed at once. */
  #add(text: string): void {
    this.#pending += text;
    if (this.#pending.length < PENDING) return;
    this.#hash.update(this.#pending);
    this.#pending = '';
  }
}
