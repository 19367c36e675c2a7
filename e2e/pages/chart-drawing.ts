import { join } from 'node:path';
import { build } from 'vite';

const ENTRY = join(import.meta.dirname, '../../src/renderer/features/chart/price-chart.ts');

/** The chart's drawing as one script that leaves it in `window.drawing.PriceChart`, to be let loose without a desk. */
export async function chartDrawing(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, minify: false, lib: { entry: ENTRY, formats: ['iife'], name: 'drawing' } },
  });
  const [bundle] = [built].flat();
  if (!bundle || !('output' in bundle)) throw new Error('The chart was not built.');
  return bundle.output[0].code.replace(/^var drawing/m, 'window.drawing');
}
