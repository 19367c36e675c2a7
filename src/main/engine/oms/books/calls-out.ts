/** A call that has not come back by then never will, ms: the lines of brokers give up long before. */
const NEVER_AFTER_MS = 45_000;

/**
 * Calls to the broker that have not come back, by the id of their order or request. What one asks for may still be on
 * its way, whatever was concluded meanwhile: a sleep or a jump of the clock ends no attempt (T8). Monotonic ms.
 */
export class CallsOut {
  readonly #begun = new Map<string, number>();
  readonly #ended = new Map<string, number>();

  begins(id: string, now: number): void {
    this.#begun.set(id, now);
  }

  /** It came back. @param isOpen its outcome is not known, so that its end still matters */
  ends(id: string, now: number, isOpen: boolean): void {
    this.#begun.delete(id);
    if (isOpen) this.#ended.set(id, now);
  }

  /** When the attempt ended, or does at the latest; null for one that was made by an earlier run. */
  endOf(id: string): number | null {
    const begun = this.#begun.get(id);
    return begun === undefined ? (this.#ended.get(id) ?? null) : begun + NEVER_AFTER_MS;
  }

  /** Its outcome is known. */
  forget(id: string): void {
    this.#ended.delete(id);
  }
}
