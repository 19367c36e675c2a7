import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { RunningTerminal } from '../launch/running-terminal.ts';
import { findChromium } from '../../scripts/find-chromium.ts';
import { Books } from '../pages/books.ts';
import { serve } from '../pages/command-line.ts';
import { TradePage } from '../pages/trade-page.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'terminal-resilience-'));
test.afterAll(() => rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 }));

test('a killed engine: the page says so, greys, sends nothing, asks for the new link, and goes on with it', async ({
  playwright,
}) => {
  const executablePath = findChromium()!;
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await playwright.chromium.launch({ executablePath, args });
  const page = await browser.newPage();
  const first = await serve(dataDir);
  const terminal = { page } as RunningTerminal;
  const trade = new TradePage(terminal);
  const books = new Books(terminal);
  await page.goto(first.link);
  await trade.ready();
  await trade.arm();
  await trade.press('b');
  await expect.poll(async () => (await books.orders()).map((row) => row['Status'])).toEqual(['FILLED']);
  const orders = await books.orders();
  const banner = page.locator('.banners').getByRole('alert');
  const look = () =>
    page.getByRole('main').evaluate((main) => {
      const { filter, opacity } = getComputedStyle(main);
      return { grey: filter.includes('grayscale(1)'), faded: Number(opacity) < 1 };
    });
  expect(await look()).toEqual({ grey: false, faded: false });

  first.process.kill('SIGKILL');
  await first.ended;
  await expect(banner).toContainText(/CONNECTION LOST.*nothing can be sent/);
  await expect(page.locator('html')).not.toHaveAttribute('data-ready');
  expect(await look()).toEqual({ grey: true, faded: true });
  await expect(trade.armSwitch).toHaveAttribute('aria-checked', 'false');
  await trade.press('Control+Space');
  await trade.press('b');
  await expect(trade.result(/nothing was sent/)).toBeVisible();
  await expect(trade.armSwitch).toHaveAttribute('aria-checked', 'false');

  const second = await serve(dataDir, Number(new URL(first.link).port));
  await expect(banner).toContainText(/NOT CONNECTED.*Open the link that the terminal printed/);
  expect(await look()).toEqual({ grey: true, faded: true });

  // Into the same tab, where only the fragment of the address changes.
  await page.goto(second.link);
  await trade.ready();
  await expect(banner).toBeHidden();
  expect(await look()).toEqual({ grey: false, faded: false });
  expect(await books.orders()).toEqual(orders);

  second.process.kill('SIGTERM');
  expect(await second.ended).toBe(0);
  expect(second.out.stderr).toBe('');
  await browser.close();
});
