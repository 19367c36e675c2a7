import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../pages/test.ts';
import type { TradePage } from '../pages/trade-page.ts';

test.use({ desk: 'indicators' });
// One story: each test goes on with the indicators of the one before it.
test.describe.configure({ mode: 'serial' });

const dialogOf = (page: Page): Locator => page.getByRole('dialog', { name: 'Indicators' });
const legendOf = (trade: TradePage): Locator => trade.chart.locator('.legend-item');
const names = (trade: TradePage): Locator => legendOf(trade).locator('.legend-name');
const figures = (trade: TradePage): Promise<string[]> => legendOf(trade).locator('[data-figure]').allInnerTexts();

test('Supertrend and RSI are drawn, with their figures in the legend', async ({ palette, trade, page }) => {
  await palette.run('indicators', 'Indicators of the chart');
  await dialogOf(page).getByRole('button', { name: 'Add Supertrend' }).click();
  await dialogOf(page).getByRole('button', { name: 'Add RSI' }).click();
  const { violations } = await new AxeBuilder({ page }).include('dialog').analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(dialogOf(page)).toBeHidden();
  await expect(names(trade)).toHaveText(['Supertrend 10 3', 'RSI 14']);
  await expect
    .poll(() => figures(trade))
    .toEqual([expect.stringMatching(/^[\d,]+\.\d\d$/), expect.stringMatching(/^\d+\.\d$/)]);
  await expect(page.getByRole('button', { name: 'Indicators 2' })).toBeVisible();

  // The label of an own pane stands under the price pane; that of an overlay at its top.
  const chart = (await trade.chart.boundingBox())!;
  const [overlay, below] = await Promise.all([0, 1].map((at) => legendOf(trade).nth(at).boundingBox()));
  expect(overlay!.y - chart.y).toBeLessThan(60);
  expect(below!.y - chart.y).toBeGreaterThan(chart.height / 2);
});

test('the figures are those under the crosshair', async ({ trade, page }) => {
  const { x, y, width, height } = (await trade.chart.boundingBox())!;
  const at = async (part: number): Promise<string[]> => {
    await page.mouse.move(x + width * part, y + height * 0.4);
    await expect(trade.chart.locator('.chart-legend')).toBeVisible();
    return figures(trade);
  };
  const early = await at(0.2);
  const late = await at(0.5);
  expect(early).not.toEqual(late);
  expect(await at(0.2)).toEqual(early);
});

test('a changed parameter is in force at once, and a reload keeps it', async ({ trade, page }) => {
  await names(trade).filter({ hasText: 'RSI' }).click();
  const length = dialogOf(page).getByRole('group', { name: 'RSI 14', exact: true }).getByRole('textbox');
  await expect(length).toBeFocused();
  await length.fill('7');
  await page.keyboard.press('Enter');
  await expect(names(trade)).toHaveText(['Supertrend 10 3', 'RSI 7']);
  await page.reload();
  await trade.ready();
  await expect(names(trade)).toHaveText(['Supertrend 10 3', 'RSI 7']);
});

test('removed ones are gone, also after a restart', async ({ trade }) => {
  await trade.chart.getByRole('button', { name: 'Remove RSI 7' }).click();
  await expect(names(trade)).toHaveText(['Supertrend 10 3']);
  await trade.restart('kill');
  await expect(names(trade)).toHaveText(['Supertrend 10 3']);
});
