import { create } from 'zustand';

/** A leg of the payoff builder. */
export interface PayoffLegDraft {
  instrumentId: number;
  /** Whole lots, negative when sold; never zero. */
  lots: number;
  /** Paise per unit it is entered at; null takes the mid of the market as it moves. */
  price: number | null;
}

/** Most legs the builder takes, as the contract has it. */
export const MAX_PAYOFF_LEGS = 20;
/** Most lots of one leg, either way. */
export const MAX_PAYOFF_LOTS = 10_000;

/** The position that is being put together; it stays when the panel closes. */
export const payoffLegsStore = create<{ legs: readonly PayoffLegDraft[] }>(() => ({ legs: [] }));

export const payoffLegs = (): readonly PayoffLegDraft[] => payoffLegsStore.getState().legs;

/** Replaces all legs. */
export function setPayoffLegs(legs: readonly PayoffLegDraft[]): void {
  payoffLegsStore.setState({ legs });
}

/** Adds lots (negative: sold) to the leg of an instrument; a leg that comes to nothing is taken out. A full table stays as it is. */
export function addPayoffLeg(instrumentId: number, lots: number): void {
  const legs = payoffLegs();
  const held = legs.find((leg) => leg.instrumentId === instrumentId);
  if (held !== undefined) changePayoffLeg(instrumentId, { lots: held.lots + lots });
  else if (lots !== 0 && legs.length < MAX_PAYOFF_LEGS)
    setPayoffLegs([...legs, { instrumentId, lots: bounded(lots), price: null }]);
}

/** Changes lots or price of a leg; zero lots take it out. */
export function changePayoffLeg(instrumentId: number, change: Partial<Omit<PayoffLegDraft, 'instrumentId'>>): void {
  setPayoffLegs(
    payoffLegs()
      .map((leg) => (leg.instrumentId === instrumentId ? { ...leg, ...change } : leg))
      .map((leg) => ({ ...leg, lots: bounded(leg.lots) }))
      .filter(({ lots }) => lots !== 0),
  );
}

export function removePayoffLeg(instrumentId: number): void {
  setPayoffLegs(payoffLegs().filter((leg) => leg.instrumentId !== instrumentId));
}

function bounded(lots: number): number {
  return Math.max(0 - MAX_PAYOFF_LOTS, Math.min(MAX_PAYOFF_LOTS, Math.round(lots)));
}
