import { selfTradeSchema } from '../../../../contract/risk.ts';
import type { SelfTradeMode } from '../../../../contract/risk.ts';
import type { WireError } from '../../../../contract/errors.ts';
import type { Clock } from '../../core/clock.ts';
import { istDay } from '../../core/ist.ts';
import type { OrderRecord } from '../../domain/order.ts';
import { wouldTrade } from '../../rms/checks/self-trade.ts';
import { riskRules } from '../../rms/risk-data.ts';
import type { DeskStore } from '../../store/desk-store.ts';
import type { OrderLedger } from '../ledger/order-ledger.ts';
import { orderText } from '../ledger/order-text.ts';
import { leavesOf } from '../risk/exposure.ts';
import { WaitingOrders } from './waiting-orders.ts';

const SETTING = 'engine.selfTrade';

interface Parts {
  ledger: OrderLedger;
  store: DeskStore;
  clock: Clock;
}

/**
 * Entries that would trade with an own order at rest, while the trader has that one cancelled first: they wait, queued and
 * durable, until the broker confirms that it is gone, and are then asked about again before they leave.
 */
export class SelfTrades {
  readonly #parts: Parts;
  readonly #waiting: WaitingOrders;
  #mode: SelfTradeMode;

  constructor(parts: Parts) {
    const { store, clock } = parts;
    this.#parts = parts;
    const kept = selfTradeSchema.safeParse(store.setting(SETTING));
    this.#mode = kept.success ? kept.data : selfTradeSchema.parse(riskRules(istDay(clock.now())).selfTrade.mode);
    this.#waiting = new WaitingOrders(parts, {
      isHeld: (record) => this.crossed(record).length > 0,
      tooLate: (record, waitMs) => this.#tooLate(record, waitMs),
    });
  }

  get mode(): SelfTradeMode {
    return this.#mode;
  }

  /** Chooses what becomes of such entries, durably; what waits already goes on waiting. */
  choose(mode: SelfTradeMode): void {
    const words = mode === 'BLOCK' ? 'is refused' : 'has that one cancelled first';
    this.#parts.store.transaction((tx) => {
      tx.saveSetting(SETTING, mode);
      tx.log('rms', `An entry that would trade with an own order ${words} from now on.`);
    });
    this.#mode = mode;
  }

  /** The own orders at rest that an entry would trade with; none for a stop, which meets nobody before it triggers. */
  crossed(entry: Pick<OrderRecord, 'id' | 'instrumentId' | 'side' | 'price' | 'triggerPrice'>): OrderRecord[] {
    if (entry.triggerPrice !== null) return [];
    return this.#parts.ledger.book.live().flatMap(({ record }) => {
      const isUntriggered = record.triggerPrice !== null && record.state === 'TRIGGER_PENDING';
      const isHeldBack = record.state === 'QUEUED';
      if (record.id === entry.id || isHeldBack) return [];
      return wouldTrade(entry, { ...record, leaves: leavesOf(record), isUntriggered }) ? [record] : [];
    });
  }

  /** Runs `free` once a queued entry would meet no own order any more, or `late` when the cancels are not confirmed in time. */
  wait(record: OrderRecord, free: () => void, late: (reason: WireError) => void): void {
    const { waitMs } = riskRules(istDay(this.#parts.clock.now())).selfTrade;
    this.#waiting.wait(record, waitMs, free, late);
  }

  /** It waits no more: it was dropped. */
  forget(orderId: string): void {
    this.#waiting.forget(orderId);
  }

  #tooLate(record: OrderRecord, waitMs: number): WireError {
    const [other] = this.crossed(record);
    const which = other === undefined ? 'your own order' : `your ${orderText(other)}`;
    return {
      code: 'RMS_SELF_TRADE',
      message: `The order would trade with ${which}, whose cancel was not confirmed in ${waitMs / 1000} s. Nothing was sent; look at that one and place it again.`,
      details: { waitedMs: waitMs },
    };
  }
}
