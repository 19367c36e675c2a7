import type { Instrument } from '../../../contract/market.ts';
import type { Trail } from '../../../contract/protection.ts';
import type { Position } from '../../../contract/trading.ts';
import { client } from '../../client/client.ts';
import { sentenceOf } from '../../client/call-error.ts';
import { keyOrTitle } from '../../commands/keys-store.ts';
import { isArmed } from '../../stores/armed.ts';
import { draftLots, draftOrder } from '../../stores/draft-order.ts';
import { focusInstrument, focusStore } from '../../stores/focus.ts';
import { loadInstruments } from '../../stores/instruments.ts';
import { press } from '../../stores/last-press.ts';
import { latestQuoteOf } from '../../stores/quotes.ts';
import { positionsStore } from '../../stores/tables.ts';
import { announce } from '../../stores/toasts.ts';
import { breakEven, lockTermsOf, trailOf, type ExitDraft } from './exit-terms.ts';
import { pressGuard, sendEntry, SENT_A_MOMENT_AGO } from './send-order.ts';
import { lotsToClose } from './trading-words.ts';
import { openTradingDialog } from './trading-dialogs.ts';

/** Buys the draft's lots of the focused instrument at market, inside the protection band. */
export function buyAtMarket(): void {
  withFocus((instrument) => void sendEntry(instrument, { side: 'BUY', orderType: 'MARKET', price: null }, 'buy'));
}

/** Sells the draft's lots of the focused instrument at market, inside the protection band. */
export function sellAtMarket(): void {
  withFocus((instrument) => void sendEntry(instrument, { side: 'SELL', orderType: 'MARKET', price: null }, 'sell'));
}

/** Buys by a limit at the bid. */
export function joinBid(): void {
  withFocus((instrument) => {
    const price = latestQuoteOf(instrument.id)?.bid || null;
    if (price === null && instrument.kind !== 'INDEX') announce('warn', `${instrument.name} has no bid to join.`);
    else void sendEntry(instrument, { side: 'BUY', orderType: 'LIMIT', price }, 'joinBid');
  });
}

/** Sells by a limit at the ask. */
export function joinAsk(): void {
  withFocus((instrument) => {
    const price = latestQuoteOf(instrument.id)?.ask || null;
    if (price === null && instrument.kind !== 'INDEX') announce('warn', `${instrument.name} has no ask to join.`);
    else void sendEntry(instrument, { side: 'SELL', orderType: 'LIMIT', price }, 'joinAsk');
  });
}

export function lotsUp(): void {
  draftLots(draftOrder().lots + 1);
}

export function lotsDown(): void {
  draftLots(draftOrder().lots - 1);
}

/** Sets the draft's lots. */
export function setLots(lots: number): void {
  draftLots(lots);
}

/** Cancels the live orders of the focused instrument. Needs no arming. */
export function cancelSymbol(): void {
  withFocus((instrument) => void cancelOrders(instrument.id, ` of ${instrument.name}`));
}

/** Cancels every live order of the account. Needs no arming. */
export function cancelEverything(): void {
  void cancelOrders(null, '');
}

/** Closes the whole position of the focused instrument at market. Needs no arming. */
export function flattenSymbol(): void {
  closeFraction(1);
}

export function closeHalf(): void {
  closeFraction(0.5);
}

export function closeQuarter(): void {
  closeFraction(0.25);
}

export function closeThreeQuarters(): void {
  closeFraction(0.75);
}

/** Closes the position of the focused instrument and opens the other side. Needs arming, since it opens. */
export function reversePosition(): void {
  withFocus((instrument) => {
    if (!armedFor('reverse')) return;
    const verdict = pressGuard.press(`reverse ${instrument.id}`, performance.now());
    if (verdict === 'ask') return announce('warn', SENT_A_MOMENT_AGO);
    void attempt(client.call('positions.reverse', { intentId: crypto.randomUUID(), instrumentId: instrument.id }));
  });
}

/** Takes the position of an instrument to a number of net lots, negative for a short; false when nothing was sent. */
export async function moveToTarget(instrument: Instrument, lots: number): Promise<boolean> {
  if (!armedFor('targetPosition')) return false;
  const call = { intentId: crypto.randomUUID(), instrumentId: instrument.id, lots };
  const answer = await attempt(client.call('positions.target', call));
  if (answer?.orders.length === 0) announce('info', `${instrument.name} is there already.`);
  return answer !== undefined;
}

/** Opens the field for the net lots wanted of the focused instrument. */
export function openTargetPosition(): void {
  withFocus((instrument) => {
    if (instrument.kind === 'INDEX') announce('warn', `${instrument.name} is an index and cannot be traded.`);
    else openTradingDialog('targetPosition');
  });
}

/** Opens the basket window. */
export function openBasket(): void {
  openTradingDialog('basket');
}

/** Opens the preview of flatten all. */
export function openFlattenAll(): void {
  openTradingDialog('flattenAll');
}

/** Opens the kill switch. */
export function openKill(): void {
  openTradingDialog('kill');
}

/** Focuses the call or put at the money of the underlying in view, nearest expiry; `offset` strikes above or below it. */
export function focusAtm(kind: 'CE' | 'PE', offset = 0): void {
  withFocus(({ underlying }) => void focusAnswer(client.call('instruments.atm', { underlying, kind, offset })));
}

/** Moves the focus one strike up or down on the same side and expiry. */
export function stepStrike(steps: 1 | -1): void {
  withFocus((instrument) => {
    if (instrument.strike === null)
      announce(
        'info',
        `${instrument.name} has no strikes. Press ${keyOrTitle('atmCall')} or ${keyOrTitle('atmPut')} for an option.`,
      );
    else void focusAnswer(client.call('instruments.step', { instrumentId: instrument.id, steps }));
  });
}

/** Closes a fraction of one position at market. */
export function closePosition(instrumentId: number, fraction: 1 | 0.75 | 0.5 | 0.25): void {
  const position = positionOf(instrumentId);
  if (!position || position.netQty === 0) return announce('info', 'There is no position to close here.');
  const lots = lotsToClose(Math.abs(position.netQty) / position.lotSize, fraction);
  if (typeof lots === 'string') return announce('info', lots);
  const verdict = pressGuard.press(`close ${instrumentId} ${fraction}`, performance.now());
  if (verdict === 'ask') return announce('warn', SENT_A_MOMENT_AGO);
  void attempt(client.call('positions.close', { intentId: crypto.randomUUID(), instrumentId, fraction, ...press() }));
}

/** Cancels one order. */
export function cancelOrder(orderId: string): void {
  void attempt(client.call('orders.cancel', { orderId }));
}

/** Moves a working order to a price, trigger (paise) and size; false when the engine refused, which was announced. */
export async function modifyOrder(
  orderId: string,
  price: number,
  lots: number,
  triggerPrice?: number | null,
): Promise<boolean> {
  const change = { orderId, price, lots, ...(triggerPrice === undefined ? {} : { triggerPrice }) };
  return (await attempt(client.call('orders.modify', change))) !== undefined;
}

/**
 * Sets, moves or removes (null) the target and stop of a position, or of a live entry, in paise; false when refused. The
 * trail that the position has goes on with its stop unless another is given.
 */
export async function protect(
  instrumentId: number,
  orderId: string | null,
  prices: { tpPrice: number | null; slPrice: number | null; trail?: Trail | null },
): Promise<boolean> {
  const held = orderId === null ? (positionOf(instrumentId)?.trail ?? null) : null;
  const trail = prices.slPrice === null ? null : prices.trail === undefined ? held : prices.trail;
  return (await attempt(client.call('orders.protect', { instrumentId, orderId, ...prices, trail }))) !== undefined;
}

/** Makes the exits of a position what a draft says, as far as that changed; false when one was refused. */
export async function setExits(instrumentId: number, before: ExitDraft, draft: ExitDraft): Promise<boolean> {
  const exits = (from: ExitDraft) => ({ tpPrice: from.target, slPrice: from.stop, trail: trailOf(from) });
  const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
  // A stop that was left alone may have trailed meanwhile: the one in force goes on.
  const slPrice = draft.stop === before.stop ? (positionOf(instrumentId)?.slPrice ?? null) : draft.stop;
  const wanted = { ...exits(draft), slPrice };
  if (!same(exits(before), exits(draft)) && !(await protect(instrumentId, null, wanted))) return false;
  const terms = lockTermsOf(draft);
  if (same(lockTermsOf(before), terms)) return true;
  const scope = { type: 'POSITION', instrumentId } as const;
  return (await attempt(client.call('exits.lock', { scope, terms }))) !== undefined;
}

/** Opens stop, trail, target and profit lock of the focused instrument's position. Needs no arming. */
export function openExits(): void {
  withFocus((instrument) => {
    if ((positionOf(instrument.id)?.netQty ?? 0) !== 0) openTradingDialog('exits');
    else announce('info', `There is no position in ${instrument.name}: add a stop and a target to its order.`);
  });
}

/** Gives a position the focus and opens its exits. */
export function openExitsOf(instrumentId: number): void {
  void attempt(loadInstruments([instrumentId])).then((known) => {
    if (known?.[0] === undefined) return;
    focusInstrument(known[0]);
    openExits();
  });
}

/** Moves the stop of the focused instrument's position to its entry price, on tick, away from the market. */
export function stopToBreakEven(): void {
  withFocus((instrument) => {
    const position = positionOf(instrument.id);
    if (position === undefined || position.netQty === 0) {
      return announce('info', `There is no position in ${instrument.name} to protect.`);
    }
    void protect(instrument.id, null, { tpPrice: position.tpPrice, slPrice: breakEven(position, instrument.tickSize) });
  });
}

function positionOf(instrumentId: number): Position | undefined {
  return positionsStore.getState().rows.find((row) => row.instrumentId === instrumentId);
}

function withFocus(act: (instrument: Instrument) => void): void {
  const { instrument } = focusStore.getState();
  if (instrument) act(instrument);
  else announce('info', `Choose an instrument first: press ${keyOrTitle('symbolSearch')} and type its name.`);
}

function armedFor(commandId: string): boolean {
  if (isArmed()) return true;
  announce('warn', `Disarmed: nothing was sent. Press ${keyOrTitle('arm')} to arm, then ${keyOrTitle(commandId)}.`);
  return false;
}

function closeFraction(fraction: 1 | 0.75 | 0.5 | 0.25): void {
  withFocus((instrument) => closePosition(instrument.id, fraction));
}

async function cancelOrders(instrumentId: number | null, of: string): Promise<void> {
  const answer = await attempt(client.call('orders.cancelAll', { instrumentId }));
  if (!answer) return;
  if (answer.sent === 0) announce('info', `No live order${of} to cancel.`);
  else announce('info', `${answer.sent} ${answer.sent === 1 ? 'cancel' : 'cancels'} sent${of}.`);
}

async function focusAnswer(asked: Promise<Instrument>): Promise<void> {
  const instrument = await attempt(asked);
  if (instrument) focusInstrument(instrument);
}

async function attempt<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    announce('danger', sentenceOf(error));
    return undefined;
  }
}
