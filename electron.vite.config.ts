import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const root = import.meta.dirname;

/** Stay external: native modules and ws. Everything else is inlined, so it is a devDependency. */
const external = ['electron', 'better-sqlite3', '@duckdb/node-api', '@duckdb/node-bindings', 'ws', /^node:/];

export default defineConfig({
  main: {
    build: {
      target: 'node24.18',
      outDir: 'out/main',
      sourcemap: true,
      rolldownOptions: {
        external,
        input: {
          index: resolve(root, 'src/main/index.ts'),
          terminal: resolve(root, 'src/main/terminal.ts'),
          'tick-store-worker': resolve(root, 'src/main/engine/store/duckdb/tick-store-worker.ts'),
        },
      },
    },
  },
  preload: {
    build: {
      target: 'node24.18',
      outDir: 'out/preload',
      rolldownOptions: {
        external: ['electron'],
        input: { preload: resolve(root, 'src/preload/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: resolve(root, 'src/renderer'),
    plugins: [react()],
    build: {
      target: 'chrome152',
      minify: true,
      outDir: resolve(root, 'out/renderer'),
      rolldownOptions: { input: resolve(root, 'src/renderer/index.html') },
    },
  },
});
