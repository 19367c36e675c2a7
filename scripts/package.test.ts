import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractAll, extractFile, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
let folder: string;
let packed: string;

/** An Electron that cannot run: the files electron-builder moves, and a fuse wire of nine fuses for it to set. */
function standInForElectron(dist: string): void {
  mkdirSync(join(dist, 'resources'), { recursive: true });
  mkdirSync(join(dist, 'locales'));
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'version', 'chrome-sandbox']) {
    writeFileSync(join(dist, name), 'x');
  }
  writeFileSync(
    join(dist, 'electron'),
    `${'.'.repeat(64)}dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\u0001\u0009${'0'.repeat(9)}${'.'.repeat(64)}`,
  );
  chmodSync(join(dist, 'electron'), 0o755);
}

function pack(electronDist: string, output: string) {
  const args = [join(root, 'scripts/package.ts'), '--dir', '--linux', `-c.directories.output=${output}`];
  return spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ELECTRON_DIST: electronDist },
  });
}

describe.runIf(process.platform === 'linux')('npm run package -- --dir', () => {
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'package-'));
    standInForElectron(join(folder, 'electron'));
    const run = pack(join(folder, 'electron'), join(folder, 'dist'));
    if (run.status !== 0) throw new Error(`${run.stdout}${run.stderr}`);
    packed = join(
      folder,
      'dist',
      readdirSync(join(folder, 'dist')).find((name) => name.endsWith('unpacked'))!,
    );
  }, 180_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const archive = () => join(packed, 'resources/app.asar');

  it('packs the bundles and what they load at run time, nothing of how they were made', () => {
    const names = listPackage(archive(), { isPack: false }).map((name) => name.replaceAll('\\', '/'));
    for (const name of [
      'main/index.js',
      'main/terminal.js',
      'main/tick-store-worker.js',
      'preload/preload.cjs',
      'renderer/index.html',
    ]) {
      expect(names).toContain(`/out/${name}`);
    }
    for (const name of ['better-sqlite3', '@duckdb/node-api', '@duckdb/node-bindings', 'ws']) {
      expect(names).toContain(`/node_modules/${name}/package.json`);
    }
    const strays = names.filter((name) =>
      /\.map$|\.test\.|\.tsx?$|^\/(src|e2e|docs|scripts|bench|dist)\b|\/node_modules\/(react|zod|vite)\b/.test(name),
    );
    expect(strays).toEqual([]);
  });

  it('keeps native code outside the archive, of this platform only', () => {
    const outside = join(packed, 'resources/app.asar.unpacked/node_modules');
    const native = readdirSync(outside, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.(node|so)$/.test(name),
    );
    expect(native.map((name) => name.replaceAll('\\', '/')).sort()).toEqual([
      `@duckdb/node-bindings-linux-${process.arch}/duckdb.node`,
      `@duckdb/node-bindings-linux-${process.arch}/libduckdb.so`,
      `better-sqlite3/prebuilds/linux-${process.arch}.node`,
    ]);
  });

  it('starts at the main bundle', () => {
    const manifest = JSON.parse(extractFile(archive(), 'package.json').toString()) as Record<string, unknown>;
    expect(manifest).toMatchObject({ main: 'out/main/index.js', productName: 'Next-Gen Algo Terminal' });
    expect(manifest).not.toHaveProperty('devDependencies');
  });

  it('has all it needs to open a desk', () => {
    const app = join(folder, 'app');
    extractAll(archive(), app);
    const args = [join(app, 'out/main/terminal.js'), 'verify', '--data-dir', join(folder, 'data')];
    const run = spawnSync(process.execPath, args, { cwd: app, encoding: 'utf8' });
    expect(run).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('The log is whole') });
  });

  it('sets the fuses', async () => {
    const wire = await getCurrentFuseWire(join(packed, 'next-gen-algo-terminal'));
    const on = (fuse: FuseV1Options) => String.fromCodePoint(wire[fuse] as number) === '1';
    expect({
      runAsNode: on(FuseV1Options.RunAsNode),
      nodeOptions: on(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      nodeCliInspect: on(FuseV1Options.EnableNodeCliInspectArguments),
      cookieEncryption: on(FuseV1Options.EnableCookieEncryption),
      asarIntegrity: on(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyAsar: on(FuseV1Options.OnlyLoadAppFromAsar),
      filePrivileges: on(FuseV1Options.GrantFileProtocolExtraPrivileges),
    }).toEqual({
      runAsNode: false,
      nodeOptions: false,
      nodeCliInspect: false,
      cookieEncryption: true,
      asarIntegrity: true,
      onlyAsar: true,
      filePrivileges: false,
    });
  });

  it('says what is missing where there is no Electron', () => {
    const run = pack(join(folder, 'nowhere'), join(folder, 'dist-2'));
    expect(run.status).toBe(1);
    expect(run.stderr).toMatch(/Packing needs Electron's binary.*ELECTRON_DIST/);
    expect(existsSync(join(folder, 'dist-2'))).toBe(false);
  });
});

it('the icons are real pictures of every size the packages want', () => {
  const icons = join(root, 'resources/icons');
  for (const size of [16, 32, 48, 64, 128, 256, 512]) {
    const png = readFileSync(join(icons, `${size}x${size}.png`));
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
  }
  expect(readFileSync(join(icons, 'icon.ico')).readUInt16LE(4)).toBe(6);
  expect(readFileSync(join(icons, 'icon.icns')).subarray(0, 4).toString()).toBe('icns');
});
