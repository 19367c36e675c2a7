import type { Locator, Page } from '@playwright/test';
import type { RunningTerminal } from '../launch/running-terminal.ts';

/** The Review layout: recorded days, the import dialog, and the transport of a replay. */
export class Review {
  readonly #terminal: RunningTerminal;

  constructor(terminal: RunningTerminal) {
    this.#terminal = terminal;
  }

  get days(): Locator {
    return this.#page.getByRole('table', { name: 'Recorded days' });
  }

  get importDialog(): Locator {
    return this.#page.getByRole('dialog', { name: 'Import history' });
  }

  get transport(): Locator {
    return this.#page.getByRole('region', { name: 'Replay transport' });
  }

  get #page(): Page {
    return this.#terminal.page;
  }

  async open(): Promise<void> {
    await this.#page.getByRole('navigation', { name: 'Layouts' }).getByRole('button', { name: 'Review' }).click();
    await this.#page.getByRole('button', { name: 'Refresh' }).waitFor();
  }

  /** Imports a file whose columns have usual names, and waits for its report. */
  async importFile(path: string): Promise<void> {
    await this.#page.getByRole('tabpanel', { name: 'Review' }).waitFor();
    await this.#page.getByRole('region', { name: 'Review' }).getByRole('button', { name: 'Import history' }).click();
    await this.importDialog.getByRole('textbox', { name: /^File on the machine/ }).fill(path);
    await this.importDialog.getByRole('button', { name: 'Inspect' }).click();
    await this.importDialog.getByRole('button', { name: 'Start the import' }).click();
    await this.importDialog.getByText('Imported.', { exact: true }).waitFor();
  }

  /** Starts the replay of a recorded day. */
  async replay(day: string, source: string): Promise<void> {
    await this.days.getByRole('button', { name: `Replay ${day}, ${source}` }).click();
    await this.transport.waitFor();
  }

  /** The replay's clock, "09:15:07". */
  at(): Promise<string> {
    return this.transport.locator('.seek-at').innerText();
  }
}
