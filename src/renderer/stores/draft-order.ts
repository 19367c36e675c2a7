import { create } from 'zustand';
import type { OrderType, Side, Validity } from '../../contract/enums.ts';

/** A target or stop of the draft, kept as a distance so that it follows the entry price. Paise. */
export interface DraftLeg {
  on: boolean;
  /** Null takes the default distance of the price. */
  distance: number | null;
}

/** The order types of the ticket: an SL-L is a stop with a limit, an SL-M a stop at market, protected. */
export type TicketType = OrderType | 'SL-L' | 'SL-M';

/** What the ticket would send. */
export interface DraftOrder {
  /** The instrument whose prices these are. */
  instrumentId: number | null;
  side: Side;
  orderType: OrderType;
  lots: number;
  /** Limit price in paise; null follows the near side: the bid of a buy, the ask of a sell. */
  price: number | null;
  /** The order is a stop itself: it rests until the market trades at its trigger. */
  isStop: boolean;
  /** Trigger of a stop in paise; null follows the last price at a distance. */
  trigger: number | null;
  validity: Validity;
  stop: DraftLeg;
  target: DraftLeg;
}

/** Lot presets of the ticket and their keys. */
export const LOT_PRESETS = [1, 2, 3, 5, 9] as const;

/** Most lots one order may ask for, as the contract has it. */
export const MAX_LOTS = 100_000;

const off: DraftLeg = { on: false, distance: null };

/** The draft before the first instrument has the focus. */
export const EMPTY_DRAFT: DraftOrder = {
  instrumentId: null,
  side: 'BUY',
  orderType: 'MARKET',
  lots: 1,
  price: null,
  isStop: false,
  trigger: null,
  validity: 'DAY',
  stop: off,
  target: off,
};

export const useDraftOrder = create<DraftOrder>(() => EMPTY_DRAFT);

/** The draft as it stands now, for code outside React. */
export function draftOrder(): DraftOrder {
  return useDraftOrder.getState();
}

/** Points the draft at an instrument: lots and switches stay, prices and distances start anew. */
export function draftFor(instrumentId: number): void {
  useDraftOrder.setState((draft) =>
    draft.instrumentId === instrumentId
      ? draft
      : {
          instrumentId,
          price: null,
          trigger: null,
          stop: { on: draft.stop.on, distance: null },
          target: { on: draft.target.on, distance: null },
        },
  );
}

/** Changes the side; a typed price is dropped since it was meant for the other one. */
export function draftSide(side: Side): void {
  useDraftOrder.setState((draft) => (draft.side === side ? draft : { side, price: null, trigger: null }));
}

/** The order type as the ticket names it. */
export function ticketType({ orderType, isStop }: Pick<DraftOrder, 'orderType' | 'isStop'>): TicketType {
  if (!isStop) return orderType;
  return orderType === 'LIMIT' ? 'SL-L' : 'SL-M';
}

/** Sets the order type. A limit that was typed for a plain order is not one for a stop; a stop cannot be IOC. */
export function draftType(type: TicketType): void {
  const isStop = type === 'SL-L' || type === 'SL-M';
  const orderType = type === 'LIMIT' || type === 'SL-L' ? 'LIMIT' : 'MARKET';
  useDraftOrder.setState((draft) => ({
    orderType,
    isStop,
    price: draft.isStop === isStop ? draft.price : null,
    validity: isStop ? 'DAY' : draft.validity,
  }));
}

/** Sets the trigger of a stop in paise; null follows the last price again. */
export function draftTrigger(trigger: number | null): void {
  useDraftOrder.setState({ trigger });
}

export function draftValidity(validity: Validity): void {
  useDraftOrder.setState({ validity });
}

/** Sets whole lots, kept between 1 and MAX_LOTS. */
export function draftLots(lots: number): void {
  useDraftOrder.setState({ lots: Math.max(1, Math.min(MAX_LOTS, Math.round(lots))) });
}

/** Sets the limit price in paise; null follows the near side again. */
export function draftPrice(price: number | null): void {
  useDraftOrder.setState({ price });
}

export function draftLeg(leg: 'stop' | 'target', change: Partial<DraftLeg>): void {
  useDraftOrder.setState((draft) => ({ [leg]: { ...draft[leg], ...change } }));
}
