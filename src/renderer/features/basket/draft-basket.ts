import { create } from 'zustand';
import type { OnFailure } from '../../../contract/basket.ts';
import type { Side } from '../../../contract/enums.ts';
import type { Instrument } from '../../../contract/market.ts';
import { client } from '../../client/client.ts';
import type { Strategy } from './strategies.ts';
import { strategyLegs } from './strategies.ts';

/** A leg as it is being put together. */
export interface DraftLeg {
  instrument: Instrument;
  side: Side;
  ratio: number;
}

/** The basket that is being put together; it stays when the window closes. */
export interface DraftBasket {
  strategy: Strategy;
  side: Side;
  /** Strikes between the legs. */
  width: number;
  legs: readonly DraftLeg[];
  lots: number;
  onFailure: OnFailure;
}

const EMPTY: DraftBasket = { strategy: 'IRON_CONDOR', side: 'SELL', width: 2, legs: [], lots: 1, onFailure: 'ASK' };

export const draftBasketStore = create<DraftBasket>(() => EMPTY);

export function draftBasket(change: Partial<DraftBasket>): void {
  draftBasketStore.setState(change);
}

/** Fills the legs with a strategy around the money of an underlying, nearest expiry; rejects when a strike is not listed. */
export async function takeStrategy(underlying: string): Promise<void> {
  const { strategy, side, width } = draftBasketStore.getState();
  const legs = await Promise.all(
    strategyLegs(strategy, side, width).map(async ({ kind, offset, side: legSide }): Promise<DraftLeg> => {
      const instrument = await client.call('instruments.atm', { underlying, kind, offset });
      return { instrument, side: legSide, ratio: 1 };
    }),
  );
  draftBasket({ legs });
}

/** Adds a leg; one of the same instrument is replaced. */
export function addLeg(instrument: Instrument, side: Side): void {
  const { legs } = draftBasketStore.getState();
  draftBasket({ legs: [...legs.filter((leg) => leg.instrument.id !== instrument.id), { instrument, side, ratio: 1 }] });
}

export function changeLeg(instrumentId: number, change: Partial<Pick<DraftLeg, 'side' | 'ratio'>>): void {
  const { legs } = draftBasketStore.getState();
  draftBasket({ legs: legs.map((leg) => (leg.instrument.id === instrumentId ? { ...leg, ...change } : leg)) });
}

export function removeLeg(instrumentId: number): void {
  const { legs } = draftBasketStore.getState();
  draftBasket({ legs: legs.filter((leg) => leg.instrument.id !== instrumentId) });
}
