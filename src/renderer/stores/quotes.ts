import { useCallback, useEffect, useSyncExternalStore } from 'react';
import type { Quote } from '../../contract/market.ts';
import { client } from '../client/client.ts';
import { nextPaint } from './paint-pace.ts';
import { noteWritten } from './paint-times.ts';
import { QuoteBoard } from './quote-board.ts';

export const quoteBoard = new QuoteBoard(client, nextPaint, noteWritten);

/** Keeps the quotes of these instruments coming until the returned function is called; counted, so calls may overlap. */
export const watchQuotes = (ids: readonly number[]): (() => void) => quoteBoard.watch(ids);

/** The latest quote of a watched instrument, or undefined before its first; prices in paise. */
export const quoteOf = (id: number): Quote | undefined => quoteBoard.quoteOf(id);

/** The newest quote that has arrived, before it is painted: prices of orders are taken from it. */
export const latestQuoteOf = (id: number): Quote | undefined => quoteBoard.latestOf(id);

/** Calls the listener at most once a frame, when this instrument's quote changed; for text written straight to the page. */
export const onQuote = (id: number, listener: () => void): (() => void) => quoteBoard.listen(id, listener);

/** Watches one instrument and renders at most once a frame, when its own quote changed. */
export function useQuote(id: number | undefined): Quote | undefined {
  useEffect(() => (id === undefined ? undefined : watchQuotes([id])), [id]);
  return useSyncExternalStore(
    useCallback((changed: () => void) => (id === undefined ? () => undefined : onQuote(id, changed)), [id]),
    () => (id === undefined ? undefined : quoteOf(id)),
  );
}
