import { useEffect } from 'react';
import { create } from 'zustand';
import type { Chain, ChainExpiry, ChainStrikeRow } from '../../contract/chain.ts';
import type { Status } from '../../contract/desk.ts';
import { client } from '../client/client.ts';
import { isConnected } from './connection.ts';
import { loadInstruments } from './instruments.ts';
import { nextPaint } from './paint-pace.ts';
import { statusStore } from './values.ts';
import { loadWorkspace, saveWorkspace } from './workspace.ts';

interface OptionChain {
  /** What has options in the session in view; null until it is read. */
  underlyings: readonly string[] | null;
  /** The one in view; null when nothing has options. */
  underlying: string | null;
  /** Ascending; null until they are read. */
  expiries: readonly ChainExpiry[] | null;
  expiry: string | null;
  /** Null until the first of this underlying and expiry has come. */
  chain: Chain | null;
  strikes: ReadonlyMap<number, ChainStrikeRow>;
  /** Its strikes in paise, ascending; another array only when they change. */
  ladder: readonly number[];
  /** The largest open interest of any side, in units; 0 when none is known. */
  mostOi: number;
}

const NOTHING: OptionChain = {
  underlyings: null,
  underlying: null,
  expiries: null,
  expiry: null,
  chain: null,
  strikes: new Map(),
  ladder: [],
  mostOi: 0,
};

/** The option chain in view. Followed while a panel shows it. */
export const optionChainStore = create<OptionChain>(() => NOTHING);

/** Expiries pass and new ones are listed; they are read again this often. Milliseconds. */
const AGAIN_MS = 60_000;
const PATIENCE_MS = 5_000;

/** What the trader chose last, as it is saved with the workspace. */
let wanted: { underlying: string | null; expiry: string | null } = { underlying: null, expiry: null };
let restored: Promise<void> | null = null;
let followers = 0;
let leave: (() => void) | null = null;
let unsubscribe: (() => void) | null = null;
let arrived: Chain | null = null;
/** Goes up when an answer under way is no longer wanted. */
let turn = 0;

/** The part of the chain in view that `choose` takes; the chain is followed while this is mounted. */
export function useOptionChain<T>(choose: (state: OptionChain) => T): T {
  useEffect(followChain, []);
  return optionChainStore(choose);
}

/** Shows the nearest expiry of another underlying. */
export function chooseUnderlying(underlying: string): void {
  if (optionChainStore.getState().underlying === underlying) return;
  keep({ underlying, expiry: null });
  if (leave) void open();
}

/** Shows another expiry of the underlying in view. */
export function chooseExpiry(expiry: string): void {
  const { underlying } = optionChainStore.getState();
  if (underlying === null) return;
  keep({ underlying, expiry });
  subscribe(underlying, expiry);
}

/**
 * The chain in view once it knows its money, null when another underlying is in view.
 * Rejects with a sentence when no price comes within `PATIENCE_MS`.
 */
export function pricedChain(underlying: string): Promise<Chain | null> {
  const { promise, resolve, reject } = Promise.withResolvers<Chain | null>();
  const look = ({ underlying: inView, chain }: OptionChain) => {
    if (inView !== underlying) resolve(null);
    else if (chain !== null && chain.figures.atmStrike !== null) resolve(chain);
  };
  const stop = optionChainStore.subscribe(look);
  const late = setTimeout(
    () => reject(new Error(`The chain of ${underlying} has no prices yet. Wait for its feed, then try again.`)),
    PATIENCE_MS,
  );
  look(optionChainStore.getState());
  return promise.finally(() => {
    stop();
    clearTimeout(late);
  });
}

/** Keeps the chain coming until the returned function is called; counted, so several panels may follow. */
function followChain(): () => void {
  followers += 1;
  leave ??= begin();
  return () => {
    followers -= 1;
    // A panel that moves in the dock leaves and comes back in one turn.
    setTimeout(() => {
      if (followers > 0) return;
      leave?.();
      leave = null;
    });
  };
}

function begin(): () => void {
  let market: string | null = null;
  const follow = ({ value }: { value: Status | null }) => {
    const now = value && `${value.mode} ${value.replay?.day} ${value.replay?.source}`;
    if (now === null || now === market) return;
    market = now;
    optionChainStore.setState(NOTHING);
    void open();
  };
  const stops = [
    statusStore.subscribe(follow),
    client.onState(({ kind }) => kind === 'connected' && market !== null && void open()),
  ];
  const timer = setInterval(() => isConnected() && void open(), AGAIN_MS);
  follow(statusStore.getState());
  return () => {
    for (const stop of stops) stop();
    clearInterval(timer);
    turn += 1;
    unsubscribe?.();
    unsubscribe = null;
    optionChainStore.setState(NOTHING);
  };
}

/** Reads what there is to choose from and follows the choice, or what is nearest to it. */
async function open(): Promise<void> {
  const mine = ++turn;
  try {
    await (restored ??= restore());
    const underlyings = await client.call('chain.underlyings', {});
    if (mine !== turn) return;
    const underlying = underlyings.find((name) => name === wanted.underlying) ?? underlyings[0] ?? null;
    if (underlying === null) {
      unsubscribe?.();
      unsubscribe = null;
      return optionChainStore.setState({ ...NOTHING, underlyings, expiries: [] });
    }
    const expiries = await client.call('chain.expiries', { underlying });
    if (mine !== turn) return;
    optionChainStore.setState({ underlyings, expiries });
    const expiry = expiries.find((one) => one.expiry === wanted.expiry)?.expiry ?? expiries[0]?.expiry ?? null;
    subscribe(underlying, expiry);
  } catch {
    // A lost connection is shown by the frame; the next one, or the next reading, asks again.
  }
}

async function restore(): Promise<void> {
  const saved = (await loadWorkspace('optionChain')) as Partial<typeof wanted> | null;
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  wanted = { underlying: text(saved?.underlying), expiry: text(saved?.expiry) };
}

/** A choice in a replay is gone with its day: what is saved stays that of paper. */
function keep(choice: { underlying: string; expiry: string | null }): void {
  wanted = choice;
  if (statusStore.getState().value?.mode !== 'REPLAY') saveWorkspace('optionChain', choice);
}

function subscribe(underlying: string, expiry: string | null): void {
  const now = optionChainStore.getState();
  if (unsubscribe && now.underlying === underlying && now.expiry === expiry) return;
  unsubscribe?.();
  unsubscribe = null;
  arrived = null;
  optionChainStore.setState(({ underlyings, expiries }) => ({
    ...NOTHING,
    underlyings,
    expiries,
    underlying,
    expiry,
  }));
  if (expiry === null) return;
  const take = (chain: Chain) => {
    const waiting = arrived !== null;
    arrived = chain;
    if (!waiting) nextPaint(show);
  };
  unsubscribe = client.subscribe('chain', { underlying, expiry }, { onSnapshot: take, onDelta: take });
}

function show(): void {
  const chain = arrived;
  arrived = null;
  if (chain === null) return;
  const { chain: before, ladder } = optionChainStore.getState();
  const strikes = new Map(chain.strikes.map((row) => [row.strike, row]));
  const same = ladder.length === strikes.size && ladder.every((strike) => strikes.has(strike));
  const sides = chain.strikes.flatMap(({ call, put }) => [call, put]).filter((side) => side !== null);
  const mostOi = sides.reduce((most, { oi }) => Math.max(most, oi ?? 0), 0);
  optionChainStore.setState({ chain, strikes, mostOi, ladder: same ? ladder : [...strikes.keys()] });
  // The names are read again when a leg is taken.
  if (before === null) loadInstruments(sides.map(({ instrumentId }) => instrumentId)).catch(() => undefined);
}
