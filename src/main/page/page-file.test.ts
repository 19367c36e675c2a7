import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageFile, pagePath } from './page-file.ts';

let root: string;
let folder: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'page-file-'));
  folder = join(root, 'renderer');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  mkdirSync(join(root, 'renderer-other'));
  writeFileSync(join(folder, 'index.html'), '<p>page</p>');
  writeFileSync(join(folder, 'assets', 'index-B1_x.js'), '1');
  writeFileSync(join(folder, 'assets', 'index-B1_x.js.map'), '{}');
  writeFileSync(join(root, 'secret.json'), '{}');
  writeFileSync(join(root, 'renderer-other', 'a.js'), '1');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('pageFile', () => {
  it('serves the page and its assets under the policy', async () => {
    const page = await pageFile(folder, '/');
    expect(page).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } });
    expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self'; /);
    expect(page.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
    expect(await pageFile(folder, '/assets/index-B1_x.js')).toMatchObject({ status: 200, body: Buffer.from('1') });
  });

  it.each([
    '/../secret.json',
    '/%2e%2e/secret.json',
    '/..%2fsecret.json',
    '/assets/../../secret.json',
    '/..\\secret.json',
    '/%5c..%5csecret.json',
    '//etc/passwd',
    '/C:/secret.json',
    '/../renderer-other/a.js',
    '/index.html%00.js',
    '/%',
    '/.env',
    '/assets',
    '/assets/',
    '/assets/index-B1_x.js.map',
    'index.html',
    '',
  ])('serves nothing for %j', async (path) => {
    expect((await pageFile(folder, path)).status).toBe(404);
  });

  it('never leaves its folder', () => {
    const piece = fc.constantFrom('..', '.', '%2e', '/', '\\', '%2f', '%5c', 'a.js', 'secret.json', '%00', '~');
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string())), (parts) => {
        const path = pagePath(folder, `/${parts.join('')}`);
        expect(path === null || !relative(folder, path).startsWith('..')).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
