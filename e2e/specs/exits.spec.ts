import { expect, test } from '../pages/test.ts';
import { figure } from '../pages/table.ts';

test.use({ desk: 'exits' });
// One story: each test goes on with the position the one before it left.
test.describe.configure({ mode: 'serial' });

test('T sets stop, trail and profit lock of a position by the keyboard, and the positions show where they are', async ({
  trade,
  books,
  ticket,
  page,
}) => {
  await trade.press('1');
  await trade.arm();
  await trade.press('b');
  await expect.poll(async () => (await books.positions())[0]?.['Lots']).toBe('+1');
  expect((await books.positions())[0]).toMatchObject({ Stop: '–', 'Held at': '–', Lock: '–' });
  await expect(ticket.panel.getByText('No stop protects the position.')).toBeVisible();

  const stop = (Math.round((await ticket.ltp()) * 0.5 * 20) / 20).toFixed(2);
  await trade.press('t');
  const dialog = trade.dialog('Exits · ');
  await expect(dialog.getByRole('textbox', { name: 'Stop', exact: true })).toBeFocused();
  await page.keyboard.type(stop);
  await dialog.getByRole('button', { name: 'Per cent' }).press('Space');
  await dialog.getByRole('textbox', { name: '% behind the best price' }).fill('60');
  await dialog.getByRole('button', { name: 'Lock and trail' }).press('Space');
  await dialog.getByRole('textbox', { name: 'Once the profit is' }).fill('90000');
  await dialog.getByRole('textbox', { name: 'Keep at least' }).fill('50000');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();

  await expect
    .poll(async () => (await books.positions())[0])
    .toMatchObject({ Lock: 'at ₹90,000', 'Held at': 'ExchangeTRAIL' });
  const [held] = await books.positions();
  expect(figure(held!['Stop']!)).toBeGreaterThanOrEqual(figure(stop));
  await expect(ticket.panel.getByText('60 % behind')).toBeVisible();
});

test('a floor above the trigger is refused with a sentence, and nothing changes (PL2)', async ({ trade, books }) => {
  await trade.press('t');
  const dialog = trade.dialog('Exits · ');
  await dialog.getByRole('textbox', { name: 'Keep at least' }).fill('95000');
  await dialog.getByRole('button', { name: 'Set the exits' }).click();
  await expect(trade.page.getByText(/^The profit kept must be less than the profit it takes to lock/)).toBeVisible();
  await trade.press('Escape');
  await expect(dialog).toBeHidden();
  expect((await books.positions())[0]).toMatchObject({ Lock: 'at ₹90,000' });
});

test('stop, trail and lock are there after the process was killed, and end with the position', async ({
  trade,
  books,
}) => {
  await trade.restart('kill');
  await trade.ready();
  await expect.poll(async () => (await books.positions())[0]).toMatchObject({ Lots: '+1', Lock: 'at ₹90,000' });
  expect((await books.positions())[0]!['Held at']).toMatch(/TRAIL$/);
  await trade.press('f');
  await expect
    .poll(async () => (await books.positions())[0])
    .toMatchObject({ Lots: 'flat', Stop: '–', 'Held at': '–', Lock: '–' });
});

test('a position that was reversed takes a stop and a target as any other, on the chart and by T', async ({
  trade,
  books,
  page,
}) => {
  await trade.arm();
  await trade.press('b');
  await expect.poll(async () => (await books.positions())[0]?.['Lots']).toBe('+1');
  for (const [reversed, lots] of [
    ['r', '−1'],
    ['r', '+1'],
  ] as const) {
    await trade.press(reversed);
    await expect.poll(async () => (await books.positions())[0]).toMatchObject({ Lots: lots, Stop: '–', Target: '–' });
    for (const leg of ['Add a target', 'Add a stop']) await trade.chart.getByRole('button', { name: leg }).click();
    await expect.poll(async () => (await books.positions())[0]?.['Stop']).not.toBe('–');
    await expect.poll(async () => (await books.positions())[0]?.['Target']).not.toBe('–');
    await page.getByRole('button', { name: /^Stop and lock of / }).click();
    await expect(trade.dialog('Exits · ').getByRole('textbox', { name: 'Stop', exact: true })).not.toHaveValue('');
    await trade.press('Escape');
    await expect(trade.dialog('Exits · ')).toBeHidden();
  }
});

test('a stop set in the ticket rests at the exchange, and F leaves exactly one exit (B2)', async ({
  trade,
  books,
  ticket,
}) => {
  await trade.press('f');
  await expect.poll(async () => (await books.positions())[0]).toMatchObject({ Lots: 'flat', 'Held at': '–' });
  const sold = (await books.trades()).filter((row) => row['Side'] === 'SELL').length;
  const stop = (Math.round((await ticket.ltp()) * 0.7 * 20) / 20).toFixed(2);
  await ticket.button('Add stop').click();
  await ticket.type('Stop', stop);
  // Another size than just before, or it may count as the same order once more.
  await trade.press('2');
  await trade.press('b');
  await expect.poll(async () => (await books.positions())[0]).toMatchObject({ Lots: '+2', 'Held at': 'Exchange' });
  await expect.poll(() => books.working()).toHaveLength(1);

  await trade.press('f');
  await expect.poll(async () => (await books.positions())[0]).toMatchObject({ Lots: 'flat', 'Held at': '–' });
  expect((await books.trades()).filter((row) => row['Side'] === 'SELL')).toHaveLength(sold + 1);
  const [exit, resting] = await books.orders();
  expect([exit!['Status'], resting!['Status']]).toEqual(['FILLED', 'CANCELLED']);
});
