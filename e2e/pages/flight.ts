import type { Locator } from '@playwright/test';
import type { RunningTerminal } from '../launch/running-terminal.ts';

/** One step of a flight as it is printed. */
export interface FlightStepText {
  title: string;
  /** Milliseconds since the flight began, as printed and as a number. */
  at: string;
  ms: number;
}

/** The flight recorder. */
export class FlightPage {
  readonly #terminal: RunningTerminal;

  constructor(terminal: RunningTerminal) {
    this.#terminal = terminal;
  }

  get panel(): Locator {
    return this.#terminal.page.getByRole('tabpanel', { name: 'Flight recorder' });
  }

  get close(): Locator {
    return this.#terminal.page.getByRole('button', { name: 'Close the flight recorder' });
  }

  get missing(): Locator {
    return this.panel.getByRole('region', { name: 'Not known of this flight' });
  }

  /** The steps in view, read at one moment; none before the flight has come. */
  async steps(): Promise<FlightStepText[]> {
    const texts = await this.panel.locator('ol.flight-steps > li').evaluateAll((items) =>
      items.map((item) => ({
        title: item.querySelector('.title')?.textContent ?? '',
        at: item.querySelector('.at')?.textContent ?? '',
      })),
    );
    return texts.map(({ title, at }) => ({ title, at, ms: Number(at.replaceAll(/[≈, ]/g, '')) }));
  }
}
