import type { Instrument } from '../contract/market.ts';
import type { PaperPosition } from '../main/engine/brokers/paper/paper-book.ts';
import { PaperBroker } from '../main/engine/brokers/paper/paper-broker.ts';
import { OrderDesk } from './order-desk.ts';

export interface PaperDeskOptions {
  /** Epoch ms the desk starts at. */
  at?: number;
  /** What the broker blocks, paise; nothing unless given. */
  margin?: (desk: OrderDesk<PaperBroker>, positions: readonly PaperPosition[]) => number;
  settlementPrice?: (instrument: Instrument) => number | null;
}

/** A desk on the real paper broker, its book in the same real store. */
export async function paperDesk(options: PaperDeskOptions = {}): Promise<OrderDesk<PaperBroker>> {
  const makeBroker = (built: OrderDesk<PaperBroker>) => {
    const { clock, ids, store, quotes } = built;
    const { accountId } = store.identity;
    return new PaperBroker({
      clock,
      ids,
      seed: 7,
      quotes,
      instrument: built.instrument,
      ledger: {
        load: () => store.paperBook(accountId),
        save: (orders, fills) =>
          store.transaction((tx) => {
            for (const order of orders) tx.savePaperOrder(accountId, order);
            for (const fill of fills) tx.appendPaperFill(accountId, fill);
          }),
      },
      margin: (positions) => options.margin?.(built, positions) ?? 0,
      opening: store.account(accountId).margin,
      phase: built.phase,
      settlementPrice: options.settlementPrice ?? (() => null),
      onError: (error) => {
        throw error;
      },
    });
  };
  const desk = new OrderDesk(makeBroker);
  desk.quotes.set(desk.call.id, { bidQty: 750, askQty: 750 });
  if (options.at !== undefined) desk.clock.advanceTo(options.at);
  return desk.start();
}
