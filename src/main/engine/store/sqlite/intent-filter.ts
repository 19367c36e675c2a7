/** 1 MB; with half a million intents, one look-up in seventy is made in vain. */
const BITS = 2 ** 23;

/**
 * Which intent ids may be in the table of orders: "no" is certain, "yes" has to be looked up. A key press brings a new id
 * nearly always, and asking the database for it would cost more than all the risk rules but one.
 */
export class IntentFilter {
  readonly #words = new Uint32Array(BITS / 32);

  add(intentId: string): void {
    for (const bit of bitsOf(intentId)) this.#words[bit >>> 5]! |= 1 << (bit & 31);
  }

  mayHave(intentId: string): boolean {
    return bitsOf(intentId).every((bit) => (this.#words[bit >>> 5]! & (1 << (bit & 31))) !== 0);
  }
}

/** Two places of an id: two digests in the manner of FNV-1a, with different primes. */
function bitsOf(intentId: string): [number, number] {
  let one = 0x811c9dc5;
  let other = 0x01000193;
  for (let index = 0; index < intentId.length; index++) {
    const code = intentId.charCodeAt(index);
    one = Math.imul(one ^ code, 0x01000193);
    other = Math.imul(other ^ code, 0x5bd1e995);
  }
  return [(one >>> 0) % BITS, (other >>> 0) % BITS];
}
