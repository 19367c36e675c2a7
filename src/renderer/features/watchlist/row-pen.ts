import { onQuote, quoteOf } from '../../stores/quotes.ts';
import { statusStore } from '../../stores/values.ts';
import { flashCell, RESTLESS_MS } from '../../ui/flash-cell.ts';
import { age } from '../../ui/format.ts';
import { writeText } from '../../ui/write-text.ts';
import { isStale, rowFigures } from './row-figures.ts';
import { Sparklines } from './sparklines.ts';

const SAMPLE_MS = 1000;
const SPARK = { width: 26, height: 16 };

const sparklines = new Sparklines();
const pens = new Set<() => void>();

/** The places of a row that are written without React, since they change many times a second. */
export interface RowPlaces {
  row: HTMLElement;
  age: HTMLElement;
  spark: SVGPathElement;
  ltp: HTMLElement;
  change: HTMLElement;
}

/** Writes an instrument's figures into a row until the returned function is called. */
export function writeRow(id: number, places: RowPlaces): () => void {
  let last = quoteOf(id)?.ltp ?? 0;
  let changedAt = -Infinity;
  const write = () => {
    const quote = quoteOf(id);
    const { ltp, change, tone } = rowFigures(quote);
    writeText(places.ltp, ltp);
    writeText(places.change, change);
    if (places.change.className !== tone) places.change.className = tone;
    const stale = quote !== undefined && isStale(quote);
    if (places.row.hasAttribute('data-stale') !== stale) places.row.toggleAttribute('data-stale', stale);
    const now = quote?.ltp ?? 0;
    if (now === last) return;
    const at = performance.now();
    if (!stale && last !== 0 && at - changedAt > RESTLESS_MS) flashCell(places.ltp, now > last);
    changedAt = at;
    last = now;
  };
  const sketch = () => {
    const quote = quoteOf(id);
    const stale = quote !== undefined && isStale(quote);
    writeText(places.age, stale ? `${age((statusStore.getState().value?.now ?? quote.ts) - quote.ts)} old` : '');
    places.spark.setAttribute('d', stale ? '' : sparklines.path(id, SPARK.width, SPARK.height));
  };
  write();
  sketch();
  pens.add(sketch);
  const stop = onQuote(id, write);
  return () => {
    stop();
    pens.delete(sketch);
  };
}

/** Takes a point of each instrument's sparkline every second, until the returned function is called. */
export function sampleSparklines(ids: readonly number[]): () => void {
  const timer = setInterval(() => {
    for (const id of ids) sparklines.sample(id, quoteOf(id)?.ltp);
    for (const sketch of pens) sketch();
  }, SAMPLE_MS);
  return () => clearInterval(timer);
}

let sampled: string | null = null;

/** Points are kept while the mode stays; those of another mode are forgotten. */
export function sparklinesOf(mode: string | null): void {
  if (mode !== sampled) sparklines.clear();
  sampled = mode;
}
