import { FaultDrill } from '../pages/fault-drill.ts';
import { expect, test } from '../pages/test.ts';

test.use({ desk: 'drill' });
test.describe.configure({ mode: 'serial' });

test('a drill is asked for, shown while it is on, ends by itself and is scored', async ({
  trade,
  books,
  palette,
  terminal,
  page,
}) => {
  const drill = new FaultDrill(terminal);
  await trade.arm();
  await trade.press('b');
  await expect.poll(async () => (await books.positions()).length).toBe(1);
  await palette.run('fault drill', 'Fault drill on paper');
  await drill.ask(['Slow answers', 'Updates shuffled'], 10, 7);
  await expect(drill.dialog).toContainText('For 10 s these break, one by one and together, by seed 7:');
  await expect(drill.dialog).toContainText('Only the paper account: 1 open position and 0 live orders go through it.');
  await trade.press('Enter');
  await expect(drill.banner).toContainText(/FAULT DRILL\d+ s left/);
  await expect(drill.report).toBeVisible({ timeout: 20_000 });
  await expect(drill.banner).toBeHidden();
  await expect(trade.result(/^Fault drill over: \d+ of 100( points|, with \d+ % of it tested)\./)).toBeVisible();

  const score = Number(await drill.report.locator('.drill-score > b').innerText());
  // The position has no stop, which costs all 40 points of protection and nothing else: 20 of the 60 that count.
  expect(score).toBe(33);
  await expect(drill.report).toContainText(/was 1\d\.\d s without a working stop/);
  await expect(drill.report).toContainText('NOT TESTED');
  await expect(drill.report.getByRole('table', { name: 'Faults of the drill' }).locator('tbody tr')).toHaveCount(2);
  await page.getByRole('tab', { name: 'Log', exact: true }).click();
  const log = page.getByRole('region', { name: 'Log', exact: true });
  await expect(log.getByText('Fault drill ended with a score of 33 of 100.')).toBeVisible();
});

test('its key stops it at once, and a restart ends it without a score', async ({ trade, palette, terminal }) => {
  const drill = new FaultDrill(terminal);
  await drill.ask(['Feed silent', 'Updates stalled'], 300, 3);
  await trade.press('Enter');
  await expect(drill.banner).toBeVisible();
  await trade.press('Control+Shift+d');
  await expect(drill.report).toContainText(/Stopped by hand after \d+ s\./, { timeout: 20_000 });
  await expect(drill.banner).toBeHidden();

  await drill.ask(['Feed silent'], 300, 3);
  await trade.press('Enter');
  await expect(drill.banner).toBeVisible();
  await trade.restart('kill');
  await expect(drill.banner).toBeHidden();
  await palette.run('fault drill', 'Fault drill on paper');
  await expect(drill.report).toContainText('Ended by a restart: it has no score.');
});
