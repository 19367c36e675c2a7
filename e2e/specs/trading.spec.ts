import { expect, test } from '../pages/test.ts';
import { figure, type Row } from '../pages/table.ts';

test.use({ desk: 'trading' });
// One story: each test goes on with the books the one before it left.
test.describe.configure({ mode: 'serial' });

const clock = /^\d\d:\d\d:\d\d$/;
/** What of an order, a trade and a position no later tick changes. */
const kept = (rows: Row[], ...columns: string[]) => rows.map((row) => columns.map((column) => row[column]));
const states = (orders: Row[]) => orders.map(({ Status: state }) => state);
let lot = 0;

test('B without arming is refused with a sentence, and nothing is sent', async ({ trade, books }) => {
  await trade.press('b');
  await expect(trade.result('Disarmed: nothing was sent. Press Ctrl Space to arm, then B.')).toBeVisible();
  expect(await books.orders()).toEqual([]);
});

test('armed, B buys: order, trade, position and charges agree', async ({ trade, books, page }) => {
  const name = await trade.focused.innerText();
  await trade.arm();
  await trade.press('b');
  await expect(trade.result(`Filled: BUY 1 lot ${name} at `)).toBeVisible();
  await expect.poll(async () => states(await books.orders())).toEqual(['FILLED']);

  const [order] = await books.orders();
  lot = figure(order!['Qty']!);
  expect(order).toMatchObject({
    Side: 'BUY',
    Type: 'Market',
    Lots: '1',
    Filled: String(lot),
    IST: expect.stringMatching(clock),
  });
  expect(order!['Symbol']).toContain(name);
  expect(figure(order!['Avg']!)).toBeGreaterThan(0);

  const [fill, ...others] = await books.trades();
  expect(others).toEqual([]);
  expect(fill).toMatchObject({ Side: 'BUY', Lots: '1', Qty: order!['Qty'], Price: order!['Avg'], Booked: '–' });
  expect(figure(fill!['Value']!)).toBe(figure(fill!['Price']!) * lot);
  expect(fill!['IST']).toMatch(clock);

  const [position] = await books.positions();
  expect(position).toMatchObject({ Lots: '+1', 'Own qty': String(lot), Avg: order!['Avg'], Booked: '–' });
  const open = (figure(position!['LTP']!) - figure(position!['Avg']!)) * lot;
  expect(figure(position!['Open P&L']!)).toBe(open);
  await expect(page.getByRole('region', { name: 'Day result' })).toContainText(`charges−${fill!['Charges']}`);
});

test('a second press at once is asked once, and never doubles by itself', async ({ trade, books }) => {
  // Another size, so that the order of the last test is no twin of these.
  await trade.press('2');
  await trade.arm();
  await trade.press('b');
  await trade.press('b');
  await expect(trade.result('Sent a moment ago. Press again to send another.')).toBeVisible();
  await expect.poll(async () => states(await books.orders())).toEqual(['FILLED', 'FILLED']);
  expect((await books.positions())[0]).toMatchObject({ Lots: '+3' });
  await trade.press('b');
  await expect.poll(async () => states(await books.orders())).toEqual(['FILLED', 'FILLED', 'FILLED']);
  await expect.poll(async () => (await books.positions())[0]!['Lots']).toBe('+5');
});

test('a reload and a restart keep the books, disarm, and the mark goes on', async ({ trade, books }) => {
  const read = async () => ({
    orders: await books.orders(),
    trades: await books.trades(),
    positions: kept(await books.positions(), 'Symbol', 'Product', 'Lots', 'Own qty', 'Avg', 'Booked'),
  });
  const before = await read();
  const again = [() => trade.page.reload(), () => trade.restart('cleanly'), () => trade.restart('kill')];
  for (const begin of again) {
    await begin();
    await trade.ready();
    await expect(trade.armSwitch).toHaveAttribute('aria-checked', 'false');
    expect(await read()).toEqual(before);
    const marked = (await books.positions())[0]!['LTP'];
    await expect.poll(async () => (await books.positions())[0]!['LTP']).not.toBe(marked);
  }
});

test('Shift+F shows every leg, Enter flattens, disarmed; the books agree to the paisa', async ({
  trade,
  books,
  page,
}) => {
  await trade.press('Shift+F');
  const legs = trade.dialog('Flatten all').getByRole('table', { name: 'Legs of flatten all' });
  await expect(legs.locator('tbody tr')).toHaveText(new RegExp(`^NIFTY \\d+ CESELL5${5 * lot}`));
  await trade.press('Enter');
  await expect(trade.dialog('Flatten all')).toBeHidden();
  await expect.poll(async () => (await books.positions())[0]!['Lots']).toBe('flat');

  const orders = await books.orders();
  expect(orders.slice(0, -3).every(({ Side: side, Status: state }) => side === 'SELL' && state === 'FILLED')).toBe(
    true,
  );
  const trades = await books.trades();
  const value = (side: string) =>
    trades.filter((row) => row['Side'] === side).reduce((sum, row) => sum + figure(row['Value']!), 0);
  const [position] = await books.positions();
  expect(position).toMatchObject({ 'Own qty': '0', Stop: '–', Target: '–' });
  const charges = trades.reduce((sum, row) => sum + figure(row['Charges']!), 0);
  // What a flat position booked is what it was sold for less what it cost.
  expect(figure(position!['Booked']!)).toBe(value('SELL') - value('BUY'));
  expect(position!['Day P&L']).toBe(position!['Booked']);
  const dayNet = page.getByTestId('day-net');
  await expect.poll(async () => figure(await dayNet.innerText())).toBe(value('SELL') - value('BUY') - charges);
});
