import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '../pages/test.ts';

test.use({ desk: 'journal' });
// One story: the second test goes on with the trade of the first.
test.describe.configure({ mode: 'serial' });

test('a position that is flat again stands in the journal and in the report of the day', async ({
  trade,
  books,
  palette,
  page,
}) => {
  await trade.arm();
  await trade.press('b');
  await expect.poll(async () => (await books.trades()).length).toBe(1);
  await trade.press('f');
  await expect.poll(async () => (await books.trades()).length).toBe(2);

  await palette.run('panel: journal', 'Show panel: Journal');
  const row = page.getByRole('table', { name: 'Journal' }).locator('tbody tr');
  await expect(row).toHaveCount(1);
  await expect(row).toContainText(/NIFTY \d+ CE long/);
  await expect(row).toContainText('no stop');

  await palette.run('panel: day report', 'Show panel: Day report');
  const report = page.getByRole('region', { name: 'Day report' });
  await expect(report).toContainText(/Trades\s*1/);
  await expect(report.getByRole('table', { name: 'By underlying' })).toContainText('NIFTY');
  await expect(report.getByRole('figure', { name: 'Net after each trade' })).toBeVisible();
  await expect(report).toContainText(/Slippage\s*[+−]?\d/);
  await expect(report.getByRole('table', { name: 'By strike' })).toContainText(/ATM|OTM 1|ITM 1/);
});

test('tags and a note are kept over a restart, a word that is no tag is named', async ({
  palette,
  page,
  terminal,
  trade,
}) => {
  await palette.run('panel: journal', 'Show panel: Journal');
  await page.getByRole('table', { name: 'Journal' }).locator('tbody tr').click();
  const notes = page.getByRole('region', { name: 'Notes of the trade' });
  await expect(notes.getByLabel('Market at the entry')).toContainText(/Spot.*IV.*Delta.*Slippage/s);
  await notes.getByLabel('Tags').fill('#pullback näher');
  await expect(notes.getByText('“näher” is no tag')).toBeVisible();
  await expect(notes.getByRole('button', { name: 'Save' })).toBeDisabled();
  await notes.getByLabel('Tags').fill('#pullback #plan');
  await notes.getByLabel('Note').fill('Waited for the second test.');
  await notes.getByRole('button', { name: 'Save' }).click();
  await expect(notes.getByText(/^saved \d\d:\d\d$/)).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).include('[aria-label="Journal"]').analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);

  await trade.restart('kill');
  await palette.run('panel: journal', 'Show panel: Journal');
  const again = terminal.page.getByRole('table', { name: 'Journal' }).locator('tbody tr');
  await expect(again).toContainText('#pullback');
  await expect(again).toContainText('Waited for the second test.');
});

test('the calendar tells what each day came to and opens its journal', async ({ palette, page }) => {
  await palette.run('panel: journal', 'Show panel: Journal');
  const panel = page.getByRole('region', { name: 'Journal', exact: true });
  await panel.getByRole('button', { name: /calendar of trades$/ }).click();
  const calendar = page.getByRole('dialog', { name: 'Calendar of trades' });
  await expect(calendar).toContainText(/1 trade · [+−]₹/);
  const { violations } = await new AxeBuilder({ page }).include('dialog').analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
  await calendar.getByRole('button', { name: 'Month before' }).click();
  await expect(calendar).toContainText('0 trades');
  await calendar.getByRole('button', { name: 'Month after' }).click();
  await calendar.getByRole('button', { name: /1 trade, net/ }).click();
  await expect(calendar).toHaveCount(0);
  await expect(panel.getByRole('table', { name: 'Journal' }).locator('tbody tr')).toHaveCount(1);
});
