import { expect, test } from '../pages/test.ts';

test.use({ desk: 'keys' });

test('the palette finds a symbol and gives it the focus', async ({ trade, palette, ticket }) => {
  await trade.press('Control+k');
  await palette.dialog.getByRole('combobox').fill('banknifty fut');
  await expect(palette.offers.first()).toContainText('BANKNIFTY FUT');
  const name = await palette.offers.first().locator('b').innerText();
  await trade.press('Enter');
  await expect(palette.dialog).toBeHidden();
  await expect(trade.focused).toHaveText(name);
  await expect(ticket.panel.locator('.ticket-name')).toHaveText(name);
});

test('the palette offers every action with its key, and does it', async ({ trade, palette, page }) => {
  await trade.press('Control+k');
  await palette.dialog.getByRole('combobox').fill('flatten all');
  await expect(palette.offers.first()).toHaveText(/^Flatten all \(with preview\)Exits⇧ F$/);
  await trade.press('Escape');
  await expect(palette.dialog).toBeHidden();
  await palette.run('density: 110', 'Density: 110 %');
  await expect(page.locator('html')).toHaveAttribute('style', /--density: 1\.1/);
  await palette.run('density: 100', 'Density: 100 %');
});

test('C, P and the brackets move the focus along the options', async ({ trade }) => {
  await trade.press('c');
  await expect(trade.focused).toHaveText(/ \d+ CE$/);
  const strike = async () => Number(/ (\d+) [CP]E$/.exec(await trade.focused.innerText())?.[1]);
  const call = await strike();
  await trade.press(']');
  await expect.poll(strike).toBeGreaterThan(call);
  await trade.press('[');
  await expect.poll(strike).toBe(call);
  await trade.press('p');
  await expect(trade.focused).toHaveText(/ \d+ PE$/);
});

test('an index cannot be bought: B says so and offers C and P', async ({ trade, books, page }) => {
  await page.getByRole('table', { name: 'Watchlist' }).getByRole('button', { name: 'NIFTY 50' }).click();
  await expect(trade.focused).toHaveText('NIFTY 50');
  await trade.arm();
  await trade.press('b');
  const sentence = 'NIFTY 50 is an index and cannot be traded. Press C for the call or P for the put at the money.';
  await expect(trade.result(sentence)).toBeVisible();
  expect(await books.orders()).toEqual([]);
  await trade.press('c');
  await expect(trade.focused).toHaveText(/^NIFTY \d+ CE$/);
});

test('in a text field letters type, and trade nothing', async ({ trade, books, page }) => {
  await trade.arm();
  const filter = page.getByRole('searchbox', { name: /^Filter / });
  await filter.pressSequentially('bsfhqx?');
  await expect(filter).toHaveValue('bsfhqx?');
  await trade.press('Shift+B');
  await expect(filter).toHaveValue('bsfhqx?B');
  await filter.clear();
  await filter.blur();
  await trade.press('/');
  await expect(trade.dialog('Search a symbol')).toBeVisible();
  await page.keyboard.type('bbb');
  await expect(trade.dialog('Search a symbol').getByRole('combobox')).toHaveValue('bbb');
  await trade.press('Escape');
  await expect(trade.dialog('Search a symbol')).toBeHidden();
  expect(await books.orders()).toEqual([]);
  expect(await books.positions()).toEqual([]);
});

test('a key is changed on the sheet, and a taken key is refused', async ({ trade, page }) => {
  await trade.press('?');
  const sheet = trade.dialog('Keys');
  const buy = sheet.getByRole('button', { name: /^Change the key of Buy at market with protection/ });
  await buy.click();
  await trade.press('f');
  await expect(sheet.getByRole('status')).toHaveText(
    'F is taken by “Flatten this symbol”. Change that one first, or choose another key.',
  );
  await expect(buy).toHaveText('B');
  await buy.click();
  await trade.press('j');
  await expect(buy).toHaveText('J');
  await trade.press('Escape');
  await expect(sheet).toBeHidden();

  // Disarmed, so the key shows itself by its refusal alone.
  if ((await trade.armSwitch.getAttribute('aria-checked')) === 'true') await trade.press('Control+Space');
  await trade.press('b');
  await trade.press('j');
  await expect(trade.result(/^Disarmed: nothing was sent/)).toHaveCount(1);

  await page.reload();
  await trade.ready();
  await trade.press('?');
  await expect(buy).toHaveText('J');
  await sheet.getByRole('button', { name: 'Keys as they came' }).click();
  await expect(buy).toHaveText('B');
  await trade.press('Escape');
});
