import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../pages/test.ts';

test.use({ desk: 'payoff' });
// One story: each test goes on with the legs the one before it left.
test.describe.configure({ mode: 'serial' });

const panelOf = (page: Page) => page.getByRole('region', { name: 'Payoff builder', exact: true });
const legsOf = (page: Page) => panelOf(page).getByRole('table', { name: 'Legs of the payoff' }).locator('tbody tr');
const slider = (page: Page, name: string) => panelOf(page).getByRole('slider', { name: `What if, ${name}` });
const figure = (page: Page, name: string) => panelOf(page).locator('.payoff-figure', { hasText: name }).locator('b');
const rupees = (text: string) => Number(text.replaceAll(/[₹,+]/g, '').replace('−', '-'));
const read = async (page: Page, name: string) => rupees(await figure(page, name).innerText());

test('a template fills the legs, and a condor loses its wing less its credit at most', async ({ palette, page }) => {
  await palette.run('options layout', 'Options layout');
  await expect(panelOf(page)).toContainText('Legs come from the option chain');
  // A week off there is time value in every leg, whatever the day.
  const week = page.getByRole('group', { name: 'Expiry' }).getByRole('button').nth(1);
  await week.click();
  await expect(week).toHaveAttribute('aria-pressed', 'true');
  await panelOf(page).getByRole('button', { name: 'Choose a template' }).click();
  await page.keyboard.press('Enter');
  await expect(legsOf(page)).toHaveCount(4);
  await expect(figure(page, 'Max profit')).toHaveText(/^\+₹/);
  await expect(figure(page, 'Max loss')).toHaveText(/^−₹/);

  const strikes = await legsOf(page).locator('td:first-child').allInnerTexts();
  const numbers = strikes.map((text) => Number(/([\d,]+) [CP]E/.exec(text)![1]!.replaceAll(',', '')));
  const wing = Math.abs(numbers[1]! - numbers[0]!);
  await expect(panelOf(page)).toContainText('4 orders, buys first');
  // Profit and loss are looked at in one rendering: the market moves on.
  await expect(async () => {
    const [profit, loss] = await Promise.all([read(page, 'Max profit'), read(page, 'Max loss')]);
    const lot = (profit - loss) / wing;
    expect(lot).toBeCloseTo(Math.round(lot), 6);
    expect(lot).toBeGreaterThan(0);
  }).toPass();
  const chart = panelOf(page).getByRole('figure', { name: /^Payoff by the spot of NIFTY/ });
  await expect(chart).toHaveAccessibleName(/turns at [\d,]+ and [\d,]+, now /);
});

test('what is supposed by the keys is marked, and taken back', async ({ page }) => {
  const then = panelOf(page).locator('.payoff-then');
  for (const [name, key, times] of [
    ['Spot', 'ArrowRight', 4],
    ['IV', 'ArrowLeft', 4],
    ['Days', 'ArrowRight', 2],
  ] as const) {
    await slider(page, name).focus();
    for (let press = 0; press < times; press++) await page.keyboard.press(key);
  }
  await expect(slider(page, 'Spot')).toHaveAttribute('aria-valuetext', /, \+0\.20 %$/);
  await expect(slider(page, 'IV')).toHaveAttribute('aria-valuetext', /moved by −2\.0 points$/);
  await expect(then).toContainText(/legs are worth \+₹[\d,.]+ at the marked point/);
  await then.getByRole('button', { name: 'Reset' }).click();
  await expect(slider(page, 'Spot')).toHaveAttribute('aria-valuetext', /, 0\.00 %$/);
  await slider(page, 'Days').click();
  await expect(slider(page, 'Days')).not.toHaveValue('0');
  await then.getByRole('button', { name: 'Reset' }).click();
});

test('lots turn the side past one, a typed price counts, a leg is removed', async ({ page }) => {
  const first = legsOf(page).first();
  await expect(first).toContainText('SELL');
  await first.getByRole('button', { name: /^One lot more of/ }).click();
  await expect(first).toContainText('BUY');
  await expect(first.locator('.payoff-lots')).toHaveText('+1');
  await first.getByRole('button', { name: /^One lot less of/ }).click();
  await expect(first.locator('.payoff-lots')).toHaveText('−1');

  const before = await read(page, 'Max profit');
  const price = first.getByRole('textbox', { name: /^Entry price of/ });
  await price.fill('900');
  await price.press('Enter');
  await expect(price).toHaveValue('900.00');
  await expect.poll(() => read(page, 'Max profit')).toBeGreaterThan(before + 10_000);
  await price.fill('');
  await price.blur();
  await expect.poll(() => read(page, 'Max profit')).toBeLessThan(before + 10_000);

  await legsOf(page)
    .nth(1)
    .getByRole('button', { name: /^Remove/ })
    .click();
  await expect(legsOf(page)).toHaveCount(3);
  await expect(figure(page, 'Max loss')).toHaveText('Unlimited');
  await expect(figure(page, 'Reward : risk')).toHaveText('–');
});

for (const theme of ['dark', 'light'] as const) {
  test(`legs, figures, chart and sliders, ${theme}: nothing serious for axe`, async ({ palette, page }) => {
    await palette.run(`theme: ${theme}`, `Theme: ${theme}`);
    // Legacy mode, since the desktop cannot open the blank page that axe would sum up on.
    const { violations } = await new AxeBuilder({ page })
      .include('[aria-label="Payoff builder"]')
      .setLegacyMode(true)
      .analyze();
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.map(({ id, nodes }) => `${id} ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual(
      [],
    );
  });
}

test('the basket is placed, and its positions come back as legs', async ({ trade, page }) => {
  await panelOf(page).getByRole('button', { name: 'Template', exact: true }).click();
  const template = trade.dialog('Template · NIFTY');
  await template.getByRole('button', { name: 'Call spread' }).click();
  await template.getByRole('button', { name: 'Buy', exact: true }).click();
  await template.getByRole('button', { name: /^Fill the legs/ }).click();
  await expect(legsOf(page)).toHaveCount(2);
  await trade.arm();
  await expect(panelOf(page).getByText('PASS', { exact: true })).toBeVisible();
  await panelOf(page).getByRole('button', { name: 'PAPER · Place basket' }).click();
  const basket = trade.dialog('Basket · NIFTY');
  await expect(basket.getByRole('table', { name: 'Legs of the basket' }).locator('tbody tr')).toHaveCount(2);
  await basket.getByRole('button', { name: /^Place the basket/ }).click();
  await expect(basket).toContainText('Every leg is filled.', { timeout: 20_000 });
  await basket
    .getByRole('button', { name: /^Close/ })
    .last()
    .click();

  await panelOf(page).getByRole('button', { name: 'Clear' }).click();
  await expect(panelOf(page)).toContainText('Legs come from the option chain');
  await panelOf(page).getByRole('button', { name: 'From position' }).click();
  await expect(legsOf(page)).toHaveCount(2);
  for (const leg of await legsOf(page).all())
    await expect(leg.getByRole('textbox', { name: /^Entry price of/ })).toHaveValue(/^[\d,]+\.\d\d$/);
  await expect(figure(page, 'Max loss')).toHaveText(/^−₹/);
});
