/** Most points of a sparkline. */
export const SPARK_POINTS = 24;
/** Fewer are no line worth showing. */
const FEWEST = 5;

/** Recent last prices of many instruments, one point each time `sample` is called. */
export class Sparklines {
  #points = new Map<number, number[]>();

  /** Adds the price (paise) of now; 0 and undefined add nothing. */
  sample(id: number, ltp: number | undefined): void {
    if (!ltp) return;
    const points = this.#points.get(id);
    if (!points) this.#points.set(id, [ltp]);
    else {
      points.push(ltp);
      if (points.length > SPARK_POINTS) points.shift();
    }
  }

  clear(): void {
    this.#points.clear();
  }

  /** The line as an SVG path over the width of a box, "" while there are too few points. */
  path(id: number, width: number, height: number): string {
    const points = this.#points.get(id);
    if (!points || points.length < FEWEST) return '';
    const [low, high] = [Math.min(...points), Math.max(...points)];
    const range = high - low || 1;
    const step = width / (points.length - 1);
    return `M${points
      .map((ltp, at) => `${(at * step).toFixed(1)} ${(height - 2 - ((ltp - low) / range) * (height - 4)).toFixed(1)}`)
      .join('L')}`;
  }
}
