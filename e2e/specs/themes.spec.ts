import { expect, test } from '../pages/test.ts';

test.use({ desk: 'themes' });

/** Perceived lightness of the page behind everything, 0–255. */
const lightness = () => {
  const [r, g, b] = getComputedStyle(document.body)
    .backgroundColor.match(/[\d.]+/g)!
    .map(Number);
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
};

for (const theme of ['dark', 'light'] as const) {
  test(`${theme}: nothing of the top bar is cut off, and the ticket can be sent`, async ({
    palette,
    ticket,
    page,
  }, info) => {
    await palette.run(`theme: ${theme}`, `Theme: ${theme}`);
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    const seen = await page.evaluate(lightness);
    if (theme === 'dark') expect(seen).toBeLessThan(60);
    else expect(seen).toBeGreaterThan(200);

    for (const width of [1280, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      await expect.poll(() => page.evaluate(() => innerWidth)).toBe(width);
      const overflows = await page.getByRole('banner').evaluate((bar) =>
        [bar, ...bar.querySelectorAll('*:not(svg, svg *)')]
          .filter((part) => part.clientWidth > 0 && part.scrollWidth > part.clientWidth + 1)
          .filter((part) => !part.classList.contains('visually-hidden'))
          .map(
            (part) =>
              `${part.className || part.tagName} ${part.scrollWidth} in ${part.clientWidth}: ${part.textContent}`,
          ),
      );
      expect(overflows).toEqual([]);
      await expect(page.getByRole('button', { name: /^KILL/ })).toBeInViewport({ ratio: 1 });
      await page.screenshot({ path: info.outputPath(`${theme}-${width}.png`) });
    }
    await ticket.button('Limit').click();
    await ticket.button('Add stop').click();
    await ticket.button('Add target').click();
    await expect(ticket.send).toBeInViewport({ ratio: 1 });
    await expect(ticket.panel.getByRole('button', { name: 'Flatten' })).toBeInViewport({ ratio: 1 });
    await page.screenshot({ path: info.outputPath(`${theme}-ticket.png`) });
    for (const leg of ['stop', 'target']) await ticket.button(`Remove the ${leg}`).click();
    await ticket.button('Market').click();
  });
}

test('the theme is remembered', async ({ trade, palette, page }) => {
  await palette.run('theme: light', 'Theme: light');
  await page.reload();
  await trade.ready();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
});
