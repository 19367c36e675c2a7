import { expect, test } from '../launch/test.ts';

test.use({ desk: 'headless-session' });

test('the token leaves the address bar, and a reload keeps the session', async ({ page }) => {
  await expect(page.getByText('Simulator').first()).toBeVisible();
  expect(new URL(page.url()).hash).toBe('');
  await page.reload();
  await expect(page.getByText('Simulator').first()).toBeVisible();
});

test('reloads in quick succession keep the session', async ({ page }) => {
  // As F5 does it: Chromium refuses a reload of Playwright's while the page before it is still being swapped.
  for (let i = 0; i < 3; i += 1) {
    const committed = page.waitForEvent('framenavigated');
    await page.evaluate(() => setTimeout(() => location.reload()));
    await committed;
  }
  await expect(page.getByText('Simulator').first()).toBeVisible();
});

test('a duplicated tab works, and so does the first one after it', async ({ page }) => {
  const copied = await page.evaluate(() => Object.fromEntries(Object.entries<string>(sessionStorage)));
  const copy = await page.context().newPage();
  await copy.addInitScript((entries) => {
    for (const [key, value] of Object.entries(entries))
      if (!sessionStorage.getItem(key)) sessionStorage.setItem(key, value);
  }, copied);
  await copy.goto(page.url());
  await expect(copy.getByText('Simulator').first()).toBeVisible();
  await copy.close();
  await page.reload();
  await expect(page.getByText('Simulator').first()).toBeVisible();
});

test('a page without a link is told what it needs, and a used link opens nothing', async ({ terminal, page }) => {
  const address = new URL(page.url()).origin;
  const stranger = await page.context().browser()!.newContext();
  const visitor = await stranger.newPage();
  await visitor.goto(address);
  await expect(visitor.getByText(/link/i).first()).toBeVisible();
  await expect(visitor.getByText('Simulator')).toHaveCount(0);

  const link = await terminal.newLink();
  await visitor.goto('about:blank');
  await visitor.goto(link);
  await expect(visitor.getByText('Simulator').first()).toBeVisible();
  const other = await page.context().browser()!.newContext();
  const late = await other.newPage();
  await late.goto(link);
  await expect(late.getByText(/used before/).first()).toBeVisible();
  await expect(late.getByText('Simulator')).toHaveCount(0);
  await stranger.close();
  await other.close();
});

test('the policy breaks nothing of the page', async ({ page }) => {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (/content security policy|trusted/i.test(message.text())) complaints.push(message.text());
  });
  await page.reload();
  await expect(page.getByText('Simulator').first()).toBeVisible();
  expect(complaints).toEqual([]);
});

test('starts again on the same data after a kill', async ({ terminal }) => {
  await terminal.restart('kill');
  await expect(terminal.page.getByText('Simulator').first()).toBeVisible();
});
