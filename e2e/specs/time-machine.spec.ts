import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../pages/test.ts';

test.use({ desk: 'time-machine' });
// One story: a small day is traded and recorded first, then looked at.
test.describe.configure({ mode: 'serial' });

/** The rows of the day's story, newest first. */
const rows = (page: Page) => page.getByRole('list', { name: 'What happened then' }).getByRole('listitem');
const panel = (page: Page) => page.getByRole('region', { name: 'Then', exact: true });

/** How many pixels of the chart have the colour of a replay: what was done then. */
function ghostPixels(page: Page): Promise<number> {
  return page
    .getByRole('region', { name: / bars$/ })
    .first()
    .locator('canvas')
    .evaluateAll((canvases) => {
      const probe = document.createElement('canvas').getContext('2d')!;
      probe.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--pen-violet');
      probe.fillRect(0, 0, 1, 1);
      const [wanted] = new Uint32Array(probe.getImageData(0, 0, 1, 1).data.buffer);
      return (canvases as HTMLCanvasElement[])
        .filter(({ width, height }) => width > 0 && height > 0)
        .map((canvas) => {
          const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
          return new Uint32Array(data.buffer).filter((pixel) => pixel === wanted).length;
        })
        .reduce((sum, count) => sum + count, 0);
    });
}

test('two trades of today are recorded with their keys', async ({ trade, books }) => {
  await trade.arm();
  await trade.press('b');
  await expect.poll(async () => (await books.trades()).length).toBe(1);
  await trade.press('f');
  await expect.poll(async () => (await books.trades()).length).toBe(2);
});

test('a jump to the own trade shows the key, what risk decided, and the fill; and its mark on the chart', async ({
  trade,
  review,
  page,
}) => {
  await review.open();
  await review.days.getByRole('button', { name: /^Replay / }).click();
  await expect(trade.mode).toHaveText('REPLAY');
  await review.transport.getByRole('button', { name: 'Pause' }).click();
  await expect(panel(page)).toContainText(/Nothing had happened by \d\d:\d\d:\d\d\. The first was at/);
  expect(await ghostPixels(page)).toBe(0);

  await trade.press('n');
  await expect(rows(page).first()).toContainText(/Fill \d+ at .*FILLED.*BUY 1 lot NIFTY/s);
  await expect(rows(page).filter({ hasText: 'Key or button pressed' })).toHaveCount(1);
  await expect(rows(page).filter({ hasText: /Risk checks passed, (\d+) of \1.*nearest limit: .+ limit/s })).toHaveCount(
    1,
  );
  await expect(panel(page)).toContainText('Not this replay’s own');
  await expect.poll(() => ghostPixels(page)).toBeGreaterThan(20);
  const { violations } = await new AxeBuilder({ page }).include('[aria-label="Then"]').analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
});

test('the next trade comes by its key, the one before by the other, and the list shrinks again', async ({
  trade,
  page,
}) => {
  const first = await rows(page).count();
  await trade.press('n');
  await expect(rows(page).first()).toContainText(/Fill \d+ at .*SELL 1 lot NIFTY/s);
  expect(await rows(page).count()).toBeGreaterThan(first);
  await trade.press('Shift+n');
  await expect(rows(page)).toHaveCount(first);
  await rows(page)
    .last()
    .getByRole('button', { name: /Key or button pressed/ })
    .click();
  await expect(rows(page)).toHaveCount(1);
  await expect.poll(() => ghostPixels(page)).toBe(0);
  await trade.press('Shift+n');
  await expect(trade.result(/No own trade lies behind/)).toBeVisible();
  await trade.press('n');
  await expect(rows(page)).toHaveCount(first);
});

test('steps by tick and by bar move its clock, both ways', async ({ trade, review, page }) => {
  await page.getByRole('group', { name: 'Bar length' }).getByRole('button', { name: '1 s', exact: true }).click();
  const slider = review.transport.getByRole('slider', { name: 'Replay position' });
  const position = async () => Number(await slider.inputValue());
  const moves = async (keys: string, direction: 1 | -1) => {
    const before = await position();
    await trade.press(keys);
    await expect.poll(async () => Math.sign((await position()) - before)).toBe(direction);
  };
  await moves('ArrowRight', 1);
  await moves('.', 1);
  await moves('.', 1);
  await moves(',', -1);
  await moves('ArrowLeft', -1);
  await expect(review.transport.getByRole('button', { name: 'Play' })).toBeVisible();
});

test('the chain of the moment is the recorded one, and a second chart stands at the same moment', async ({
  trade,
  chain,
  palette,
  page,
}) => {
  await chain.open();
  await expect(chain.panel).toContainText(/as recorded \d\d:\d\d:\d\d/);
  await page.keyboard.press('g');
  await page.keyboard.press('3');
  await palette.run('panel: second chart', 'Show panel: Second chart');
  const second = page.getByRole('region', { name: 'Second chart', exact: true });
  await expect(second).toContainText('NIFTY 50');
  await expect(second.getByRole('region', { name: / bars$/ })).toBeVisible();
  await page.getByRole('button', { name: 'Leave the replay' }).click();
  await expect(trade.mode).toHaveText('PAPER');
  await expect.poll(() => ghostPixels(page)).toBe(0);
  await expect(page.getByRole('region', { name: 'Order ticket', exact: true })).toBeVisible();
});
