/** Price levels the exchange sends for derivatives. */
export const DEPTH_LEVELS = 5;

/**
 * One market update of one instrument. Prices in integer paise, 0 when absent; quantities and oi in units.
 * A feed may reuse one object for all its ticks: copy what you keep.
 */
export interface Tick {
  instrumentId: number;
  /** The exchange's time, epoch ms. */
  ts: number;
  ltp: number;
  bid: number;
  ask: number;
  bidQty: number;
  askQty: number;
  /** Cumulative units traded today. */
  volume: number;
  oi: number;
  /** Best first; empty levels are 0. Null when the source has none beyond bid and ask. */
  depth: Depth | null;
  /** True when bid and ask were estimated from the last price. */
  estimatedBook: boolean;
}

export interface Depth {
  /** DEPTH_LEVELS entries each. */
  bidPrice: Int32Array;
  bidQty: Int32Array;
  askPrice: Int32Array;
  askQty: Int32Array;
}

export function emptyTick(): Tick {
  return {
    instrumentId: 0,
    ts: 0,
    ltp: 0,
    bid: 0,
    ask: 0,
    bidQty: 0,
    askQty: 0,
    volume: 0,
    oi: 0,
    depth: null,
    estimatedBook: false,
  };
}

export function emptyDepth(): Depth {
  return {
    bidPrice: new Int32Array(DEPTH_LEVELS),
    bidQty: new Int32Array(DEPTH_LEVELS),
    askPrice: new Int32Array(DEPTH_LEVELS),
    askQty: new Int32Array(DEPTH_LEVELS),
  };
}
