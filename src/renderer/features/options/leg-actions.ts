import type { Instrument } from '../../../contract/market.ts';
import { sentenceOf } from '../../client/call-error.ts';
import { keyOrTitle } from '../../commands/keys-store.ts';
import { draftOrder } from '../../stores/draft-order.ts';
import { focusInstrument, focusStore } from '../../stores/focus.ts';
import { instrumentsStore, loadInstruments } from '../../stores/instruments.ts';
import { showPanel } from '../../stores/layouts-store.ts';
import { chooseUnderlying } from '../../stores/option-chain.ts';
import { addPayoffLeg, MAX_PAYOFF_LEGS, payoffLegs } from '../../stores/payoff-legs.ts';
import { announce } from '../../stores/toasts.ts';
import { addLeg } from '../basket/draft-basket.ts';
import { openBasket } from '../trading/actions.ts';
import { lotsText } from '../trading/trading-words.ts';

/** Gives a leg of the chain the focus of the window. */
export function focusLeg(instrumentId: number): void {
  const known = instrumentsStore.getState().byId.get(instrumentId);
  if (known) return focusInstrument(known);
  loadInstruments([instrumentId]).then(
    ([instrument]) => instrument && focusInstrument(instrument),
    (error: unknown) => announce('danger', sentenceOf(error)),
  );
}

/** Gives a leg the focus and brings the ticket to the front. */
export function tradeLeg(instrumentId: number): void {
  focusLeg(instrumentId);
  showPanel('ticket');
}

/** Adds a leg to the basket on the ticket's side, and opens it. */
export function legToBasket(instrument: Instrument): void {
  addLeg(instrument, draftOrder().side);
  openBasket();
}

/** Adds the ticket's lots of a leg to the payoff: 1 bought, −1 sold. */
export function legToPayoff(instrument: Instrument, way: 1 | -1): void {
  const full = payoffLegs().length >= MAX_PAYOFF_LEGS;
  if (full && !payoffLegs().some(({ instrumentId }) => instrumentId === instrument.id)) {
    return announce('warn', `The payoff has ${MAX_PAYOFF_LEGS} legs, which is the most it takes: remove one first.`);
  }
  const { lots } = draftOrder();
  addPayoffLeg(instrument.id, way * lots);
  announce('info', `Payoff: ${instrument.name}, ${lotsText(lots)} ${way > 0 ? 'bought' : 'sold'}.`);
}

/** Adds the focused option to the payoff: 1 bought, −1 sold. */
export function focusToPayoff(way: 1 | -1): void {
  withOption((option) => legToPayoff(option, way));
}

/** Adds the focused option to the basket. */
export function focusToBasket(): void {
  withOption(legToBasket);
}

/** Shows the chain of what has the focus. */
export function showChainOfFocus(): void {
  const { instrument } = focusStore.getState();
  if (instrument) chooseUnderlying(instrument.underlying);
  showPanel('chain');
}

function withOption(act: (option: Instrument) => void): void {
  const { instrument } = focusStore.getState();
  if (instrument?.kind === 'CE' || instrument?.kind === 'PE') act(instrument);
  else announce('info', `No option has the focus: choose one in the chain, or press ${keyOrTitle('atmCall')}.`);
}
