import { expect, type Locator, type Page } from '@playwright/test';
import type { RunningTerminal } from '../launch/running-terminal.ts';

/** The command palette. */
export class Palette {
  readonly #terminal: RunningTerminal;

  constructor(terminal: RunningTerminal) {
    this.#terminal = terminal;
  }

  get dialog(): Locator {
    return this.#page.getByRole('dialog', { name: 'Commands' });
  }

  get offers(): Locator {
    return this.dialog.getByRole('option');
  }

  get #page(): Page {
    return this.#terminal.page;
  }

  /** Opens it, types, and takes the offer of exactly that name by Enter. */
  async take(query: string, name: string): Promise<void> {
    await this.#page.keyboard.press('Control+k');
    await this.dialog.getByRole('combobox').fill(query);
    const offer = this.offers.filter({ has: this.#page.getByText(name, { exact: true }) });
    await expect(async () => {
      if ((await offer.getAttribute('aria-selected')) !== 'true') await this.#page.keyboard.press('ArrowDown');
      await expect(offer).toHaveAttribute('aria-selected', 'true', { timeout: 100 });
    }).toPass();
    await this.#page.keyboard.press('Enter');
    await this.dialog.waitFor({ state: 'hidden' });
  }

  /** Opens it, types, and takes the offer of exactly that name. */
  async run(query: string, name = query): Promise<void> {
    await this.#page.keyboard.press('Control+k');
    await this.dialog.getByRole('combobox').fill(query);
    await this.offers.filter({ has: this.#page.getByText(name, { exact: true }) }).click();
    await this.dialog.waitFor({ state: 'hidden' });
  }
}
