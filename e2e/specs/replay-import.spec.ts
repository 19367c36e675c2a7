import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '../pages/test.ts';
import { readTable } from '../pages/table.ts';

test.use({ desk: 'replay-import' });
// One story: the file that is imported first is replayed next.
test.describe.configure({ mode: 'serial' });

const SECONDS = 600;
const folder = mkdtempSync(join(tmpdir(), 'terminal-ticks-'));
const file = join(folder, 'april.csv');

test.beforeAll(() => writeFileSync(file, ticks()));
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Ten minutes of a share and the index from the open of 13 Apr 2021, a tick a second, and a row without a price. */
function ticks(): string {
  const open = Date.UTC(2021, 3, 13, 3, 45);
  const rows = Array.from({ length: SECONDS }, (_, second) => {
    const time = new Date(open + second * 1000 + 5.5 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
    const share = (1390 + Math.round(20 * Math.sin(second / 40)) / 10).toFixed(2);
    const index = (14_300 + Math.round(100 * Math.sin(second / 60)) / 10).toFixed(2);
    return `${time},INFY,${share},${(second + 1) * 100}\n${time},NIFTY 50,${index},0\n`;
  });
  return `timestamp,symbol,ltp,volume\n${rows.join('')}2021-04-13 09:25:00,INFY,,60100\n`;
}

test('a file is imported through the dialog, and the report says what was kept and what was not', async ({
  review,
}) => {
  await review.open();
  await review.importFile(file);
  const report = review.importDialog;
  await expect(report).toContainText(`Rows read${(2 * SECONDS + 1).toLocaleString('en-IN')}`);
  await expect(report).toContainText(`Rows kept${(2 * SECONDS).toLocaleString('en-IN')}`);
  await expect(report).toContainText('Symbols2');
  expect(await readTable(report.getByRole('table', { name: 'Refused' }))).toMatchObject([
    { Refused: 'No last price', Rows: '1' },
  ]);
  await report.getByRole('button', { name: 'Close' }).last().click();
  await expect(review.days.getByRole('row').filter({ hasText: '13 Apr 2021' })).toContainText('Imported: april.csv');
});

test('the same file again replaces its rows, none is there twice', async ({ review }) => {
  await review.importFile(file);
  await expect(review.importDialog).toContainText('none is there twice');
  await review.importDialog.getByRole('button', { name: 'Close' }).last().click();
  const days = await readTable(review.days);
  expect(days.filter(({ Source: source }) => source === 'Imported: april.csv')).toMatchObject([
    { Symbols: '2', Ticks: (2 * SECONDS).toLocaleString('en-IN'), From: '09:15:00' },
  ]);
});

test('a replay is unmistakable, begins at the open, and can be paused and sped up', async ({ trade, review, page }) => {
  await review.replay('2021-04-13', 'Imported: april.csv');
  await expect(trade.mode).toHaveText('REPLAY');
  await expect(page.locator('html')).toHaveAttribute('data-mode', 'replay');
  await expect(trade.focused).toHaveText('INFY');
  await expect(page.getByRole('banner')).toContainText('Tue 13 Apr');
  expect(await review.at()).toMatch(/^09:15:/);

  const speed = review.transport.getByRole('group', { name: 'Replay speed' });
  await speed.getByRole('button', { name: '20' }).click();
  await expect(speed.getByRole('button', { name: '20×' })).toHaveAttribute('aria-pressed', 'true');
  const begun = await review.at();
  await expect.poll(() => review.at()).not.toBe(begun);
  await page.getByRole('main').click({ position: { x: 2, y: 2 } });
  await trade.press('Space');
  await expect(review.transport.getByRole('button', { name: 'Play' })).toBeVisible();
  await expect(page.getByRole('list', { name: 'Feeds' })).toContainText('paused');
  await trade.press('Space');
  await expect(review.transport.getByRole('button', { name: 'Pause' })).toBeVisible();
  await speed.getByRole('button', { name: '1', exact: true }).click();
  await expect(page.getByRole('banner')).toContainText('playing at 1×');
});

test('an order in the replay fills there, and is not in the paper books', async ({ trade, books, review, page }) => {
  await expect(trade.armSwitch).toHaveAttribute('aria-checked', 'false');
  await trade.arm();
  await trade.press('b');
  await expect.poll(() => books.orders()).toMatchObject([{ Symbol: 'INFY', Side: 'BUY', Qty: '1', Status: 'FILLED' }]);
  const [order] = await books.orders();
  expect(order!['Avg']).toMatch(/^1,3(8[7-9]|9[0-3])\.\d\d$/);
  expect(order!['IST']).toMatch(/^09:1\d:\d\d$/);
  expect(await books.positions()).toMatchObject([{ Symbol: 'INFY', Lots: '+1' }]);

  await page.getByRole('button', { name: 'Leave the replay' }).click();
  await expect(trade.mode).toHaveText('PAPER');
  await expect(page.locator('html')).toHaveAttribute('data-mode', 'paper');
  await expect(trade.armSwitch).toHaveAttribute('aria-checked', 'false');
  await expect(trade.focused).toHaveText(/^NIFTY \d+ CE$/);
  expect(await books.orders()).toEqual([]);
  expect(await books.trades()).toEqual([]);
  expect(await books.positions()).toEqual([]);
  await expect(review.days).toBeVisible();
});
