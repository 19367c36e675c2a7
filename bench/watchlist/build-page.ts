import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

/** A page of the bench, built for production. */
export interface BuiltPage {
  folder: string;
  remove(): void;
}

/** Builds `bench/watchlist/<name>` into a temporary folder, with the options of the terminal's own page. */
export async function buildPage(name: 'naive' | 'own'): Promise<BuiltPage> {
  const folder = mkdtempSync(join(tmpdir(), `bench-${name}-`));
  await build({
    configFile: false,
    logLevel: 'warn',
    root: join(import.meta.dirname, name),
    plugins: [react()],
    build: { target: 'chrome152', outDir: folder, emptyOutDir: true, minify: true },
  });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
