import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');
const source = join(root, 'src');

/**
 * Who may import whom, by folder, the longest match of a path deciding. A folder sees itself, what it lists, and no more.
 * To add an edge, add it here with its reason, and look for the cycle it may close.
 */
const LAYERS: Record<string, string[]> = {
  contract: [],
  // Pure calculation along bars: the same for the chart and for the engine.
  indicators: ['contract'],
  'main/engine/core': ['contract'],
  'main/engine/domain': ['contract', 'indicators', 'main/engine/core', 'resources'],
  'main/engine/audit': ['contract', 'main/engine/core', 'main/engine/domain'],
  'main/engine/sync': ['contract', 'main/engine/core', 'main/engine/domain'],
  'main/engine/brokers': ['contract', 'main/engine/core', 'main/engine/domain', 'resources'],
  'main/engine/rms': ['contract', 'main/engine/core', 'main/engine/domain', 'main/engine/brokers', 'resources'],
  'main/engine/store': [
    'contract',
    'main/engine/core',
    'main/engine/domain',
    'main/engine/brokers',
    'main/engine/audit',
    'main/engine/sync',
    'migrations',
  ],
  'main/engine/portfolio': [
    'contract',
    'main/engine/core',
    'main/engine/domain',
    'main/engine/store',
    'main/engine/brokers',
  ],
  'main/engine/market-data': ['contract', 'main/engine/core', 'main/engine/domain', 'main/engine/store', 'resources'],
  'main/engine/flight': ['contract', 'main/engine/core', 'main/engine/domain', 'main/engine/store', 'main/engine/rms'],
  'main/engine/oms': [
    'contract',
    'main/engine/core',
    'main/engine/domain',
    'main/engine/store',
    'main/engine/brokers',
    'main/engine/rms',
    'main/engine/portfolio',
    'main/engine/flight',
  ],
  'main/engine/replay': [
    'contract',
    'main/engine/core',
    'main/engine/domain',
    'main/engine/store',
    'main/engine/market-data',
    'resources',
  ],
  // Breaks a paper session on purpose and watches it; the session knows nothing of it.
  'main/engine/drill': [
    'contract',
    'main/engine/core',
    'main/engine/store',
    'main/engine/brokers',
    'main/engine/market-data',
    'main/engine/oms',
  ],
  'main/engine/desk': [
    'contract',
    // Alerts on an indicator.
    'indicators',
    'main/engine/core',
    'main/engine/domain',
    'main/engine/store',
    'main/engine/brokers',
    'main/engine/rms',
    'main/engine/portfolio',
    'main/engine/market-data',
    'main/engine/oms',
    'main/engine/replay',
    'main/engine/flight',
    'main/engine/drill',
  ],
  // Plays whole days against the real engine; nothing of the engine knows it.
  'main/engine/simulation': [
    'contract',
    'main/engine/core',
    'main/engine/domain',
    'main/engine/store',
    'main/engine/brokers',
    'main/engine/rms',
    'main/engine/portfolio',
    'main/engine/market-data',
    'main/engine/oms',
    'main/engine/desk',
    'resources',
  ],
  'main/engine/api': [
    'contract',
    'main/engine/core',
    'main/engine/domain',
    'main/engine/store',
    'main/engine/market-data',
    'main/engine/desk',
  ],
  'main/engine': ['contract', 'main/engine', 'resources'],
  'main/rpc': ['contract', 'main/engine'],
  'main/cli': ['contract', 'main/engine', 'main/headless', 'main/rpc', 'main'],
  'main/desktop': ['contract', 'main/engine', 'main/rpc', 'main'],
  'main/headless': ['contract', 'main/engine', 'main/rpc', 'main'],
  main: ['contract', 'main'],
  preload: ['contract'],
  'renderer/ui': ['contract'],
  'renderer/client': ['contract'],
  'renderer/stores': ['contract', 'renderer/client', 'renderer/ui'],
  'renderer/commands': ['contract', 'renderer/client', 'renderer/stores', 'renderer/ui'],
  'renderer/features': [
    'contract',
    'indicators',
    'renderer/client',
    'renderer/stores',
    'renderer/commands',
    'renderer/ui',
  ],
  renderer: ['contract', 'renderer'],
};

/** Of the packages outside Node itself, who may use which. */
const PACKAGES: { name: RegExp; only: RegExp; why: string }[] = [
  {
    name: /^electron$/,
    only: /^(main\/desktop|preload|main\/index\.ts)/,
    why: 'only the desktop shell knows Electron',
  },
  { name: /^better-sqlite3$/, only: /^main\/engine\/store\/sqlite/, why: 'one SQLite writer, in one folder' },
  { name: /^@duckdb\//, only: /^main\/engine\/store\/duckdb/, why: 'one owner of the tick database' },
  {
    name: /^(react|react-dom|zustand|dockview|lightweight-charts)/,
    only: /^renderer/,
    why: 'views live in the renderer',
  },
];

interface Import {
  file: string;
  target: string;
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
    .map((name) => join(folder, name));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  const found = [...text.matchAll(/^\s*(?:import|export)\s(?:[^'";]*?\sfrom\s)?['"]([^'"]+)['"]/gm)];
  return found.map((match) => ({ file, target: match[1]! }));
}

function placeOf(path: string): string {
  const inSource = relative(source, path).split(sep).join('/');
  if (!inSource.startsWith('..')) return inSource;
  return relative(root, path).split(sep).join('/');
}

function layerOf(place: string): string {
  const names = [...Object.keys(LAYERS), 'resources', 'migrations'];
  return (
    names.filter((name) => place === name || place.startsWith(`${name}/`)).sort((a, b) => b.length - a.length)[0] ??
    place
  );
}

const imports = filesUnder(source)
  .filter((file) => !placeOf(file).startsWith('testing/'))
  .flatMap(importsOf);

describe('architecture', () => {
  it('every import goes along the permitted direction', () => {
    const broken = imports
      .filter(({ target }) => target.startsWith('.'))
      .map(({ file, target }) => ({ from: placeOf(file), to: placeOf(resolve(dirname(file), target)) }))
      .filter(({ from, to }) => {
        const source = layerOf(from);
        const goal = layerOf(to);
        return (
          source !== goal && !(LAYERS[source] ?? []).some((layer) => goal === layer || goal.startsWith(`${layer}/`))
        );
      })
      .map(
        ({ from, to }) =>
          `${from} may not import ${to}: ${layerOf(from)} sees only ${(LAYERS[layerOf(from)] ?? []).join(', ') || 'itself'}`,
      );
    expect(broken).toEqual([]);
  });

  it('packages stay in the folder that owns them', () => {
    const broken = imports.flatMap(({ file, target }) =>
      PACKAGES.filter(({ name, only }) => name.test(target) && !only.test(placeOf(file))).map(
        ({ why }) => `${placeOf(file)} imports ${target}: ${why}`,
      ),
    );
    expect(broken).toEqual([]);
  });

  it('no file of the engine is in an import cycle', () => {
    const graph = new Map<string, string[]>();
    for (const { file, target } of imports) {
      if (target.startsWith('.')) graph.set(file, [...(graph.get(file) ?? []), resolve(dirname(file), target)]);
    }
    expect(cycleIn(graph)?.map(placeOf) ?? []).toEqual([]);
  });

  it('nothing reaches outside the project', () => {
    const broken = imports.filter(
      ({ file, target }) => target.startsWith('.') && relative(root, resolve(dirname(file), target)).startsWith('..'),
    );
    expect(broken).toEqual([]);
  });
});

function cycleIn(graph: Map<string, string[]>): string[] | null {
  const done = new Set<string>();
  const visit = (file: string, path: string[]): string[] | null => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return null;
    for (const next of graph.get(file) ?? []) {
      const cycle = visit(next, [...path, file]);
      if (cycle !== null) return cycle;
    }
    done.add(file);
    return null;
  };
  for (const file of graph.keys()) {
    const cycle = visit(file, []);
    if (cycle !== null) return cycle;
  }
  return null;
}
