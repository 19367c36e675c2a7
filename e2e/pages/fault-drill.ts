import type { Locator, Page } from '@playwright/test';
import type { RunningTerminal } from '../launch/running-terminal.ts';

/** The fault drill: its panel, its dialog and the banner over everything. */
export class FaultDrill {
  readonly #terminal: RunningTerminal;

  constructor(terminal: RunningTerminal) {
    this.#terminal = terminal;
  }

  get panel(): Locator {
    return this.#page.getByRole('region', { name: 'Fault drill', exact: true });
  }

  get banner(): Locator {
    return this.#page.getByRole('region', { name: 'Fault drill is on' });
  }

  get dialog(): Locator {
    return this.#page.getByRole('dialog', { name: 'Start a fault drill' });
  }

  get report(): Locator {
    return this.#page.getByRole('region', { name: 'Report of the drill' });
  }

  get #page(): Page {
    return this.#terminal.page;
  }

  /** Ticks exactly these faults, sets seconds and seed, and opens the dialog. */
  async ask(faults: readonly string[], seconds: number, seed: number): Promise<void> {
    const all = this.panel.getByRole('button', { name: 'All', exact: true });
    if (await all.isVisible()) await all.click();
    await this.panel.getByRole('button', { name: 'None' }).click();
    for (const fault of faults) await this.panel.getByRole('checkbox', { name: fault }).check();
    await this.#type('Seconds', seconds);
    await this.#type('Seed', seed);
    await this.panel.getByRole('button', { name: 'Start a drill…' }).click();
  }

  async #type(field: string, figure: number): Promise<void> {
    const box = this.panel.getByRole('textbox', { name: field });
    await box.fill(String(figure));
    await box.press('Tab');
  }
}
