import { expect, type Locator, type Page } from '@playwright/test';
import type { RunningTerminal } from '../launch/running-terminal.ts';

/** A side of a strike as it is printed, by the heads of its columns. */
export type LegFigures = Record<string, string>;

/** A strike of the chain as it is printed. */
export interface ChainLine {
  strike: number;
  call: LegFigures;
  put: LegFigures;
}

/** The Options layout and its chain. */
export class OptionChain {
  readonly #terminal: RunningTerminal;

  constructor(terminal: RunningTerminal) {
    this.#terminal = terminal;
  }

  get grid(): Locator {
    return this.#page.getByRole('grid', { name: 'Option chain' });
  }

  get panel(): Locator {
    return this.#page.getByRole('region', { name: 'Option chain', exact: true });
  }

  get expiries(): Locator {
    return this.panel.getByRole('group', { name: 'Expiry' }).getByRole('button');
  }

  /** The row of the strike at the money. */
  get money(): Locator {
    return this.grid.locator('tr[data-atm]');
  }

  /** The cell of the leg that has the focus of the window. */
  get chosen(): Locator {
    return this.grid.locator('[aria-selected=true]');
  }

  get #page(): Page {
    return this.#terminal.page;
  }

  /** Shows the layout and waits for the first chain. */
  async open(): Promise<void> {
    await this.#page.keyboard.press('g');
    await this.#page.keyboard.press('2');
    await expect(this.money).toBeVisible();
  }

  /** A figure of the whole chain, "ATM IV". */
  figure(name: string): Locator {
    return this.panel.locator('.chain-figures > div').filter({ hasText: name }).locator('dd');
  }

  view(name: 'OI' | 'Greeks' | 'Depth'): Locator {
    return this.panel.getByRole('group', { name: 'View of the chain' }).getByRole('button', { name, exact: true });
  }

  /** The rows in the page, all read at one moment. */
  lines(): Promise<ChainLine[]> {
    return this.grid.evaluate((table) => {
      const text = (cell: Element) => cell.textContent.replaceAll(/\s+/g, ' ').trim();
      const heads = [...table.querySelectorAll('thead tr:last-child th')].map(text);
      const side = (cells: Element[], names: string[]) =>
        Object.fromEntries(cells.map((cell, at) => [names[at]!, text(cell)]));
      return [...table.querySelectorAll('tr[data-strike]')].map((row) => {
        const cells = [...row.children];
        const half = heads.length / 2;
        return {
          strike: Number(text(cells[half]!).replaceAll(',', '')),
          call: side(cells.slice(0, half), heads.slice(0, half)),
          put: side(cells.slice(half + 1), heads.slice(half)),
        };
      });
    });
  }
}
