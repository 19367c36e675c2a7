import type { Generated } from 'kysely';
import type {
  InstrumentKind,
  LogType,
  OrderSource,
  OrderState,
  OrderStatus,
  OrderType,
  Product,
  Side,
  TradingState,
  Validity,
} from '../../../../contract/enums.ts';
import type { AlertState } from '../../../../contract/alerts.ts';
import type { Instrument } from '../../../../contract/market.ts';
import type { LockScope } from '../../../../contract/protection.ts';
import type { LockKind } from '../../../../contract/risk.ts';
import type { SettlementPrice } from '../../domain/daily-settlement.ts';
import type { BrokerOrderStatus } from '../../domain/order.ts';
import type { LockState } from '../../domain/profit-lock.ts';
import type { KillLevel } from '../../domain/risk-state.ts';
import type { StrategyRecord } from '../desk-store.ts';
import type { OutboxRow } from '../../sync/outbox.ts';

/** Rows as desk.db holds them: paise, epoch ms, booleans 0 or 1, JSON as text. The migrations say what a column means. */
export interface DeskTables {
  users: {
    id: string;
    name: string;
    email: string;
    phone: string | null;
    password_hash: string;
    role: 'owner' | 'admin' | 'trader' | 'viewer';
    status: 'active' | 'inactive' | 'blocked';
    created_at: number;
    updated_at: number;
  };
  workspaces: { id: string; name: string; owner_id: string; created_at: number };
  brokers: {
    id: string;
    user_id: string;
    broker_name: string;
    client_code: string;
    session_token: string | null;
    status: 'connected' | 'expired' | 'error';
    created_at: number;
  };
  accounts: { id: string; broker_id: string; margin: number; currency: string; created_at: number };
  instruments: {
    id: Generated<number>;
    exchange: Instrument['exchange'];
    symbol: string;
    name: string;
    underlying: string;
    kind: InstrumentKind;
    expiry: string | null;
    strike: number | null;
    lot_size: number;
    tick_size: number;
    freeze_qty: number | null;
  };
  orders: {
    id: string;
    account_id: string;
    strategy_id: string | null;
    symbol: string;
    side: Side;
    qty: number;
    order_type: OrderType;
    price: number | null;
    status: OrderStatus;
    broker_order_id: string | null;
    tp_price: number | null;
    sl_price: number | null;
    created_at: number;
    updated_at: number;
    state: OrderState;
    lot_size: number;
    quantity: number;
    filled: number;
    filled_value: number;
    trigger_price: number | null;
    validity: Validity;
    product: Product;
    source: OrderSource;
    intent_id: string;
    parent_id: string | null;
    part_of: string | null;
    tag: string;
    instrument_id: number;
    name: string;
    requests: string;
    reason: string | null;
    seq: number;
  };
  order_events: { id: string; order_id: string; seq: number; at: number; type: string; event: string };
  strategies: {
    id: string;
    user_id: string;
    name: string;
    type: StrategyRecord['type'];
    params: string;
    status: StrategyRecord['status'];
    created_at: number;
  };
  trades: {
    id: string;
    order_id: string;
    fill_price: number;
    qty: number;
    pnl: number;
    timestamp: number;
    account_id: string;
    instrument_id: number;
    symbol: string;
    name: string;
    side: Side;
    lot_size: number;
    charges: number;
    broker_trade_id: string;
  };
  daily_settlements: {
    id: string;
    account_id: string;
    instrument_id: number;
    product: Product;
    day: string;
    price: number | null;
    source: SettlementPrice['source'] | null;
    qty: number;
    pnl: number;
    trades_before: number;
    created_at: number;
  };
  positions: {
    id: string;
    account_id: string;
    symbol: string;
    qty: number;
    avg_price: number | null;
    pnl: number;
    updated_at: number;
    instrument_id: number;
    product: Product;
    cost: number;
    realised: number;
    charges: number;
    day: string;
  };
  brackets: {
    entry_order_id: string;
    account_id: string;
    instrument_id: number;
    tp_price: number | null;
    sl_price: number | null;
    state: 'ARMED' | 'FIRED' | 'DONE';
    exit_order_id: string | null;
    updated_at: number;
    trail: string | null;
    entry_price: number | null;
    trail_from: number | null;
    best_price: number | null;
  };
  profit_locks: {
    id: string;
    account_id: string;
    scope: LockScope['type'];
    instrument_id: number | null;
    strategy_id: string | null;
    trigger: number;
    floor: number;
    trail_every: number | null;
    trail_by: number | null;
    net: 0 | 1;
    since: number;
    lock_phase: LockState['phase'];
    lock_floor: number | null;
    state: 'ARMED' | 'EXITING' | 'DONE';
    updated_at: number;
  };
  rms_rules: {
    id: string;
    user_id: string;
    max_loss: number | null;
    max_lots: number | null;
    profit_lock: number | null;
    trailing_sl: number | null;
    created_at: number;
    profit_lock_at: number | null;
    trail_every: number | null;
    trail_by: number | null;
    seq: number;
    strategy_id: string | null;
    kept_by: 'SELF' | 'OWNER';
    parameters: string;
    pending: string;
  };
  risk_states: {
    account_id: string;
    state: TradingState;
    since: number;
    reason: string | null;
    square_off_pending: 0 | 1;
    level: KillLevel;
    square_off_id: string | null;
  };
  risk_days: {
    account_id: string;
    day: string;
    peak_net: number;
    lock_phase: LockState['phase'];
    lock_floor: number | null;
  };
  risk_locks: {
    id: string;
    account_id: string;
    strategy_id: string | null;
    kind: LockKind;
    since: number;
    opens_at: number;
    ends_at: number;
    reason: string;
    opened_at: number | null;
    opened_because: string | null;
  };
  logs: {
    id: string;
    user_id: string;
    type: LogType;
    message: string;
    created_at: number;
    seq: number;
    hash: string;
    prev_hash: string;
  };
  outbox: OutboxRow;
  order_notes: { seq: Generated<number>; note: string };
  device: {
    only_row: Generated<number>;
    id: string;
    user_id: string;
    workspace_id: string;
    broker_id: string;
    account_id: string;
    last_hlc: string | null;
    outbox_seq: number;
    log_seq: number;
    log_hash: string;
    created_at: number;
  };
  alerts: {
    id: string;
    user_id: string;
    instrument: string | null;
    terms: string;
    state: AlertState | 'REMOVED';
    firings: number;
    told: number;
    last_fired_at: number | null;
    last_value: number | null;
    created_at: number;
    updated_at: number;
  };
  alert_firings: { alert_id: string; seq: number; value: number; fired_at: number };
  trip_notes: {
    order_id: string;
    user_id: string;
    tags: string;
    note: string;
    created_at: number;
    updated_at: number;
  };
  watchlists: {
    id: string;
    user_id: string;
    name: string;
    instruments: string;
    created_at: number;
    updated_at: number;
  };
  settings: { user_id: string; key: string; value: string; updated_at: number };
  paper_orders: {
    seq: Generated<number>;
    account_id: string;
    broker_order_id: string;
    tag: string | null;
    instrument_id: number;
    side: Side;
    quantity: number;
    filled: number;
    price: number;
    trigger_price: number | null;
    validity: Validity;
    product: Product;
    status: BrokerOrderStatus;
    message: string | null;
    ts: number;
  };
  paper_fills: {
    seq: Generated<number>;
    account_id: string;
    trade_id: string;
    broker_order_id: string;
    tag: string | null;
    instrument_id: number;
    side: Side;
    quantity: number;
    price: number;
    ts: number;
  };
}

export type TableName = keyof DeskTables;
