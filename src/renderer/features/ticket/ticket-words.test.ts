import { expect, test } from 'vitest';
import { EMPTY_DRAFT } from '../../stores/draft-order.ts';
import { positionAfterText, sendCommand, sendLabel } from './ticket-words.ts';

const desk = {
  mode: 'PAPER',
  connected: true,
  armed: true,
  armKey: 'Ctrl Space',
  state: 'ACTIVE',
  reduces: false,
} as const;
const limit = { ...EMPTY_DRAFT, orderType: 'LIMIT', side: 'SELL', lots: 3 } as const;

const none = { price: null, triggerPrice: null };

test('a stop says its trigger, an IOC itself, and neither has a key', () => {
  const stop = { ...limit, isStop: true } as const;
  expect(sendLabel(stop, { price: 16_250, triggerPrice: 16_300 }, desk).text).toBe(
    'PAPER · SELL 3 lots at 162.50, stop 163.00',
  );
  expect(sendLabel(stop, none, desk)).toEqual({ text: 'No last price to stop at: type a trigger', enabled: false });
  const ioc = { ...EMPTY_DRAFT, validity: 'IOC' } as const;
  expect(sendLabel(ioc, none, desk).text).toBe('PAPER · BUY 1 lot at market, IOC');
  expect([sendCommand(stop), sendCommand(ioc)]).toEqual([null, null]);
});

test('the button says the mode, the side, the lots and the price', () => {
  expect(sendLabel(EMPTY_DRAFT, none, desk)).toEqual({ text: 'PAPER · BUY 1 lot at market', enabled: true });
  expect(sendLabel(limit, { price: 16_430, triggerPrice: null }, desk)).toEqual({
    text: 'PAPER · SELL 3 lots at 164.30',
    enabled: true,
  });
});

test('a button that cannot send says why', () => {
  expect(sendLabel(EMPTY_DRAFT, none, { ...desk, armed: false })).toEqual({
    text: 'Arm with Ctrl Space to send',
    enabled: false,
  });
  expect(sendLabel(EMPTY_DRAFT, none, { ...desk, state: 'HALTED' })).toEqual({
    text: 'PAPER · BUY refused while halted',
    enabled: false,
  });
  expect(sendLabel(EMPTY_DRAFT, none, { ...desk, connected: false })).toEqual({
    text: 'Not connected: nothing can be sent',
    enabled: false,
  });
  expect(sendLabel(limit, none, desk)).toEqual({ text: 'No ask to join: type a price', enabled: false });
});

test('while halted an order that only reduces the position can still be sent', () => {
  expect(
    sendLabel(limit, { price: 16_430, triggerPrice: null }, { ...desk, state: 'HALTED', reduces: true }).enabled,
  ).toBe(true);
});

test('the key of the button is that of the command which would send the same', () => {
  expect(sendCommand(EMPTY_DRAFT)).toBe('buy');
  expect(sendCommand(limit)).toBe('joinAsk');
  expect(sendCommand({ ...limit, price: 16_430 })).toBeNull();
});

test('the position after shows whole lots at the average of the integer cost', () => {
  const after = (quantity: number, cost: number) =>
    positionAfterText({ positionAfterQty: quantity, positionAfterCost: cost } as never, 65);
  expect(after(260, 4_020_300)).toBe('+4 lots at 154.63');
  expect(after(-65, -1_000_000)).toBe('−1 lot at 153.85');
  expect(after(0, 0)).toBe('flat');
});
