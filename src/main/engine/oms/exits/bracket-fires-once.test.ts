import { expect, test } from 'vitest';
import { scriptedDesk, settle } from '../../../../testing/order-desk.ts';

test('B2: a bracket whose way is cleared a second time still sends one exit', async () => {
  const desk = await scriptedDesk();
  const { broker, call, oms } = desk;
  desk.tick(call.id, 16_400, 16_410);
  oms.place(desk.intent({ lots: 3, price: 16_410, slPrice: 16_200 }));
  await settle();
  broker.fill(broker.ids()[0]!, 225, 16_410);
  oms.place(desk.intent({ side: 'SELL', lots: 1, price: 16_900 }));
  await settle();

  // The cancel of what only rests is refused once, so that it is asked out of the way again.
  broker.fates = ['refuse'];
  desk.tick(call.id, 16_150, 16_160);
  await desk.advance(1600);
  desk.tick(call.id, 16_150, 16_160);
  await settle();

  const sold = broker.placed.filter(({ side, price }) => side === 'SELL' && price < 16_900);
  expect(sold.map(({ quantity }) => quantity)).toEqual([150]);
});
