/**
 * How far one clock is ahead of another, from questions answered by the other: an answer was made after its question and
 * before it came. Each narrows what is possible, so a slow answer costs nothing. Both clocks run at one pace, as the
 * monotonic clocks of one machine do. Milliseconds.
 */
export class ClockOffset {
  #least = -Infinity;
  #most = Infinity;

  /** The other clock said `theirs` to what was asked at `asked` and came at `came` by our own. */
  learn(asked: number, theirs: number, came: number): void {
    const [least, most] = [theirs - came, theirs - asked];
    // It cannot be: one of the clocks has stood still, as in a sleep. What was known before is worth nothing.
    const broken = least > this.#most || most < this.#least;
    this.#least = broken ? least : Math.max(this.#least, least);
    this.#most = broken ? most : Math.min(this.#most, most);
  }

  forget(): void {
    this.#least = -Infinity;
    this.#most = Infinity;
  }

  /** The middle of what is possible; null before the first answer. */
  get ahead(): number | null {
    return this.#most === Infinity ? null : (this.#least + this.#most) / 2;
  }
}
