import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '../pages/test.ts';

test.use({ desk: 'data' });

/** A tick a second from 09:15, none between 09:20 and 09:30, and a feed that catches up then. */
function stalledDay(): string {
  const at = (second: number, ms = 0) =>
    new Date(Date.UTC(2024, 0, 3, 9, 15) + second * 1000 + ms).toISOString().slice(0, 23).replace('T', ' ');
  const rows = ['symbol,timestamp,ltp'];
  for (let second = 0; second < 1800; second++) {
    if (second >= 300 && second < 900) continue;
    rows.push(`NIFTY 50,${at(second)},${21_500 + (second % 40)}.00`);
    if (second === 900) for (let ms = 1; ms <= 60; ms++) rows.push(`NIFTY 50,${at(second, ms)},${22_000 + ms}.00`);
  }
  return rows.join('\n');
}

test('Data tells what is kept and where ticks are missing; a day is archived, exported and deleted', async ({
  palette,
  trade,
}, info) => {
  const folder = info.outputPath('files');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'stalled.csv');
  writeFileSync(file, stalledDay());
  await palette.run('import history', 'Import history from a file');
  const dialog = trade.page.getByRole('dialog', { name: 'Import history' });
  await dialog.getByRole('textbox', { name: /File on the machine/ }).fill(file);
  await dialog.getByRole('button', { name: 'Inspect' }).click();
  await dialog.getByRole('button', { name: 'Start the import' }).click();
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();

  await palette.run('panel: data', 'Show panel: Data');
  // The window is another one after a restart.
  const panel = () => trade.page.getByRole('region', { name: 'Data', exact: true });
  const row = () =>
    panel()
      .getByRole('table', { name: 'Days kept' })
      .getByRole('row', { name: /Show 3 Jan 2024/ });
  await row()
    .getByRole('button', { name: /Show 3 Jan 2024/ })
    .click();
  const gaps = panel().getByRole('table', { name: 'Gaps' });
  await expect(
    gaps.getByRole('row', { name: /Whole feed 09:19:59 09:30:00 10 min 1 s 61 ticks in a second/ }),
  ).toBeVisible();

  await panel().getByRole('button', { name: 'Archive', exact: true }).click();
  await expect(row()).toContainText('Archived');

  await panel().getByRole('button', { name: 'Export…' }).click();
  const asked = trade.page.getByRole('dialog', { name: /^Export/ });
  const written = join(folder, 'bars.csv');
  await asked.getByRole('button', { name: 'Bars of a minute' }).click();
  await asked.getByRole('textbox', { name: /^File/ }).fill(written);
  await asked.getByRole('button', { name: 'Export', exact: true }).click();
  await expect(async () => {
    const bars = readFileSync(written, 'utf8').trim().split('\n');
    expect(bars[1]).toBe('NIFTY 50,2024-01-03 09:15:00.000,21500.00,21539.00,21500.00,21519.00,0,0');
    // Of the feed that caught up only its last price is drawn.
    expect(bars.find((bar) => bar.includes('09:30:00'))).toContain(',22060.00,22060.00,');
  }).toPass();

  const { violations } = await new AxeBuilder({ page: trade.page }).include('[aria-label="Data"]').analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);

  await trade.restart('kill');
  await palette.run('panel: data', 'Show panel: Data');
  await expect(row()).toContainText('Archived');
  await row()
    .getByRole('button', { name: /Show 3 Jan 2024/ })
    .click();
  await panel().getByRole('button', { name: 'Delete…' }).click();
  const sure = trade.page.getByRole('dialog', { name: /^Delete/ });
  await expect(sure).toContainText('1,260 ticks');
  await expect(sure.getByRole('button', { name: 'Delete for good' })).toBeDisabled();
  await sure.getByRole('textbox').fill('2024-01-03');
  await sure.getByRole('button', { name: 'Delete for good' }).click();
  await expect(row()).toHaveCount(0);
});
