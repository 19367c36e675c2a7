import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '../pages/test.ts';

test.use({ desk: 'alerts' });
// One story: the second test finds what the first has set.
test.describe.configure({ mode: 'serial' });

test('an alert at the market fires: said, logged, and marked in the list', async ({ trade, palette, page, ticket }) => {
  await palette.run('panel: alerts', 'Show panel: Alerts');
  const panel = page.getByRole('region', { name: 'Alerts', exact: true });
  await expect(panel).toContainText('Alerts watch price, OI, IV, PCR');
  await trade.press('Alt+a');
  const dialog = page.getByRole('dialog', { name: /^New alert · NIFTY/ });
  await dialog.getByRole('button', { name: 'At least' }).click();
  await dialog.getByLabel('Level', { exact: true }).fill(((await ticket.ltp()) * 0.9).toFixed(2));
  await dialog.getByLabel('Note of the alert').fill('take half off');
  const { violations } = await new AxeBuilder({ page }).include('dialog').analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  const row = panel.getByRole('row', { name: /price is at least/ });
  await expect(row).toContainText('fired');
  await expect(page.getByText(/^Alert: NIFTY .* price is at least .*take half off\.$/).first()).toBeVisible();
  await palette.run('panel: log', 'Show panel: Log');
  await expect(page.getByRole('region', { name: 'Log', exact: true })).toContainText(
    /Alert: NIFTY .* \(take half off\)/,
  );
});

test('it sounds, unless muted, and tells the desktop of a browser that looks elsewhere', async ({
  trade,
  ticket,
  page,
  palette,
}, { project }) => {
  await page.reload();
  await trade.ready();
  await palette.run('panel: alerts', 'Show panel: Alerts');
  await page.evaluate(() => {
    const heard = { tones: 0, notices: [] as string[] };
    class Context extends AudioContext {
      override createOscillator() {
        heard.tones += 1;
        return super.createOscillator();
      }
    }
    class Notice extends EventTarget {
      static permission = 'granted';
      constructor(_title: string, { body }: { body: string }) {
        super();
        heard.notices.push(body);
      }
    }
    Object.assign(window, { heard, AudioContext: Context, Notification: Notice });
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });
  });
  const heard = () => page.evaluate(() => (window as unknown as { heard: { tones: number; notices: string[] } }).heard);
  const fire = async (note: string) => {
    await trade.press('Alt+a');
    const dialog = page.getByRole('dialog', { name: /^New alert · NIFTY/ });
    await dialog.getByRole('button', { name: 'At least' }).click();
    await dialog.getByLabel('Level', { exact: true }).fill(((await ticket.ltp()) * 0.9).toFixed(2));
    await dialog.getByLabel('Note of the alert').fill(note);
    await page.keyboard.press('Enter');
    await expect(page.getByText(new RegExp(`^Alert: NIFTY .*${note}\\.$`)).first()).toBeVisible();
  };
  await fire('heard');
  await expect.poll(heard).toEqual({
    tones: 2,
    // The desktop app tells it from its main process.
    notices: project.name === 'headless' ? [expect.stringContaining('heard')] : [],
  });
  const panel = page.getByRole('region', { name: 'Alerts', exact: true });
  await panel.getByRole('button', { name: 'Sound on' }).click();
  await fire('silent');
  expect((await heard()).tones).toBe(2);
  await panel.getByRole('button', { name: 'Sound off' }).click();
  await page.evaluate(() => Reflect.deleteProperty(document, 'hidden'));
});

test('one that waits is there after a kill, is paused, changed and removed', async ({
  trade,
  palette,
  ticket,
  page,
}) => {
  await trade.press('Alt+a');
  const dialog = page.getByRole('dialog', { name: /^New alert · NIFTY/ });
  await dialog.getByLabel('Level', { exact: true }).fill(((await ticket.ltp()) * 9).toFixed(2));
  await dialog.getByRole('button', { name: 'Set alert' }).click();
  await expect(dialog).toHaveCount(0);
  await palette.run('panel: alerts', 'Show panel: Alerts');
  await expect(page.getByRole('row', { name: /crosses above/ })).toContainText('watching');

  await trade.restart('kill');
  await palette.run('panel: alerts', 'Show panel: Alerts');
  const panel = trade.page.getByRole('region', { name: 'Alerts', exact: true });
  const waiting = panel.getByRole('row', { name: /crosses above/ });
  await expect(waiting).toContainText('watching');
  await expect(panel.getByRole('row', { name: /take half off/ })).toContainText('fired');
  await waiting.getByRole('button', { name: 'Pause' }).click();
  await expect(waiting).toContainText('paused');
  await waiting.getByRole('button', { name: 'Change' }).click();
  const change = trade.page.getByRole('dialog', { name: /^Alert · NIFTY/ });
  await change.getByLabel('Note of the alert').fill('runner');
  await change.getByRole('button', { name: 'Set again' }).click();
  await expect(waiting).toContainText('runner');
  await expect(waiting).toContainText('watching');
  await waiting.getByRole('button', { name: /^Remove/ }).click();
  await expect(waiting).toHaveCount(0);
});
