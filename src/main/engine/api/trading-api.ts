import type { LimitChanges, Risk } from '../../../contract/risk.ts';
import { AppError } from '../core/app-error.ts';
import type { Desk } from '../desk/desk.ts';
import type { CallHandlers, ParsedArgs } from './desk-api.ts';

type TradingCalls =
  | 'orders.preview'
  | 'orders.place'
  | 'orders.modify'
  | 'orders.cancel'
  | 'orders.cancelAll'
  | 'orders.protect'
  | 'exits.lock'
  | 'positions.close'
  | 'baskets.preview'
  | 'baskets.place'
  | 'baskets.rollback'
  | 'positions.reverse'
  | 'positions.target'
  | 'positions.flattenPreview'
  | 'positions.flattenAll'
  | 'rms.setLimits'
  | 'rms.setSelfTrade'
  | 'rms.unlock'
  | 'rms.kill'
  | 'rms.rearm';

export function tradingApi(desk: Desk): Pick<CallHandlers, TradingCalls> {
  const oms = () => desk.current.oms;
  const asked = ({ intentId, pressedAt = null }: { intentId: string; pressedAt?: number | null | undefined }) =>
    desk.current.flight.asked(intentId, pressedAt);
  return {
    'orders.preview': (intent) => oms().preview(intent),
    'orders.place': (intent) => {
      asked(intent);
      return oms().place(intent);
    },
    'orders.modify': ({ orderId, price, lots, triggerPrice }) => oms().modify(orderId, price, lots, triggerPrice),
    'orders.cancel': ({ orderId }) => oms().cancel(orderId),
    'orders.cancelAll': ({ instrumentId }) => ({ sent: oms().cancelAll(instrumentId) }),
    'orders.protect': ({ instrumentId, orderId, ...wanted }) => {
      oms().protect(instrumentId, orderId, wanted);
      return null;
    },
    'exits.lock': ({ scope, terms, reason }) => {
      oms().profitLocks.arm(scope, terms, reason ?? null);
      return null;
    },
    'positions.close': (close) => {
      asked(close);
      return oms().closePosition(close.instrumentId, close.fraction, close.intentId);
    },
    'baskets.preview': (basket) => oms().baskets.preview(basket),
    'baskets.place': (basket) => oms().baskets.place(basket),
    'baskets.rollback': ({ basketId }) => oms().baskets.rollback(basketId),
    'positions.reverse': async ({ instrumentId, intentId }) => ({
      orders: await oms().reverse(instrumentId, intentId),
    }),
    'positions.target': async ({ instrumentId, lots, intentId }) => ({
      orders: await oms().targetPosition(instrumentId, lots, intentId),
    }),
    'positions.flattenPreview': () => oms().flattenPreview(),
    'positions.flattenAll': async ({ intentId, token }) => {
      asked({ intentId });
      return { orders: await oms().flattenAll(intentId, token) };
    },
    'rms.setLimits': ({ reason, strategyId, ...changes }) =>
      oms().setLimits(changes as LimitChanges, reason ?? null, strategyId ?? null),
    'rms.setSelfTrade': ({ mode }) => oms().setSelfTrade(mode),
    'rms.unlock': ({ lockId, reason }) => oms().unlock(lockId, reason),
    'rms.kill': (wanted) => kill(desk, wanted),
    'rms.rearm': ({ reason, typed }) => oms().rearm(reason, typed),
  };
}

/** Halts what the level reaches. A broker login has one account, so that level halts the account; a replay is an account, too. */
function kill(desk: Desk, { reason, squareOff, level = 'ACCOUNT', strategyId }: ParsedArgs<'rms.kill'>): Risk {
  const { oms } = desk.current;
  if (level === 'STRATEGY') {
    if (strategyId === undefined) throw new AppError('CALL_INVALID', 'Say which strategy is to be stopped.');
    return oms.stopStrategy(strategyId, reason);
  }
  const behind = desk.paper.session.oms;
  if (level === 'EVERYTHING' && behind !== oms) behind.kill(reason, squareOff, level);
  return oms.kill(reason, squareOff, level);
}
