import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Page } from '@playwright/test';
import { electronExecutable, electronFolder } from '../../scripts/electron-binary.ts';
import { expect, test } from '../launch/test.ts';
import type { RunningTerminal } from '../launch/running-terminal.ts';

test.use({ desk: 'desktop-guards' });

const main = ({ electron }: RunningTerminal) => electron!;
const addressOf = (terminal: RunningTerminal) =>
  main(terminal).evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((w) => w.webContents.getURL()));

test('the page gets its kind of shell and a port, nothing of Node or Electron', async ({ page }) => {
  await expect(page.getByText('Simulator').first()).toBeVisible();
  const seen = await page.evaluate(() => ({
    shell: (window as { terminalShell?: unknown }).terminalShell,
    leaked: ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer', 'global'].filter((n) => n in window),
  }));
  expect(seen).toEqual({ shell: { kind: 'desktop' }, leaked: [] });
});

test('the page cannot navigate away', async ({ terminal, page }) => {
  await page.evaluate(() => location.assign('https://evil.example/'));
  await page.evaluate(() => {
    const link = document.createElement('a');
    link.href = 'https://evil.example/';
    document.body.append(link);
    link.click();
  });
  await expect(page.getByText('Simulator').first()).toBeVisible();
  expect(await addressOf(terminal)).toEqual(['app://terminal/']);
});

/** Clicks a link that wants a window of its own. */
async function clickOutside(page: Page, url: string): Promise<void> {
  await page.evaluate((href) => {
    const link = Object.assign(document.createElement('a'), {
      href,
      target: '_blank',
      id: 'outside',
      textContent: href,
    });
    link.style.cssText = 'position: fixed; inset: 0 auto auto 0; z-index: 99999';
    document.body.append(link);
  }, url);
  await page.click('#outside');
  await page.evaluate(() => document.querySelector('#outside')?.remove());
}

test('no window is opened', async ({ terminal, page }) => {
  for (const url of ['https://evil.example/', 'https://www.tradingview.com/']) await clickOutside(page, url);
  await expect(page.getByText('Simulator').first()).toBeVisible();
  expect(await addressOf(terminal)).toEqual(['app://terminal/']);
});

test('only a listed https site goes to the browser', async ({ terminal, page }) => {
  test.skip(process.env['ELECTRON_OVERRIDE_DIST_PATH'] !== undefined, "needs Electron's own binary");
  await main(terminal).evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openExternal = (url) => Promise.resolve(void opened.push(url));
  });
  const urls = ['https://evil.example/', 'http://www.tradingview.com/', 'https://www.tradingview.com/'];
  for (const url of urls) await clickOutside(page, url);
  expect(await page.evaluate(() => window.open('https://evil.example/') === null)).toBe(true);
  const opened = () => main(terminal).evaluate(() => (globalThis as unknown as { opened: string[] }).opened);
  await expect.poll(opened).toEqual(['https://www.tradingview.com/']);
});

test('the page comes with its policy, and the policy holds', async ({ page }) => {
  const policy = await page.evaluate(async () => (await fetch('/index.html')).headers.get('content-security-policy'));
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("require-trusted-types-for 'script'");
  await page.evaluate(() => {
    const broken = new Set<string>();
    Object.assign(window, { broken });
    document.addEventListener('securitypolicyviolation', (event) => broken.add(event.effectiveDirective));
    const image = document.createElement('img');
    image.src = 'https://evil.example/a.png';
    const frame = document.createElement('iframe');
    frame.src = 'https://evil.example/';
    const style = document.createElement('style');
    style.textContent = 'body { color: red }';
    document.body.append(image, frame, style);
    void fetch('https://evil.example/').catch(() => null);
  });
  const broken = () => page.evaluate(() => [...(window as unknown as { broken: Set<string> }).broken].sort());
  await expect.poll(broken).toEqual(['connect-src', 'frame-src', 'img-src', 'style-src-elem']);
});

test('the scheme serves the page folder and nothing else', async ({ page }) => {
  const statuses = await page.evaluate(() =>
    Promise.all(
      ['/index.html', '/..%2fmain%2findex.js', '/..%5cmain%5cindex.js', '/%2e%2e/main/index.js', '/nothing.js'].map(
        async (path) => (await fetch(path)).status,
      ),
    ),
  );
  expect(statuses).toEqual([200, 404, 404, 404, 404]);
});

test('every permission is refused', async ({ page }) => {
  test.skip(process.env['ELECTRON_OVERRIDE_DIST_PATH'] !== undefined, "needs Electron's own binary");
  const answers = await page.evaluate(async () => {
    const states = await Promise.all(
      (['geolocation', 'camera', 'microphone', 'notifications', 'midi'] as PermissionName[]).map(
        async (name) => (await navigator.permissions.query({ name })).state,
      ),
    );
    return [...states, await Notification.requestPermission()];
  });
  expect(new Set(answers)).toEqual(new Set(['denied']));
});

test('a second start shows the first window and ends', async ({ terminal, dataDir }) => {
  await main(terminal).evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.blur());
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const args = [process.cwd(), `--data-dir=${dataDir}`, ...sandbox];
  const second = spawn(electronExecutable(electronFolder()!.folder), args, { stdio: 'ignore' });
  expect(await once(second, 'exit')).toEqual([0, null]);
  const focused = () => main(terminal).evaluate(({ BrowserWindow }) => BrowserWindow.getFocusedWindow() !== null);
  await expect.poll(focused).toBe(true);
  expect(await addressOf(terminal)).toHaveLength(1);
});

test('a reload gets a new port', async ({ page }) => {
  await page.reload();
  await expect(page.getByText('Simulator').first()).toBeVisible();
});

test('starts again after a clean quit, and after a kill', async ({ terminal }) => {
  for (const how of ['cleanly', 'kill'] as const) {
    await terminal.restart(how);
    await expect(terminal.page.getByText('Simulator').first()).toBeVisible();
  }
  expect(terminal.stderr()).not.toMatch(/did not close cleanly|failed/);
});
