import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../pages/test.ts';

test.use({ desk: 'accessibility' });

/** What axe finds serious or critical in the page or a part of it: the rule, and the elements that break it. */
async function faults(page: Page, part = 'html'): Promise<string[]> {
  // Legacy mode, since the desktop cannot open the blank page that axe would sum up on.
  const { violations } = await new AxeBuilder({ page }).include(part).setLegacyMode(true).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`),
    );
}

for (const theme of ['dark', 'light'] as const) {
  test(`Trade, ${theme}, with a position and a working order: nothing serious`, async ({
    trade,
    books,
    ticket,
    palette,
    page,
  }) => {
    await palette.run('trade layout', 'Trade layout');
    await palette.run(`theme: ${theme}`, `Theme: ${theme}`);
    await trade.arm();
    await trade.press('b');
    await expect.poll(async () => (await books.positions()).length).toBe(1);
    await ticket.button('Limit').click();
    await ticket.button('Add stop').click();
    await ticket.button('Add target').click();
    await ticket.type('Price', ((await ticket.ltp()) / 2).toFixed(1));
    await ticket.send.click();
    await expect.poll(async () => (await books.working()).length).toBeGreaterThan(0);
    expect(await faults(page)).toEqual([]);
    for (const tab of ['RMS', 'Log']) {
      await page.getByRole('tab', { name: tab, exact: true }).click();
      await expect(page.getByRole('region', { name: tab, exact: true })).toBeVisible();
      expect(await faults(page, `[aria-label="${tab}"]`), tab).toEqual([]);
    }
    await page.getByRole('tab', { name: 'Books', exact: true }).click();
    for (const leg of ['stop', 'target']) await ticket.button(`Remove the ${leg}`).click();
    await ticket.button('Market').click();
  });

  test(`Review, ${theme}, with its days and in a replay: nothing serious`, async ({ trade, review, palette, page }) => {
    await palette.run(`theme: ${theme}`, `Theme: ${theme}`);
    await review.open();
    await expect(review.days.getByRole('button', { name: /^Replay / })).toHaveCount(1);
    expect(await faults(page)).toEqual([]);
    await review.days.getByRole('button', { name: /^Replay / }).click();
    await expect(trade.mode).toHaveText('REPLAY');
    await expect(review.transport).toBeVisible();
    expect(await faults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Leave the replay' }).click();
    await expect(trade.mode).toHaveText('PAPER');
  });
}

test('what lies over the frame: opened and left by keys, on its first field, and nothing serious', async ({
  trade,
  books,
  palette,
  page,
}) => {
  await trade.arm();
  if ((await books.positions()).length === 0) await trade.press('b');
  await expect.poll(async () => (await books.positions()).length).toBeGreaterThan(0);
  const command = (words: string, name: string) => () => palette.take(words, name);
  const overlays: [() => Promise<void>, string | RegExp, string | RegExp][] = [
    [() => trade.press('Control+k'), 'Commands', 'Command or symbol'],
    [() => trade.press('/'), 'Search a symbol', 'Symbol'],
    [() => trade.press('?'), 'Keys', /^Change the key of /],
    [() => trade.press('t'), /^Exits/, /^Stop/],
    [() => trade.press('Shift+T'), /^Target position/, /^Net lots/],
    [() => trade.press('m'), /^Basket/, 'Iron condor'],
    [() => trade.press('Shift+F'), 'Flatten all', /^Flatten all/],
    [() => trade.press('Control+Shift+K'), 'Kill switch', /^Halt trading/],
    [command('import history', 'Import history from a file'), 'Import history', /./],
    [command('edit limits', 'Edit limits'), 'Limits', /^Max loss of the day/],
    [command('compare with', 'Compare with the broker’s books'), 'Own and broker books', 'Close'],
    [command('about', 'About and credits'), 'About', 'Close'],
  ];
  const start = page.getByRole('tab', { name: /^Positions/ });
  for (const [open, title, first] of overlays) {
    await start.focus();
    await open();
    const dialog = page.getByRole('dialog', { name: title });
    await expect(dialog).toBeVisible();
    await expect(dialog.locator(':focus'), String(title)).toHaveAccessibleName(first);
    expect(await faults(page, 'dialog'), String(title)).toEqual([]);
    await trade.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(start, `the focus after ${String(title)}`).toBeFocused();
  }
  await trade.press('Shift+F');
  await expect(page.getByRole('table', { name: 'Legs of flatten all' })).toBeVisible();
  await trade.press('Enter');
  await expect(trade.dialog('Flatten all')).toBeHidden();
});

test('the keyboard reaches every control of the frame, and the focus can be seen', async ({ page }) => {
  const reached = new Set<string>();
  for (let presses = 0; presses < 150; presses += 1) {
    await page.keyboard.press('Tab');
    const now = await page.evaluate(() => {
      const focused = document.activeElement!;
      // A field's ring is drawn around the field with its buttons.
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(focused.closest('.input') ?? focused);
      const shown = (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
      const panel = focused.closest('[role=region], header, footer, nav, section[aria-label]');
      return {
        place: panel?.getAttribute('aria-label') ?? panel?.tagName ?? '',
        shown,
        html: focused.outerHTML.slice(0, 120),
      };
    });
    if (now.place !== '') expect(now.shown, now.html).toBe(true);
    reached.add(now.place);
  }
  for (const place of ['HEADER', 'FOOTER', 'Layouts', 'Watchlist', 'Chart', 'Books', 'Order ticket']) {
    expect([...reached]).toContain(place);
  }
});
