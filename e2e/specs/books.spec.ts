import { expect, test } from '../pages/test.ts';
import { figure } from '../pages/table.ts';

test.use({ desk: 'books' });

test.beforeEach(async ({ trade }) => {
  await trade.press('1');
  await trade.arm();
});

test.afterEach(async ({ trade, books }) => {
  await trade.press('Shift+X');
  await trade.press('f');
  // The stop of a position goes with it: cancelling everything leaves it (O10).
  await expect.poll(() => books.working()).toEqual([]);
  await expect.poll(async () => (await books.positions()).every(({ Lots: lots }) => lots === 'flat')).toBe(true);
});

test('Shift+B joins the bid', async ({ books, ticket, page }) => {
  // Every bid that is printed while the order is made.
  await ticket.bid.evaluate((bid) => {
    const printed = [bid.textContent];
    Object.assign(window, { printed });
    new MutationObserver(() => printed.push(bid.textContent)).observe(bid, { characterData: true, subtree: true });
  });
  await page.keyboard.press('Shift+B');
  await expect
    .poll(() => books.orders())
    .toMatchObject([{ Side: 'BUY', Type: 'Limit', Lots: '1', Status: expect.stringMatching(/OPEN|PARTIAL|FILLED/) }]);
  const printed = await page.evaluate(() => (window as unknown as { printed: string[] }).printed);
  const bids = printed.map((bid) => figure(bid));
  const price = figure((await books.orders())[0]!['Price']!);
  // The order takes the newest bid that came, which may be a tick or two from the one that was painted last.
  expect(price).toBeGreaterThanOrEqual(Math.min(...bids) - 10);
  expect(price).toBeLessThanOrEqual(Math.max(...bids) + 10);
});

test('a limit order rests on the chart and among the working orders, and X cancels it', async ({
  trade,
  books,
  ticket,
}) => {
  await ticket.button('Limit').click();
  const price = (Math.round((await ticket.ltp()) * 0.6 * 20) / 20).toFixed(2);
  await ticket.type('Price', price);
  await ticket.send.click();
  await expect
    .poll(() => books.working())
    .toMatchObject([{ Side: 'BUY', Type: 'Limit', Price: price, Status: 'OPEN' }]);
  await expect(trade.chart.getByRole('button', { name: `Cancel BUY at ${price}` })).toBeAttached();
  await trade.press('x');
  await expect.poll(() => books.working()).toEqual([]);
  await expect(trade.result(/^Cancelled: BUY 1 lot /)).toBeVisible();
  expect((await books.orders())[0]).toMatchObject({ Price: price, Filled: '0', Status: 'CANCELLED' });
  await expect(trade.chart.getByRole('button', { name: /^Cancel / })).toHaveCount(0);
  await ticket.button('Market').click();
});

test('a price that follows the bid holds still while it is typed over', async ({ ticket, page }) => {
  await ticket.button('Limit').click();
  const field = ticket.panel.getByRole('textbox', { name: /^Price/ });
  await field.focus();
  const before = await ticket.bid.innerText();
  await expect.poll(() => ticket.bid.innerText()).not.toBe(before);
  await page.keyboard.type('13.30');
  await expect(field).toHaveValue('13.30');
  await page.keyboard.press('Escape');
  await ticket.button('Market').click();
});

test('a stop and a target of the ticket are armed with the fill, and stand on the chart', async ({
  trade,
  books,
  ticket,
}) => {
  const ltp = await ticket.ltp();
  await ticket.button('Add stop').click();
  await ticket.type('Stop', (ltp / 2).toFixed(2));
  await ticket.button('Add target').click();
  await ticket.type('Target', (ltp * 2).toFixed(2));
  await trade.press('b');
  await expect.poll(async () => (await books.positions())[0]?.['Lots']).toBe('+1');
  const held = (await books.positions())[0]!;
  // They follow the price of the entry, which has moved a little since they were typed.
  expect(figure(held['Stop']!) / figure(held['Avg']!)).toBeCloseTo(0.5, 0);
  expect(figure(held['Target']!) / figure(held['Avg']!)).toBeCloseTo(2, 0);
  await expect(trade.chart.getByRole('button', { name: `Remove the stop at ${held['Stop']}` })).toBeAttached();
  await expect(trade.chart.getByRole('button', { name: `Remove the target at ${held['Target']}` })).toBeAttached();
  for (const leg of ['stop', 'target']) await ticket.button(`Remove the ${leg}`).click();
});

test('an order above max_lots is denied with the rule, the value and the limit', async ({
  trade,
  books,
  ticket,
  palette,
}) => {
  await palette.run('Edit limits');
  const limits = trade.dialog('Limits');
  await limits.getByRole('textbox', { name: /^Open lots/ }).fill('2');
  await limits.getByRole('button', { name: 'Continue' }).click();
  await expect(limits.getByRole('listitem')).toHaveText(/20.*2/);
  await limits.getByRole('button', { name: 'Change the limits' }).click();
  await expect(limits).toBeHidden();

  const sentence = 'Open lots would be 3 (0 now), the limit is 2: up to 2 lots would pass.';
  await trade.press('3');
  await expect(ticket.panel.getByRole('region', { name: 'RMS will say' })).toContainText(`RMS_MAX_LOTS${sentence}`);
  await trade.press('b');
  await expect(
    trade.result(new RegExp(`^Denied by RMS: BUY 3 lots .*${sentence.replaceAll(/[().]/g, '\\$&')}`)),
  ).toBeVisible();
  expect((await books.orders())[0]).toMatchObject({ Lots: '3', Filled: '0', Status: 'DENIED' });
  expect((await books.orders())[0]!['Said by']).toContain(sentence);
  await trade.press('2');
  await trade.press('b');
  await expect.poll(async () => (await books.positions())[0]?.['Lots']).toBe('+2');
});

test('the kill switch refuses entries, lets exits pass, outlives a restart, and is re-armed with a reason', async ({
  trade,
  books,
}) => {
  await trade.press('b');
  await expect.poll(async () => (await books.positions())[0]?.['Lots']).toBe('+1');
  await trade.press('Control+Shift+K');
  await expect(trade.dialog('Kill switch')).toContainText('1 open position stays');
  await trade.press('Enter');
  await expect(trade.tradingState).toHaveText('HALTED');
  await expect(trade.armSwitch).toHaveAttribute('aria-checked', 'false');

  await trade.restart('kill');
  await expect(trade.tradingState).toHaveText('HALTED');
  const banner = trade.page.getByRole('alert').filter({ hasText: 'HALTED' });
  await expect(banner).toContainText('Kill switch by hand');

  await trade.arm();
  await trade.press('b');
  await expect(
    trade.result(
      /^Denied by RMS: .*Trading is HALTED: no entry is sent\. Exits and cancels pass; re-arm to enter again\.$/,
    ),
  ).toBeVisible();
  expect((await books.orders())[0]).toMatchObject({ Status: 'DENIED' });
  await trade.press('f');
  await expect.poll(async () => (await books.positions())[0]!['Lots']).toBe('flat');

  await banner.getByRole('button', { name: 'Re-arm…' }).click();
  const rearm = trade.dialog('Re-arm trading');
  await expect(rearm.getByRole('button', { name: 'Re-arm', exact: true })).toBeDisabled();
  await rearm.getByRole('textbox', { name: /Reason/ }).fill('Looked at the books');
  await rearm.getByRole('textbox', { name: /Type RE-ARM/ }).fill('re-arm');
  await trade.press('Enter');
  await expect(trade.tradingState).toHaveText('ACTIVE');
  await expect(banner).toBeHidden();
});
