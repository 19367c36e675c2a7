import type { Desk } from '../desk/desk.ts';
import type { CallHandlers } from './desk-api.ts';

type TradingCalls =
  | 'orders.preview'
  | 'orders.place'
  | 'orders.modify'
  | 'orders.cancel'
  | 'orders.cancelAll'
  | 'orders.protect'
  | 'positions.close'
  | 'positions.flattenPreview'
  | 'positions.flattenAll'
  | 'rms.setLimits'
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
    'orders.protect': ({ instrumentId, orderId, tpPrice, slPrice }) => {
      oms().protect(instrumentId, orderId, tpPrice, slPrice);
      return null;
    },
    'positions.close': (close) => {
      asked(close);
      return oms().closePosition(close.instrumentId, close.fraction, close.intentId);
    },
    'positions.flattenPreview': () => oms().flattenPreview(),
    'positions.flattenAll': async ({ intentId, token }) => {
      asked({ intentId });
      return { orders: await oms().flattenAll(intentId, token) };
    },
    'rms.setLimits': (limits) => oms().setLimits(limits),
    'rms.kill': ({ reason, squareOff }) => oms().kill(reason, squareOff),
    'rms.rearm': ({ reason }) => oms().rearm(reason),
  };
}
