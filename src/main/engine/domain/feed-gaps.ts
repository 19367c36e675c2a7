/** A stretch without a tick, epoch ms: `from` is the tick before it, `to` the one after. */
export interface Silence {
  from: number;
  to: number;
  /** Ticks within the second after it. */
  burst: number;
}

/** How ticks came on one day: of one instrument, or of all together. Recorded ones alone. */
export interface TickSteps {
  ticks: number;
  /** Epoch ms. */
  first: number;
  last: number;
  /** 95 of 100 steps from tick to tick are no longer, ms. */
  usual: number;
  /** The longest ones, oldest first. */
  silences: readonly Silence[];
}

export interface DaySteps {
  feed: TickSteps;
  instruments: ReadonlyMap<number, TickSteps>;
}

export interface Gap extends Silence {
  kind: 'FEED' | 'INSTRUMENT';
  instrumentId: number | null;
}

/** A feed of any breadth says something every second; a silence of this length is none of the market's. */
export const FEED_SILENCE_MS = 15_000;
/** What a single contract may be silent for when it usually is not. */
export const INSTRUMENT_SILENCE_MS = 60_000;
/** How much longer than usual a silence is that says something. */
const TIMES_USUAL = 10;
/** Fewer ticks say nothing of what is usual. */
const LEAST_TICKS = 20;

/**
 * Where ticks are missing, oldest first, the feed's own before those of single instruments. A silence of the whole feed is told once,
 * not for each instrument; an instrument's counts only as far as others ticked meanwhile, and by its own habit, so that a contract
 * that seldom trades has none.
 *
 * @param session the session of the day, epoch ms; null for a market that knows none: then only what lies between ticks counts
 */
export function gapsOf({ feed, instruments }: DaySteps, session: { from: number; to: number } | null): Gap[] {
  const ofFeed = silencesOf(feed, session, FEED_SILENCE_MS).map((silence): Gap => ({
    ...silence,
    kind: 'FEED',
    instrumentId: null,
  }));
  const ofInstruments = [...instruments].flatMap(([instrumentId, steps]) =>
    steps.ticks < LEAST_TICKS
      ? []
      : silencesOf(steps, session, INSTRUMENT_SILENCE_MS)
          .filter((silence) => alone(silence, ofFeed) >= threshold(steps, INSTRUMENT_SILENCE_MS))
          .map((silence): Gap => ({ ...silence, kind: 'INSTRUMENT', instrumentId })),
  );
  return [...ofFeed, ...ofInstruments.sort((a, b) => a.from - b.from)];
}

function threshold({ usual }: TickSteps, least: number): number {
  return Math.max(least, usual * TIMES_USUAL);
}

function silencesOf(steps: TickSteps, session: { from: number; to: number } | null, least: number): Silence[] {
  if (steps.ticks === 0) return session === null ? [] : [{ ...session, burst: 0 }];
  const edges =
    session === null
      ? []
      : [
          { from: session.from, to: Math.min(steps.first, session.to), burst: 0 },
          { from: Math.max(steps.last, session.from), to: session.to, burst: 0 },
        ];
  const long = threshold(steps, least);
  return [...edges, ...steps.silences]
    .map((silence) => (session === null ? silence : within(silence, session)))
    .filter(({ from, to }) => to - from >= long)
    .sort((a, b) => a.from - b.from);
}

function within(silence: Silence, session: { from: number; to: number }): Silence {
  return { ...silence, from: Math.max(silence.from, session.from), to: Math.min(silence.to, session.to) };
}

/** How much of a silence the feed as a whole did not share. */
function alone({ from, to }: Silence, feed: readonly Silence[]): number {
  const shared = feed.map((gap) => Math.max(0, Math.min(to, gap.to) - Math.max(from, gap.from)));
  return to - from - shared.reduce((sum, part) => sum + part, 0);
}
