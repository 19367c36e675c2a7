import { expect, test } from '../pages/test.ts';

test.use({ desk: 'books' });

test('P9 the books panel leads to both books side by side, and the broker can be asked again', async ({
  trade,
  page,
}) => {
  await trade.press('1');
  await trade.arm();
  await trade.press('b');
  await expect(trade.result(/^Filled: BUY/)).toBeVisible();
  await page.getByRole('button', { name: /matched with broker/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Own and broker books' });
  await expect(dialog.getByText('Both books agree. Entries are open.')).toBeVisible();
  const rows = dialog.getByRole('table', { name: 'Both books' }).locator('tbody tr');
  await expect(rows.first(), 'asked anew when the dialog opens').toContainText(/NIFTY.*EQUAL/);
  await dialog.getByRole('button', { name: 'Ask the broker now' }).click();
  await expect(rows.first()).toContainText(/NIFTY.*EQUAL/);
  await expect(rows.last()).toContainText('Money, charges taken off');
  await expect(rows.last()).toContainText('EQUAL');
  await page.keyboard.press('Escape');
  await trade.press('f');
});
