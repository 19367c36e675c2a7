import type { LogType } from '../../../../contract/enums.ts';
import type { Clock } from '../../core/clock.ts';
import type { Ids } from '../../core/ids.ts';
import { replayOrder } from '../../domain/order-fold.ts';
import type { JournalEntry, OrderRecord } from '../../domain/order.ts';
import type { BracketRecord, NewOrders } from '../desk-store.ts';
import type { Repositories } from './repositories.ts';

/** A line of the log that has no place in the chain yet. */
interface NotedLine {
  id: string;
  type: LogType;
  message: string;
  /** Epoch ms. */
  at: number;
}

/** New orders as one short text: their records are the folds of their journals (O8), so that these stand for both. */
interface NoteText {
  journal: JournalEntry[];
  brackets: BracketRecord[];
  lines: NotedLine[];
}

/** Orders that are durable ahead of their tables; written into them once, with the same ids whenever that is. */
export class OrderNote implements NewOrders {
  readonly #from: { clock: Clock; ids: Ids };
  readonly #orders: OrderRecord[] = [];
  readonly #content: NoteText = { journal: [], brackets: [], lines: [] };

  constructor(from: { clock: Clock; ids: Ids }) {
    this.#from = from;
  }

  /** A note as it was left behind. */
  static read(text: string, from: { clock: Clock; ids: Ids }): OrderNote {
    const note = new OrderNote(from);
    const { journal, brackets, lines } = JSON.parse(text) as NoteText;
    note.#content.journal.push(...journal);
    note.#content.brackets.push(...brackets);
    note.#content.lines.push(...lines);
    for (const own of Map.groupBy(journal, ({ orderId }) => orderId).values()) {
      note.#orders.push(replayOrder(own).record);
    }
    return note;
  }

  saveOrder(order: OrderRecord): void {
    this.#orders.push(order);
  }

  appendJournal(entry: JournalEntry): void {
    this.#content.journal.push(entry);
  }

  saveBracket(bracket: BracketRecord): void {
    this.#content.brackets.push(bracket);
  }

  log(type: LogType, message: string): void {
    const { ids, clock } = this.#from;
    this.#content.lines.push({ id: ids.uuid(), type, message, at: clock.now() });
  }

  text(): string {
    return JSON.stringify(this.#content);
  }

  /** Inside a transaction. */
  write({ orders, brackets, logs }: Pick<Repositories, 'orders' | 'brackets' | 'logs'>): void {
    const { journal, brackets: armed, lines } = this.#content;
    for (const order of this.#orders) orders.save(order);
    for (const entry of journal) orders.appendJournal(entry);
    for (const bracket of armed) brackets.save(bracket);
    for (const line of lines) logs.append(line.type, line.message, line);
  }
}
