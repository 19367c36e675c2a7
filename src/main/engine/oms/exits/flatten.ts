import { createHash } from 'node:crypto';
import type { FlattenPreview, Order } from '../../../../contract/trading.ts';
import { AppError } from '../../core/app-error.ts';
import { isLive } from '../../domain/order.ts';
import type { OrderRecord } from '../../domain/order.ts';
import { squareOffLegs } from '../../rms/square-off.ts';
import type { SquareOffLeg } from '../../rms/square-off.ts';
import { derivedId } from '../ledger/derived-id.ts';
import type { Exits } from './exits.ts';
import type { OmsContext } from '../oms-context.ts';
import { orderView } from '../ledger/views.ts';
import { whenFinal } from '../ledger/settling.ts';

/** How long a wave of exits may work before it is cancelled and priced anew. */
const WAVE_MS = 1500;
/** Waves at the usual protection; what is left then is priced wider, once. */
const USUAL_WAVES = 3;

/** What is closed when it is not everything. */
export interface FlattenScope {
  /** Signed units to close of an instrument. */
  units: (instrumentId: number) => number;
  /** Whether an entry is cancelled first. */
  covers: (order: OrderRecord) => boolean;
}

/**
 * Closes every position, or those of a scope: entries are cancelled first, shorts bought back before longs are sold,
 * everything recomputed from confirmed positions after each wave. One run at a time; pressing again reports it.
 */
export class Flatten {
  readonly #context: OmsContext;
  readonly #exits: Exits;
  readonly #scope: FlattenScope;
  #running: Promise<boolean> | null = null;
  #sent: string[] = [];
  /** What was last said to be left, so that waiting for the open says it once. */
  #said = '';

  constructor(context: OmsContext, exits: Exits, scope: FlattenScope | null = null) {
    this.#context = context;
    this.#exits = exits;
    const { portfolio } = context;
    this.#scope = scope ?? { units: (instrumentId) => portfolio.netQty(instrumentId), covers: () => true };
  }

  preview(): FlattenPreview {
    const { quotes } = this.#context;
    const live = this.#live();
    return {
      token: this.#token(),
      cancels: live.length,
      legs: this.#legs().map(({ instrument, side, quantity }) => {
        const quote = quotes.get(instrument.id);
        const touch = quote === null ? 0 : side === 'BUY' ? quote.ask : quote.bid;
        return {
          instrumentId: instrument.id,
          name: instrument.name,
          side,
          quantity,
          lots: quantity / instrument.lotSize,
          estimate: touch > 0 ? touch * quantity : null,
        };
      }),
    };
  }

  /** Flattens what the preview showed. Throws PREVIEW_STALE when the books have moved since; nothing is sent then. */
  async flattenAll(intentId: string, token: string): Promise<Order[]> {
    if (this.#running === null && this.#made(intentId).length === 0) {
      if (token !== this.#token()) {
        throw new AppError(
          'PREVIEW_STALE',
          'Orders or positions have changed since the preview: look at the new one and confirm again. Nothing was sent.',
        );
      }
      await this.run(intentId, () => true);
      return this.#sent.map((id) => this.#view(id));
    }
    return this.#running === null ? this.#made(intentId) : this.#sent.map((id) => this.#view(id));
  }

  /** Closes everything and gives whether all is flat; joins a run that is under way. */
  run(squareOffId: string, goOn: () => boolean): Promise<boolean> {
    this.#running ??= this.#run(squareOffId, goOn).finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #run(squareOffId: string, goOn: () => boolean): Promise<boolean> {
    this.#sent = [];
    const entries = this.#live().filter((record) => !this.#isExit(record) && this.#scope.covers(record));
    if (entries.length > 0) await this.#exits.cancelAndWait(entries);
    let parts = this.#partsMade(squareOffId);
    for (let wave = 1; wave <= 2 * (USUAL_WAVES + 1) && goOn(); wave++) {
      const legs = this.#nextWave();
      if (legs.length === 0) break;
      // One refusal says that the market is closed; the rest is sent once it opens.
      if (parts > 0 && !this.#context.phase().open) break;
      const sent: string[] = [];
      let overtaken = false;
      for (const leg of legs) {
        const { instrument } = leg;
        const resting = this.#exits.resting(instrument.id);
        if (resting.length > 0) await this.#exits.cancelAndWait(resting);
        // A short that has opened meanwhile goes before the longs that hedge it (SQ1).
        const due = this.#nextWave().find((each) => each.instrument.id === instrument.id && each.side === leg.side);
        if (due === undefined) {
          overtaken = true;
          continue;
        }
        const widen = wave > USUAL_WAVES;
        const intentId = derivedId(squareOffId, parts === 0 ? 0 : parts * 1000);
        const orders = this.#exits.send(instrument, due.quantity, { intentId, source: 'SQUARE_OFF', widen });
        // Without a gap, or a restart would count no further than it and use an id again.
        if (orders.length > 0) parts += 1;
        sent.push(...orders.map((order) => order.id));
        this.#sent.push(...orders.map((order) => order.id));
      }
      const working = legs.flatMap(({ instrument }) => this.#workingIn(instrument.id));
      if (working.length === 0 && sent.length === 0 && !overtaken) break;
      await whenFinal(this.#context, working, WAVE_MS);
    }
    return this.#report(squareOffId);
  }

  /** Parts that an earlier run of the same square-off has sent: a restart goes on behind them (O5). */
  #partsMade(squareOffId: string): number {
    const { ledger, store, account } = this.#context;
    for (let part = 0; ; part++) {
      const id = derivedId(squareOffId, part === 0 ? 0 : part * 1000);
      if (ledger.book.byIntent(id) === null && store.orderByIntent(account.id, id) === null) return part;
    }
  }

  /** Shorts while there are any that can be priced, then longs whose underlying has no short left. */
  #nextWave(): SquareOffLeg[] {
    const legs = this.#legs();
    const priced = legs.filter(({ instrument, side }) => {
      const quote = this.#context.quotes.get(instrument.id);
      return quote !== null && (side === 'BUY' ? quote.ask : quote.bid) > 0;
    });
    const shorts = priced.filter((leg) => leg.side === 'BUY');
    if (shorts.length > 0) return shorts;
    const short = new Set(legs.filter((leg) => leg.side === 'BUY').map((leg) => leg.instrument.underlying));
    return priced.filter((leg) => !short.has(leg.instrument.underlying));
  }

  #report(squareOffId: string): boolean {
    const residual = this.#legs();
    if (residual.length === 0) return true;
    const left = residual.map(({ side, quantity, instrument }) => `${side} ${quantity} ${instrument.name}`).join(', ');
    const said = `${squareOffId}: ${left}`;
    if (said !== this.#said) {
      this.#context.ledger.write((draft) => draft.log('rms', `Square-off: still open, to do ${left}.`));
      this.#said = said;
    }
    return false;
  }

  #legs(): SquareOffLeg[] {
    const { portfolio, instrument } = this.#context;
    const open = portfolio
      .open()
      .map(({ instrumentId }) => ({ instrument: instrument(instrumentId), netQty: this.#scope.units(instrumentId) }));
    return squareOffLegs(open, (positions) =>
      portfolio.marginOf(positions.map((each) => ({ instrumentId: each.instrument.id, netQty: each.netQty }))),
    );
  }

  #live(): OrderRecord[] {
    return this.#context.ledger.book.live().map((order) => order.record);
  }

  #workingIn(instrumentId: number): string[] {
    return this.#live()
      .filter((record) => record.instrumentId === instrumentId)
      .map((record) => record.id);
  }

  #isExit(record: OrderRecord): boolean {
    const netQty = this.#context.portfolio.netQty(record.instrumentId);
    return netQty !== 0 && netQty > 0 === (record.side === 'SELL');
  }

  /** The orders an intent made in an earlier run of this session. */
  #made(intentId: string): Order[] {
    const first = this.#context.ledger.book.byIntent(intentId);
    if (first === null) return [];
    const ids = this.#sent.includes(first.record.id) ? this.#sent : [first.record.id];
    return ids.map((id) => this.#view(id));
  }

  #view(orderId: string): Order {
    return orderView(this.#context.ledger.book.get(orderId)!.record);
  }

  #token(): string {
    const positions = this.#context.portfolio
      .open()
      .map((position) => `${position.instrumentId}:${position.netQty}`)
      .toSorted();
    const orders = this.#live()
      .filter((record) => isLive(record.state))
      .map((record) => `${record.id}:${record.quantity - record.filled}`)
      .toSorted();
    return createHash('sha256')
      .update([...positions, ...orders].join('|'))
      .digest('hex')
      .slice(0, 32);
  }
}
