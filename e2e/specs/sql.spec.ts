import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '../pages/test.ts';

test.use({ desk: 'sql' });

test('SQL reads ticks and books, draws, and refuses what would change or read a file', async ({
  palette,
  page,
  trade,
}) => {
  await trade.arm();
  await trade.press('b');
  await palette.run('panel: sql', 'Show panel: SQL');
  const panel = page.getByRole('region', { name: 'SQL', exact: true });
  const query = panel.getByRole('textbox', { name: 'Query' });
  const result = panel.getByRole('table', { name: 'Result' });

  await query.fill('SELECT side, state, count(*) AS n FROM orders GROUP BY ALL');
  await expect(async () => {
    await query.press('Control+Enter');
    await expect(result.locator('tbody tr').first()).toHaveText(/BUY\s*FILLED\s*1/, { timeout: 1000 });
  }).toPass();

  await query.fill("SELECT date_trunc('second', timestamp) AS s, count(*) AS n FROM ticks GROUP BY s ORDER BY s");
  await expect(async () => {
    await panel.getByRole('button', { name: /^Run/ }).click();
    expect(await result.locator('tbody tr').count()).toBeGreaterThan(2);
  }).toPass();
  await panel.getByRole('button', { name: 'Chart', exact: true }).click();
  await expect(panel.getByRole('figure', { name: 'Chart of n' })).toBeVisible();

  for (const [sql, sentence] of [
    ['DELETE FROM orders', 'Only a SELECT is run here'],
    ["SELECT * FROM '/etc/passwd'", 'There is no table “/etc/passwd”.'],
  ] as const) {
    await query.fill(sql);
    await query.press('Control+Enter');
    await expect(panel.getByRole('alert')).toContainText(sentence);
  }
  const { violations } = await new AxeBuilder({ page }).include('[aria-label="SQL"]').analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
});
