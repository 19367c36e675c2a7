import type { Page } from '@playwright/test';
import type { TradePage } from '../pages/trade-page.ts';
import { expect, test } from '../pages/test.ts';

test.use({ desk: 'drawings' });

const listOf = (trade: TradePage) => trade.chart.getByRole('list', { name: 'Drawings on the chart' }).locator('li');
const tool = (page: Page, name: string) =>
  page.getByRole('toolbar', { name: 'Drawing tools' }).getByRole('button', { name, exact: true });

type Place = readonly [x: number, y: number];

/** How many pixels of the chart have the colour of new drawings. */
const paintedPixels = (trade: TradePage) =>
  trade.chart.locator('canvas').evaluateAll((canvases) => {
    const probe = document.createElement('canvas').getContext('2d')!;
    probe.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--mode-replay');
    probe.fillRect(0, 0, 1, 1);
    const [wanted] = new Uint32Array(probe.getImageData(0, 0, 1, 1).data.buffer);
    return (canvases as HTMLCanvasElement[])
      .filter(({ width, height }) => width > 0 && height > 0)
      .flatMap((one) => [
        ...new Uint32Array(one.getContext('2d')!.getImageData(0, 0, one.width, one.height).data.buffer),
      ])
      .filter((pixel) => pixel === wanted).length;
  });

/** The hand on the chart; places are shares of its width and its height. */
async function handOn(trade: TradePage) {
  const box = (await trade.chart.boundingBox())!;
  const { mouse } = trade.page;
  const at = ([x, y]: Place): [number, number] => [box.x + x * box.width, box.y + y * box.height];
  return {
    click: (place: Place) => mouse.click(...at(place)),
    drag: async (from: Place, to: Place) => {
      await mouse.move(...at(from));
      await mouse.down();
      await mouse.move(...at(to), { steps: 4 });
      await mouse.up();
    },
  };
}

test.beforeEach(async ({ trade }) => {
  await expect.poll(async () => (await trade.barPixels()).up).toBeGreaterThan(0);
  // A scale set by hand does not follow the price, so that places keep their prices.
  await (await handOn(trade)).drag([0.97, 0.3], [0.97, 0.32]);
});

test('a trend line and a fib are drawn with the mouse and are there after a reload', async ({ trade, page }) => {
  const hand = await handOn(trade);
  await tool(page, 'Trend line').click();
  await hand.drag([0.1, 0.5], [0.3, 0.2]);
  await expect(listOf(trade)).toHaveText([/^Trend line, [\d.,]+ at /]);
  await expect(tool(page, 'Select and move')).toHaveAttribute('aria-pressed', 'true');

  await page.keyboard.press('Alt+Shift+F');
  await expect(tool(page, 'Fib retracement')).toHaveAttribute('aria-pressed', 'true');
  await hand.click([0.4, 0.5]);
  await hand.click([0.6, 0.2]);
  await expect(listOf(trade)).toHaveText([/^Trend line/, /^Fib retracement/]);
  const drawn = await listOf(trade).allTextContents();

  await page.reload();
  await trade.ready();
  await expect(listOf(trade)).toHaveText(drawn);
  await expect.poll(() => paintedPixels(trade)).toBeGreaterThan(100);
  await trade.restart('kill');
  await expect(listOf(trade)).toHaveText(drawn);
  await expect.poll(() => paintedPixels(trade)).toBeGreaterThan(100);
});

test('every bar length shows the same drawings, until they are hidden', async ({ trade, page }) => {
  const drawn = await listOf(trade).allTextContents();
  for (const length of ['5 m', '1 m']) {
    await page.getByRole('button', { name: length, exact: true }).click();
    await expect.poll(() => paintedPixels(trade)).toBeGreaterThan(20);
    await expect(listOf(trade)).toHaveText(drawn);
  }
  await page.keyboard.press('Control+Alt+h');
  await expect(tool(page, 'Hide all drawings')).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => paintedPixels(trade)).toBe(0);
  await tool(page, 'Hide all drawings').click();
  await expect.poll(() => paintedPixels(trade)).toBeGreaterThan(20);
});

test('a drawing is moved, pulled, removed and brought back', async ({ trade, page }) => {
  const hand = await handOn(trade);
  await tool(page, 'Rectangle').click();
  await hand.drag([0.2, 0.2], [0.4, 0.4]);
  await expect(listOf(trade).last()).toHaveText(/^Rectangle/);
  const drawn = await listOf(trade).last().innerText();
  await hand.drag([0.3, 0.3], [0.4, 0.4]);
  await expect(listOf(trade).last()).not.toHaveText(drawn);
  const there = await listOf(trade).last().innerText();
  await hand.drag([0.5, 0.5], [0.6, 0.55]);
  await expect(listOf(trade).last()).not.toHaveText(there);
  const pulled = await listOf(trade).last().innerText();
  expect(pulled.split(', ')[1], 'the other corner stays').toBe(there.split(', ')[1]);

  await page.keyboard.press('Control+z');
  await expect(listOf(trade).last()).toHaveText(there);
  await page.keyboard.press('Control+Shift+z');
  await expect(listOf(trade).last()).toHaveText(pulled);

  const count = await listOf(trade).count();
  await page.keyboard.press('Delete');
  await expect(listOf(trade)).toHaveCount(count - 1);
  await page.keyboard.press('Control+z');
  await expect(listOf(trade).last()).toHaveText(pulled);
});

test('the selected drawing is coloured and locked, then no hand moves it', async ({ trade, page }) => {
  const hand = await handOn(trade);
  await tool(page, 'Rectangle').click();
  await hand.drag([0.1, 0.1], [0.3, 0.3]);
  const bar = page.getByRole('toolbar', { name: 'Selected: Rectangle' });
  await bar.getByRole('button', { name: 'red' }).click();
  await expect(bar.getByRole('button', { name: 'red' })).toHaveAttribute('aria-pressed', 'true');
  await bar.getByRole('button', { name: 'Lock in its place' }).click();
  const locked = await listOf(trade).last().innerText();
  expect(locked).toMatch(/locked$/);
  await hand.drag([0.2, 0.2], [0.3, 0.25]);
  await expect(listOf(trade).last()).toHaveText(locked);
  await page.keyboard.press('Escape');
  await expect(bar).toHaveCount(0);
});

test('words are typed on the chart without a letter trading', async ({ trade, page }) => {
  const hand = await handOn(trade);
  await tool(page, 'Text').click();
  await hand.click([0.25, 0.35]);
  await page.getByRole('textbox', { name: 'Text of the drawing' }).fill('breakout above');
  await page.keyboard.press('Enter');
  await expect(listOf(trade).last()).toHaveText(/^Text, breakout above/);
});

test('an order line wins over a drawing under it', async ({ trade, ticket, books, page }) => {
  await trade.arm();
  await ticket.button('Limit').click();
  // Near the market, which the scale set by hand still shows.
  await ticket.type('Price', (Math.round((await ticket.ltp()) * 0.97 * 20) / 20).toFixed(2));
  await ticket.send.click();
  const chip = trade.chart.locator('.line-chip.order');
  await expect(chip).toBeVisible();
  const box = (await trade.chart.boundingBox())!;
  const line = (await chip.boundingBox())!;
  const y = (line.y + line.height / 2 - box.y) / box.height;
  const hand = await handOn(trade);
  await tool(page, 'Horizontal line').click();
  await hand.click([0.7, y]);
  const drawn = await listOf(trade).last().innerText();
  expect(drawn).toMatch(/^Horizontal line/);
  const [before] = await books.working();
  // A little: an option on its last day trades cheap, and a price far from the market is refused.
  await hand.drag([0.8, y], [0.8, y - 0.02]);
  await expect.poll(async () => (await books.working())[0]?.['Price']).not.toBe(before!['Price']);
  await expect(listOf(trade).last()).toHaveText(drawn);
  await trade.press('Shift+X');
});

test('remove all is one step', async ({ trade, page }) => {
  await expect(listOf(trade).first()).toBeAttached();
  const all = await listOf(trade).allTextContents();
  await tool(page, 'Remove all drawings').click();
  await expect(listOf(trade)).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(listOf(trade)).toHaveText(all);
});
