import { join } from 'node:path';
import { build } from 'vite';

const ENTRY = join(import.meta.dirname, 'chart-drawing-parts.ts');

/** The chart's drawing as one script that leaves its parts in `window.drawing`, to be let loose without a desk. */
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
