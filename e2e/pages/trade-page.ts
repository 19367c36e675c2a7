import { expect, type Locator, type Page } from '@playwright/test';
import type { RunningTerminal } from '../launch/running-terminal.ts';
import { faultsOf } from './console-faults.ts';

/** The frame of the terminal and its keys. */
export class TradePage {
  readonly #terminal: RunningTerminal;

  constructor(terminal: RunningTerminal) {
    this.#terminal = terminal;
  }

  /** The window; another one after a restart. */
  get page(): Page {
    return this.#terminal.page;
  }

  get armSwitch(): Locator {
    return this.page.getByTestId('arm');
  }

  get tradingState(): Locator {
    return this.page.getByTestId('trading-state');
  }

  get mode(): Locator {
    return this.page.getByTestId('mode');
  }

  /** The name of what has the focus. */
  get focused(): Locator {
    return this.page.getByRole('region', { name: 'Chart', exact: true }).getByRole('heading');
  }

  /** The drawing of the chart, with its chips. */
  get chart(): Locator {
    return this.page.getByRole('region', { name: / bars$/ });
  }

  /** Waits until the workspace is restored and every table has come. */
  async ready(): Promise<void> {
    await expect(this.page.locator('html')).toHaveAttribute('data-ready', '');
  }

  press(keys: string): Promise<void> {
    return this.page.keyboard.press(keys);
  }

  async arm(): Promise<void> {
    if ((await this.armSwitch.getAttribute('aria-checked')) === 'false') await this.press('Control+Space');
    await expect(this.armSwitch).toHaveAttribute('aria-checked', 'true');
  }

  /** A result or refusal that is shown now. */
  result(text: string | RegExp): Locator {
    return this.page.getByRole('status', { name: 'Results' }).getByText(text);
  }

  dialog(name: string): Locator {
    return this.page.getByRole('dialog', { name });
  }

  /** Starts the program again on the same data, after a look at what the window that goes had to complain of. */
  async restart(how: 'cleanly' | 'kill'): Promise<void> {
    expect(await faultsOf(this.page)).toEqual([]);
    await this.#terminal.restart(how);
    await this.ready();
  }

  /** How many pixels of the chart have the colours of rising and of falling bars. */
  barPixels(): Promise<{ up: number; down: number }> {
    return this.chart.locator('canvas').evaluateAll((canvases) => {
      const style = getComputedStyle(document.documentElement);
      const probe = document.createElement('canvas').getContext('2d')!;
      const pixel = (name: string) => {
        probe.fillStyle = style.getPropertyValue(name);
        probe.fillRect(0, 0, 1, 1);
        return new Uint32Array(probe.getImageData(0, 0, 1, 1).data.buffer)[0];
      };
      const [rise, fall] = [pixel('--up'), pixel('--down')];
      const found = { up: 0, down: 0 };
      for (const canvas of canvases as HTMLCanvasElement[]) {
        if (canvas.width === 0 || canvas.height === 0) continue;
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        for (const seen of new Uint32Array(data.buffer)) {
          if (seen === rise) found.up += 1;
          else if (seen === fall) found.down += 1;
        }
      }
      return found;
    });
  }
}
