import { expect, test } from '../pages/test.ts';
import { figure, readTable } from '../pages/table.ts';

test.use({ desk: 'first-start' });

test('opens on paper with the market running, whether NSE is open or not', async ({ trade, page }) => {
  await expect(trade.mode).toHaveText('PAPER');
  await expect(page.locator('html')).toHaveAttribute('data-mode', 'paper');
  await expect(trade.tradingState).toHaveText('ACTIVE');
  await expect(page.getByRole('banner')).toContainText(/NSE .+: simulated market runs on|session ?NSE closes/);
  await expect(page.getByRole('list', { name: 'Feeds' }).getByTitle('Simulator: live')).toBeVisible();
});

test('every book and the watchlist is a table that can be reached', async ({ books, page }) => {
  await expect(page.getByRole('table', { name: 'Watchlist' })).toBeVisible();
  for (const name of ['Orders', 'Trades', 'Positions'] as const) {
    await books.show(name);
    await expect(books.table(name)).toBeVisible();
  }
});

test("the current week's NIFTY call at the money has the focus", async ({ trade, ticket, page }) => {
  const name = /^NIFTY (\d+) CE$/.exec(await trade.focused.innerText());
  const watchlist = await readTable(page.getByRole('table', { name: 'Watchlist' }));
  const index = watchlist.find(({ Symbol: symbol }) => symbol === 'NIFTY 50')!;
  // Strikes are 50 points apart; the money is the forward's, a little off the index.
  expect(Math.abs(Number(name?.[1]) - figure(index['LTP']!) / 100)).toBeLessThan(75);
  await expect(ticket.button('ATM')).toHaveAttribute('aria-pressed', 'true');
  const daysLeft = Number(
    /· (\d+) d/.exec(await page.getByRole('region', { name: 'Chart', exact: true }).innerText())![1],
  );
  expect(daysLeft).toBeLessThanOrEqual(8);
});

test('the chart is drawn with bars', async ({ trade }) => {
  await expect.poll(async () => Math.min(...Object.values(await trade.barPixels()))).toBeGreaterThan(200);
});

test('figures move', async ({ page }) => {
  const prices = async () => (await readTable(page.getByRole('table', { name: 'Watchlist' }))).map((row) => row['LTP']);
  const before = await prices();
  expect(before.length).toBeGreaterThan(10);
  await expect.poll(async () => (await prices()).filter((ltp, at) => ltp !== before[at]).length).toBeGreaterThan(5);
});

test('the first steps go when they are closed, and stay away', async ({ trade, page }) => {
  const steps = page.getByRole('region', { name: 'First steps' });
  await steps.getByRole('button', { name: 'Close first steps' }).click();
  await expect(steps).toBeHidden();
  await page.reload();
  await trade.ready();
  await expect(steps).toBeHidden();
  await trade.restart('cleanly');
  await expect(trade.page.getByRole('region', { name: 'First steps' })).toBeHidden();
});
