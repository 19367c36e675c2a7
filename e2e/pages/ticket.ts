import type { Locator, Page } from '@playwright/test';
import type { RunningTerminal } from '../launch/running-terminal.ts';

/** The order ticket of what has the focus. */
export class Ticket {
  readonly #terminal: RunningTerminal;

  constructor(terminal: RunningTerminal) {
    this.#terminal = terminal;
  }

  get panel(): Locator {
    return this.#page.getByRole('tabpanel', { name: 'Order ticket' });
  }

  get send(): Locator {
    return this.panel.locator('button.send');
  }

  get bid(): Locator {
    return this.panel.locator('.ticket-top .sub .up');
  }

  get #page(): Page {
    return this.#terminal.page;
  }

  button(name: string): Locator {
    return this.panel.getByRole('button', { name, exact: true });
  }

  /** Types a figure into a field, as rupees or lots. */
  async type(field: 'Lots' | 'Price' | 'Stop' | 'Target', figure: string): Promise<void> {
    const input = this.panel.getByRole('textbox', { name: new RegExp(`^${field}\\b`) });
    await input.fill(figure);
    await input.press('Enter');
    await input.blur();
  }

  /** The last price in rupees. */
  async ltp(): Promise<number> {
    return Number((await this.panel.locator('.ticket-ltp').innerText()).replaceAll(',', ''));
  }
}
