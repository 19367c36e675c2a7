import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '../pages/test.ts';
import { figure } from '../pages/table.ts';

test.use({ desk: 'option-chain' });

test('G 2 shows the chain: the money marked, a row for each strike, figures that belong together', async ({
  chain,
}) => {
  await chain.open();
  const money = Number((await chain.money.locator('td.k').innerText()).replaceAll(',', ''));
  await expect.poll(async () => (await chain.lines()).length).toBeGreaterThan(10);
  const lines = await chain.lines();
  expect(lines.map(({ strike }) => strike)).toEqual(lines.map(({ strike }) => strike).toSorted((a, b) => a - b));
  for (const { strike, call, put } of lines) {
    expect(figure(call['Bid']!), `bid of the ${strike} call`).toBeLessThanOrEqual(figure(call['Ask']!));
    expect(figure(put['Bid']!), `bid of the ${strike} put`).toBeLessThanOrEqual(figure(put['Ask']!));
  }
  const atMoney = lines.find(({ strike }) => strike === money)!;
  expect(Number(atMoney.call['Delta'])).toBeGreaterThan(0.2);
  expect(Number(atMoney.put['Delta']!.replace('−', '-'))).toBeLessThan(-0.2);
  await expect(chain.figure('ATM IV')).toHaveText(/^\d+\.\d %$/);
  await expect(chain.figure('ATM straddle')).toHaveText(/^[\d,]+\.\d\d$/);
});

test('the figures follow the market', async ({ chain }) => {
  await chain.open();
  const before = JSON.stringify(await chain.lines());
  await expect.poll(async () => JSON.stringify(await chain.lines())).not.toBe(before);
});

test('keys move along the strikes and sides, Enter brings the ticket, and a position wears its badge', async ({
  trade,
  chain,
  ticket,
}) => {
  await chain.open();
  await chain.grid.focus();
  await trade.press('Home');
  const strike = await chain.money.locator('td.k').innerText();
  const money = strike.replaceAll(',', '');
  await expect(chain.chosen).toHaveAttribute('id', new RegExp(`^leg-${money}00-[CP]E$`));
  await trade.press('p');
  await expect(chain.chosen).toHaveAttribute('id', `leg-${money}00-PE`);
  await trade.press(']');
  await expect(chain.chosen).not.toHaveAttribute('id', `leg-${money}00-PE`);
  await trade.press('ArrowUp');
  await trade.press('ArrowLeft');
  await expect(chain.chosen).toHaveAttribute('id', `leg-${money}00-CE`);
  await trade.press('Enter');
  await expect(ticket.panel.locator('.ticket-name')).toHaveText(`NIFTY ${money} CE`);
  await trade.arm();
  await trade.press('b');
  await expect(chain.chosen.locator('.held')).toHaveText('B 1');
  await trade.press('f');
  await expect(chain.chosen.locator('.held')).toBeHidden();
});

test('a leg’s menu buys, sells, and adds to basket and payoff', async ({ trade, chain, page }) => {
  await chain.open();
  await chain.money.locator('td.pe.ltp').click({ button: 'right' });
  const menu = page.getByRole('menu', { name: / PE$/ });
  await expect(menu.getByRole('menuitem')).toHaveText([
    /^BUY 1 lot at market/,
    /^SELL 1 lot at market/,
    /^Order ticket/,
    /^Add to the basket/,
    /^Payoff: buy 1 lot/,
    /^Payoff: sell 1 lot/,
    /^Open the chart/,
  ]);
  await menu.getByRole('menuitem', { name: /^Payoff: sell/ }).click();
  await expect(trade.result(/^Payoff: NIFTY \d+ PE, 1 lot sold\.$/)).toBeVisible();
  await chain.money.locator('td.ce.ltp').click({ button: 'right' });
  await page.getByRole('menuitem', { name: /^Add to the basket/ }).click();
  const basket = page.getByRole('dialog', { name: /^Basket/ });
  await expect(basket).toContainText(/NIFTY \d+ CE/);
  await trade.press('Escape');
  await expect(basket).toBeHidden();
});

test('views change the columns, and a choice of columns, underlying and expiry is remembered', async ({
  trade,
  chain,
  page,
}) => {
  await chain.open();
  await chain.view('Greeks').click();
  await expect
    .poll(async () => Object.keys((await chain.lines())[0]?.call ?? {}))
    .toEqual(['Gamma', 'Theta', 'Vega', 'Delta', 'IV', 'LTP']);
  await chain.panel.getByRole('button', { name: 'Columns' }).click();
  const columns = page.getByRole('dialog', { name: 'Columns of Greeks' });
  await columns.getByRole('checkbox', { name: /^Gamma/ }).uncheck();
  await columns.getByRole('checkbox', { name: 'Bid', exact: true }).check();
  await columns.getByRole('button', { name: 'Done' }).click();
  const chosen = ['Theta', 'Vega', 'Delta', 'IV', 'LTP', 'Bid'];
  await expect.poll(async () => Object.keys((await chain.lines())[0]?.call ?? {})).toEqual(chosen);

  const underlying = chain.panel.getByRole('combobox', { name: 'Underlying' });
  await underlying.selectOption('BANKNIFTY');
  await expect(chain.money).toBeVisible();
  await chain.expiries.last().click();
  await expect(chain.expiries.last()).toHaveAttribute('aria-pressed', 'true');
  await expect(chain.money).toBeVisible();
  // What changed last is saved a moment later.
  await page.reload();
  await trade.ready();
  await expect(underlying).toHaveValue('BANKNIFTY');
  await expect(chain.expiries.last()).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(async () => Object.keys((await chain.lines())[0]?.call ?? {})).toEqual(chosen);

  await chain.panel.getByRole('button', { name: 'Columns' }).click();
  await columns.getByRole('button', { name: 'As they came' }).click();
  await columns.getByRole('button', { name: 'Done' }).click();
  await chain.view('Depth').click();
  await expect.poll(async () => (await chain.lines()).some(({ call }) => figure(call['Bid qty']!) > 0)).toBe(true);
  await chain.view('OI').click();
  await underlying.selectOption('NIFTY');
});

test('smile, open interest, straddle and term structure are drawn', async ({ chain, page }) => {
  await chain.open();
  const drawn = (name: string) => page.getByRole('region', { name, exact: true }).locator('figure.plot');
  await expect(drawn('IV smile').locator('path.curve')).toHaveAttribute('d', /L/);
  await expect(drawn('OI profile').locator('rect.call').first()).toBeVisible();
  await page.getByRole('tab', { name: 'Term structure', exact: true }).click();
  await expect(drawn('Term structure').locator('circle')).not.toHaveCount(0);
  await page.getByRole('tab', { name: 'IV smile', exact: true }).click();
});

test('the chain is that of the session in view: of a replay, then of paper again', async ({
  trade,
  review,
  chain,
  palette,
  page,
}) => {
  await review.open();
  await review.days.getByRole('button', { name: /^Replay / }).click();
  await expect(trade.mode).toHaveText('REPLAY');
  await chain.open();
  const [first] = await chain.lines();
  expect(figure(first!.call['Ask']!) + figure(first!.put['Ask']!)).toBeGreaterThan(0);
  await palette.run('leave the replay', 'Leave the replay');
  await expect(trade.mode).toHaveText('PAPER');
  await expect(chain.money).toBeVisible();
  await expect(page.getByRole('region', { name: 'Option chain', exact: true })).toContainText('NIFTY');
});

for (const theme of ['dark', 'light'] as const) {
  test(`Options, ${theme}: nothing serious, and nothing of the chain is cut off`, async ({ chain, palette, page }) => {
    await palette.run(`theme: ${theme}`, `Theme: ${theme}`);
    await page.setViewportSize({ width: 1440, height: 900 });
    await chain.open();
    for (const view of ['Greeks', 'Depth', 'OI'] as const) {
      await chain.view(view).click();
      const builder = new AxeBuilder({ page }).setLegacyMode(true);
      const { violations } = await (view === 'OI' ? builder : builder.include('.chain-scroll')).analyze();
      expect(
        violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .flatMap(({ id, nodes }) =>
            nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`),
          ),
        view,
      ).toEqual([]);
    }
    const cut = await chain.grid.evaluate((table) => {
      const scroller = table.parentElement!;
      const cells = [...table.querySelectorAll('td[data-kind]')];
      return [
        ...(scroller.scrollWidth > scroller.clientWidth ? [`table ${scroller.scrollWidth}`] : []),
        ...cells.filter((cell) => cell.scrollWidth > cell.clientWidth).map((cell) => cell.textContent),
      ];
    });
    expect(cut).toEqual([]);
  });
}
