import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '../pages/test.ts';

test.use({ desk: 'flight' });
// One story: each test goes on with the books the one before it left.
test.describe.configure({ mode: 'serial' });

test('a row opens the flight of its order: press, checks, journal, wire, answer and fill with rising times', async ({
  trade,
  books,
  flight,
}) => {
  await trade.arm();
  await trade.press('b');
  await expect.poll(async () => (await books.orders()).map(({ Status: state }) => state)).toEqual(['FILLED']);
  await books.table('Orders').getByRole('button', { name: 'Flight' }).click();

  await expect.poll(async () => (await flight.steps()).map(({ title }) => title)).toContain('Handed to the broker');
  const steps = await flight.steps();
  expect(steps.slice(0, 2).map(({ title }) => title)).toEqual(['Key or button pressed', 'Received by the engine']);
  expect(steps.map(({ title }) => title)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^Risk checks passed, (\d+) of \1$/),
      'Journalled and on disk',
      'Broker took it',
      expect.stringMatching(/^Fill \d+ at [\d,.]+, FILLED$/),
    ]),
  );
  // The order has left in the write of its intent: it never waited.
  expect(steps.map(({ title }) => title)).not.toContain("Waits for the broker's order rate");
  const times = steps.map(({ ms }) => ms);
  expect(times[0]).toBe(0);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  // To the microsecond, all of them.
  for (const { at } of steps) expect(at).toMatch(/^[\d,]+\.\d{3}$/);
  await expect(flight.panel.getByRole('table', { name: 'Risk checks of the order' })).toContainText('Open lots');
  await expect(flight.missing).toBeHidden();
});

test('the key opens the last order, arrows go through the day, the row has a menu', async ({
  trade,
  books,
  flight,
}) => {
  await trade.press('Shift+B');
  await expect.poll(async () => (await books.orders()).length).toBe(2);
  await flight.close.click();
  await expect(flight.panel).toBeHidden();
  await trade.press('Shift+R');
  await expect(flight.panel).toContainText('2 of 2');
  await flight.panel.getByTitle('The order before').click();
  await expect(flight.panel).toContainText('1 of 2');
  await expect.poll(async () => (await flight.steps()).some(({ title }) => title.startsWith('Fill '))).toBe(true);

  await books.table('Orders').locator('tbody tr').first().click({ button: 'right' });
  await trade.page.getByRole('menuitem', { name: /^Flight recorder/ }).click();
  await expect(flight.panel).toContainText('2 of 2');
  await expect.poll(async () => (await flight.steps()).map(({ title }) => title)).toContain('Handed to the broker');
});

test('the day of the orders is chosen: one without orders says so, and today comes back', async ({ flight }) => {
  const day = flight.panel.getByLabel('Day of the orders');
  const today = await day.inputValue();
  await day.fill('2024-02-29');
  await expect(flight.panel).toContainText('No order was placed on 29 Feb 2024.');
  expect(await flight.steps()).toEqual([]);
  await day.fill(today);
  await expect(flight.panel).toContainText('2 of 2');
  await expect.poll(async () => (await flight.steps()).map(({ title }) => title)).toContain('Handed to the broker');
  await day.blur();
});

test('the gauge shows p50 and p99 and opens the day, with tick to screen among its legs', async ({ trade, flight }) => {
  const gauge = trade.page.getByRole('button', { name: /^key→wire/ });
  await expect(gauge).toHaveText(/[\d.,]+ msp99 [\d.,]+/);
  await gauge.click();
  const legs = flight.panel.getByRole('table', { name: /^Latencies of / }).first();
  await expect(legs.getByRole('row', { name: /^key→wire/ })).toBeVisible();
  await expect(legs.getByRole('row', { name: /^wire→ack/ })).toBeVisible();
  // Samples are told in batches of five seconds.
  await expect(legs.getByRole('row', { name: /^tick→screen/ })).toBeVisible({ timeout: 15_000 });
});

for (const theme of ['dark', 'light'] as const) {
  test(`order and latency, ${theme}: nothing serious for axe`, async ({ trade, flight, palette }) => {
    await palette.run(`theme: ${theme}`, `Theme: ${theme}`);
    for (const tab of ['Order', 'Latency']) {
      await flight.panel.getByRole('tab', { name: tab, exact: true }).click();
      // Legacy mode, since the desktop cannot open the blank page that axe would sum up on.
      const builder = new AxeBuilder({ page: trade.page }).include('.panel:has(.flight-tabs)').include('.bottombar');
      const { violations } = await builder.setLegacyMode(true).analyze();
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(serious.map(({ id, nodes }) => `${id} ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual(
        [],
      );
    }
  });
}

test('a restart keeps the flight: what was noted, and what the journal tells', async ({ trade, flight }) => {
  await trade.restart('cleanly');
  await trade.press('Shift+R');
  await flight.panel.getByRole('tab', { name: 'Order', exact: true }).click();
  await flight.panel.getByTitle('The order before').click();
  await expect(flight.panel).toContainText('1 of 2');
  await expect.poll(async () => (await flight.steps())[0]?.title).toBe('Key or button pressed');
  expect((await flight.steps()).map(({ title }) => title)).toContain('Broker took it');
});
