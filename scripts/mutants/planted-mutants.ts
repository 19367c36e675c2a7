/** A fault planted in a copy of the sources, which the simulation must find. */
export interface PlantedMutant {
  /** As docs/reliability.md lists it. */
  name: string;
  /** What has to find it: simulated days, unless it shows on a disk alone. */
  shownBy?: 'power cuts';
  /** Text to be found exactly once in a file, and what takes its place. */
  changes: readonly { file: string; find: string; replace: string }[];
}

const OMS = 'src/main/engine/oms';
const DOMAIN = 'src/main/engine/domain';
const RMS = 'src/main/engine/rms';
const STORE = 'src/main/engine/store/sqlite';

/**
 * The faults that a proof worth its name finds, one by one. The simulated disk is memory, so that a commit which is not
 * synced shows in what a power cut leaves of a real one.
 */
export const PLANTED_MUTANTS: readonly PlantedMutant[] = [
  {
    name: 'send before journal',
    changes: [
      {
        file: `${OMS}/ledger/order-ledger.ts`,
        find: 'store.noteOrders((note) => draft.saveNew(note), durable);',
        replace: 'durable(); store.noteOrders((note) => draft.saveNew(note), () => {});',
      },
    ],
  },
  {
    name: 'NORMAL for FULL',
    shownBy: 'power cuts',
    changes: [
      {
        file: `${STORE}/open-database.ts`,
        find: "pragma('synchronous = FULL')",
        replace: "pragma('synchronous = NORMAL')",
      },
      {
        file: `${STORE}/sqlite-desk-store.ts`,
        find: "prepare('PRAGMA synchronous = FULL')",
        replace: "prepare('PRAGMA synchronous = NORMAL')",
      },
    ],
  },
  {
    name: 'timeout is REJECTED',
    changes: [
      {
        file: `${OMS}/orders/order-sender.ts`,
        find: "draft.event(orderId, { type: 'lost',",
        replace: "draft.event(orderId, { type: 'refused',",
      },
    ],
  },
  {
    name: 'place retried on 5xx',
    changes: [
      {
        file: `${OMS}/orders/order-sender.ts`,
        find: 'const answer = passed ? broker.place(request) : Promise.resolve(NOT_PASSED);',
        replace: `const once = passed ? broker.place(request) : Promise.resolve(NOT_PASSED);
    const answer = once.then((outcome) => (outcome.outcome === 'unknown' ? broker.place(request) : outcome));`,
      },
    ],
  },
  {
    name: 'absence proven by one read',
    changes: [
      {
        file: `${OMS}/books/absence.ts`,
        find: 'if (capabilities.orderBookLagMs === 0) {',
        replace: 'if (capabilities.orderBookLagMs >= 0) {',
      },
    ],
  },
  {
    name: 'absence proven whatever rows are missing',
    changes: [
      {
        file: `${OMS}/books/absence.ts`,
        find: 'if (shrunk || !read.hasAllKnown || read.incident || read.day !== day) counted = [];',
        replace: 'if (read.incident || read.day !== day) counted = [];',
      },
    ],
  },
  {
    name: 'fill after CANCELLED dropped',
    changes: [
      {
        file: `${DOMAIN}/order-fold.ts`,
        find: '  const { record, traded } = order;\n  const fill: OrderFill =',
        replace:
          "  const { record, traded } = order;\n  if (record.state === 'CANCELLED') return unchanged(order, 'stale');\n  const fill: OrderFill =",
      },
    ],
  },
  {
    name: 'fills told apart by price and quantity',
    changes: [
      {
        file: `${DOMAIN}/order-fold.ts`,
        find: 'const known = order.fills.get(tradeId);',
        replace:
          'const known = [...order.fills.values()].find((fill) => fill.quantity === quantity && fill.price === price);',
      },
    ],
  },
  {
    name: 'fills never told apart',
    changes: [
      {
        file: `${DOMAIN}/order-fold.ts`,
        find: 'const known = order.fills.get(tradeId);',
        replace: 'const known = undefined;',
      },
    ],
  },
  {
    name: 'a cancel zeroes what is filled',
    changes: [
      {
        file: `${DOMAIN}/order-fold.ts`,
        find: '      filled: traded.filled,\n      state,',
        replace: "      filled: state === 'CANCELLED' ? 0 : traded.filled,\n      state,",
      },
    ],
  },
  {
    name: 'modify applied before its confirm',
    changes: [
      {
        file: `${DOMAIN}/order-fold.ts`,
        find: "return applied(order, advance(order, at, { requests: [...order.record.requests, event.request] }), 'request');",
        replace: `const next = advance(order, at, { requests: [...order.record.requests, event.request] });
  const { quantity, price } = event.request.kind === 'modify' ? event.request : order.record;
  return applied(order, { ...next, record: { ...next.record, quantity, price } }, 'request');`,
      },
    ],
  },
  {
    name: 'UNKNOWN frees its exposure',
    changes: [
      {
        file: `${OMS}/risk/exposure.ts`,
        find: '  let quantity = record.quantity;\n',
        replace: "  if (record.state === 'UNKNOWN') return 0;\n  let quantity = record.quantity;\n",
      },
    ],
  },
  {
    name: 'limits ignore UNKNOWN',
    changes: [
      {
        file: `${OMS}/risk/risk-check.ts`,
        find: '      strategyId: record.strategyId,\n      reduces:',
        replace: "      isUnknown: record.state === 'UNKNOWN',\n      strategyId: record.strategyId,\n      reduces:",
      },
      {
        file: `${OMS}/risk/risk-check.ts`,
        find: '...exposureWith(context, order, working),',
        replace: '...exposureWith(context, order, working.filter(({ isUnknown }) => !isUnknown)),',
      },
    ],
  },
  {
    name: 'limiter skips cancels',
    changes: [
      {
        file: `${OMS}/orders/order-requests.ts`,
        find: 'if (throttle.take(true)) return this.#sendCancel(record);',
        replace: 'if (throttle !== null) return this.#sendCancel(record);',
      },
    ],
  },
  {
    name: 'limiter on the wall clock',
    changes: [
      {
        file: `${OMS}/orders/throttle.ts`,
        find: '    this.#clock = clock;\n',
        replace: `    this.#monotonic = clock;
    this.#clock = {
      now: () => clock.now(),
      monotonic: () => clock.now(),
      setTimeout: (task, ms) => clock.setTimeout(task, ms),
      setInterval: (task, ms) => clock.setInterval(task, ms),
    };
`,
      },
      {
        file: `${OMS}/orders/throttle.ts`,
        find: '  readonly #clock: Clock;\n',
        replace: '  readonly #clock: Clock;\n  readonly #monotonic: Clock;\n',
      },
      {
        file: `${OMS}/orders/throttle.ts`,
        find: 'this.#sent = [...before];',
        replace: 'this.#sent = before.map((at) => at - clock.monotonic() + clock.now());',
      },
      {
        file: `${OMS}/orders/throttle.ts`,
        find: '    return this.#sent;\n',
        replace: '    return this.#sent.map((at) => at - this.#clock.now() + this.#monotonic.monotonic());\n',
      },
    ],
  },
  {
    name: 'queued order sent after a restart',
    changes: [
      {
        file: `${OMS}/ledger/recovery.ts`,
        find: "if (record.state !== 'QUEUED' && record.state !== 'DRAFT') continue;",
        replace: "if (record.state !== 'DRAFT') continue;",
      },
      {
        file: `${OMS}/orders/place.ts`,
        find: '    this.#kept = new KeptWrites(context);\n',
        // Before the books agree the rules refuse what is sent: it comes out of the queue once they do.
        replace: `    this.#kept = new KeptWrites(context);
    const waiting = context.ledger.book.live().filter(({ record }) => record.state === 'QUEUED');
    context.trust.changed.on((since) => {
      if (since === null) return;
      for (const { record } of waiting.splice(0)) {
        context.passes.grant({ ...record, instrument: context.instrument(record.instrumentId) }, [requestOf(record)]);
        this.#queue(record, false);
      }
    });
`,
      },
    ],
  },
  {
    name: 'kill switch not persisted',
    changes: [
      {
        file: `${OMS}/ledger/ledger-draft.ts`,
        find: 'if (this.riskState !== null) tx.saveRiskState(this.riskState);',
        replace: '',
      },
    ],
  },
  {
    name: 'longs sold first',
    changes: [
      {
        file: `${OMS}/exits/flatten.ts`,
        find: "const shorts = priced.filter((leg) => leg.side === 'BUY');",
        replace: "const shorts = priced.filter((leg) => leg.side === 'SELL');",
      },
      {
        file: `${OMS}/exits/flatten.ts`,
        find: "legs.filter((leg) => leg.side === 'BUY').map((leg) => leg.instrument.underlying)",
        replace: "legs.filter((leg) => leg.side === 'SELL').map((leg) => leg.instrument.underlying)",
      },
    ],
  },
  {
    name: "square-off by the order's quantity",
    changes: [
      {
        file: `${OMS}/exits/flatten.ts`,
        find: 'this.#exits.send(instrument, due.quantity, {',
        replace: `this.#exits.send(instrument, this.#context.ledger.book.all().findLast(({ record }) => record.instrumentId === instrument.id && record.side !== leg.side)?.record.quantity ?? due.quantity, {`,
      },
      {
        file: `${OMS}/exits/exits.ts`,
        find: 'slices(Math.min(quantity, room), instrument)',
        replace: "slices(options.source === 'SQUARE_OFF' ? quantity : Math.min(quantity, room), instrument)",
      },
    ],
  },
  {
    name: "target before the stop's cancel is confirmed",
    changes: [
      {
        file: `${OMS}/exits/brackets.ts`,
        find: 'const lotsToExit = () => Math.floor(Math.min(wanted, room()) / entry.lotSize);',
        replace: 'const lotsToExit = () => Math.floor(wanted / entry.lotSize);',
      },
      {
        file: `${OMS}/exits/brackets.ts`,
        find: 'if (room() < wanted && this.#restingExits.clear(bracket.instrumentId, netQty, trigger, again)) return;',
        replace: 'if (room() < wanted) this.#restingExits.clear(bracket.instrumentId, netQty, trigger, again);',
      },
    ],
  },
  {
    name: 'high-water mark not persisted',
    changes: [
      {
        file: `${OMS}/exits/trailing-stops.ts`,
        find: 'ledger.write((draft) => draft.bracket({ ...bracket, bestPrice: best, updatedAt: clock.now() }));',
        replace: 'ledger.brackets.set(entry.id, { ...bracket, bestPrice: best, updatedAt: clock.now() });',
      },
    ],
  },
  {
    name: 'stop on a stale tick',
    changes: [
      {
        file: `${OMS}/exits/brackets.ts`,
        find: 'if (quotes.isStale(instrumentId)) {',
        replace: 'if (watched.size === 0) {',
      },
    ],
  },
  {
    name: 'average on a flip',
    changes: [
      {
        file: `${DOMAIN}/position-fold.ts`,
        find: 'Math.sign(signed) === -Math.sign(netQty) ?',
        replace: 'Math.sign(signed) === -Math.sign(netQty) && Math.abs(signed) <= Math.abs(netQty) ?',
      },
    ],
  },
  {
    name: 'failed read is flat',
    changes: [
      {
        file: `${OMS}/books/reconcile.ts`,
        find: 'books = await this.#read();',
        replace: `books = await this.#read().catch(() => ({
          orders: [],
          fills: [],
          busts: [],
          positions: [],
          funds: { opening: 0, available: 0, cash: null },
          session: { id: 'login-1', day: new Date(clock.now() + 19_800_000).toISOString().slice(0, 10), incident: null },
        }));`,
      },
    ],
  },
  {
    name: 'slice not a multiple of the lot',
    changes: [
      {
        file: `${RMS}/square-off.ts`,
        find: 'Math.max(lotSize, Math.floor(freezeQty / lotSize) * lotSize)',
        replace: 'Math.max(lotSize, freezeQty)',
      },
    ],
  },
];
