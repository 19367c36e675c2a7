import type { Page } from '@playwright/test';
import type { RunningTerminal } from '../launch/running-terminal.ts';
import { readTable, rowsOf, type Row } from './table.ts';

type BookName = 'Orders' | 'Trades' | 'Positions';

/** The books panel: orders, trades and positions of the day. */
export class Books {
  readonly #terminal: RunningTerminal;

  constructor(terminal: RunningTerminal) {
    this.#terminal = terminal;
  }

  get #page(): Page {
    return this.#terminal.page;
  }

  /** The table of a book, whose tab must be shown. */
  table(name: BookName) {
    return this.#page.getByRole('table', { name, exact: true });
  }

  async show(name: BookName): Promise<void> {
    await this.#page.getByRole('tab', { name: new RegExp(`^${name} \\d+$`) }).click();
  }

  /** Newest first. */
  orders(): Promise<Row[]> {
    return this.#read('Orders');
  }

  /** Newest first. */
  trades(): Promise<Row[]> {
    return this.#read('Trades');
  }

  positions(): Promise<Row[]> {
    return this.#read('Positions');
  }

  /** The live orders under the positions; their table goes with the last of them. */
  async working(): Promise<Row[]> {
    await this.show('Positions');
    return this.#page.getByRole('table', { name: 'Working orders' }).evaluateAll(rowsOf);
  }

  async #read(name: BookName): Promise<Row[]> {
    await this.show(name);
    return readTable(this.table(name));
  }
}
