import { AppError } from '../main/engine/core/app-error.ts';
import type { DeskStore } from '../main/engine/store/desk-store.ts';

/** The disk refuses every write until the returned function is called (F5, F6). */
export function refuseWrites(store: DeskStore): () => void {
  const writes = { transaction: store.transaction.bind(store), noteOrders: store.noteOrders.bind(store) };
  const refuse = () => {
    throw new AppError('JOURNAL_UNAVAILABLE', 'The order journal cannot be written.');
  };
  Object.assign(store, { transaction: refuse, noteOrders: refuse });
  return () => {
    Object.assign(store, writes);
  };
}
