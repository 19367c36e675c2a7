import { expect, test, vi } from 'vitest';
import type { Chain } from '../../../contract/chain.ts';
import type { Instrument } from '../../../contract/market.ts';
import { client } from '../../client/client.ts';
import { keepInstruments } from '../../stores/instruments.ts';
import { inChain, legsOfTemplate, onNearestExpiry, templateLegs, TEMPLATES } from './templates.ts';
import type { Template, TemplateChoice } from './templates.ts';

const nearest = onNearestExpiry('N');
const CHOICE: TemplateChoice = { template: 'IRON_CONDOR', side: 'SELL', centre: 0, width: 2, lots: 1 };
const text = (change: Partial<TemplateChoice>) =>
  templateLegs({ ...CHOICE, ...change }).map(
    ({ kind, offset, ratio, later }) => `${ratio} ${kind} ${offset}${later ? ' later' : ''}`,
  );

test('the legs stand where their names say, around the offset', () => {
  expect(text({})).toEqual(['-1 CE 2', '1 CE 4', '-1 PE -2', '1 PE -4']);
  expect(text({ template: 'STRADDLE', centre: 1 })).toEqual(['-1 CE 1', '-1 PE 1']);
  expect(text({ template: 'BUTTERFLY', side: 'BUY' })).toEqual(['1 CE -2', '-2 CE 0', '1 CE 2']);
  expect(text({ template: 'CALENDAR', side: 'BUY', centre: -1 })).toEqual(['1 CE -1 later', '-1 CE -1']);
});

test('the other side is the same legs turned round', () => {
  for (const template of Object.keys(TEMPLATES) as Template[]) {
    const bought = templateLegs({ ...CHOICE, template, side: 'BUY' });
    const turned = templateLegs({ ...CHOICE, template, side: 'SELL' }).map((leg) => ({ ...leg, ratio: 0 - leg.ratio }));
    expect(turned).toEqual(bought);
  }
});

/** A chain that ends `edge` strikes from the money, on two expiries; ids tell strike and expiry. */
function chain(edge: number) {
  const listed = (expiry: string, strike: number, kind: 'CE' | 'PE') =>
    ({
      id: (expiry === 'a' ? 1000 : 2000) + strike * 2 + (kind === 'CE' ? 0 : 1),
      name: `N ${strike} ${kind}`,
      underlying: 'N',
      kind,
      strike: strike * 100,
      expiry,
    }) as Instrument;
  vi.spyOn(client, 'call').mockImplementation(((name: string, args: { offset: number; kind: 'CE' | 'PE' }) => {
    if (name === 'instruments.search') return Promise.resolve([listed('a', 100, 'CE'), listed('b', 100, 'CE')]);
    const offset = Math.max(0 - edge, Math.min(edge, args.offset));
    return Promise.resolve(listed('a', 100 + offset, args.kind));
  }) as never);
}

test('a calendar takes the same strike of the next expiry that lists it', async () => {
  chain(10);
  const legs = await legsOfTemplate({ ...CHOICE, template: 'CALENDAR', side: 'BUY', lots: 3 }, nearest);
  expect(legs).toEqual([
    { instrumentId: 2200, lots: 3, price: null },
    { instrumentId: 1200, lots: -3, price: null },
  ]);
  const elsewhere = legsOfTemplate({ ...CHOICE, template: 'CALENDAR', side: 'BUY', centre: 1 }, nearest);
  await expect(elsewhere).rejects.toThrow('No later expiry lists N 101 CE');
});

test('a chain that ends too soon is said, not squeezed', async () => {
  chain(3);
  await expect(legsOfTemplate(CHOICE, nearest)).rejects.toThrow('The chain of N ends before the last leg');
  chain(4);
  expect(await legsOfTemplate(CHOICE, nearest)).toHaveLength(4);
});

test('in the chain in view the strikes are counted from its own money', async () => {
  const sides = (id: number) => ({ call: { instrumentId: id }, put: { instrumentId: id + 1 } });
  const chainInView = {
    underlying: 'N',
    strikes: [90, 100, 110].map((strike) => ({ strike, ...sides(strike) })),
    figures: { atmStrike: 100 },
  } as Chain;
  keepInstruments([90, 91, 100, 101, 110, 111].map((id) => ({ id }) as Instrument));
  const legs = await legsOfTemplate({ ...CHOICE, template: 'STRANGLE', width: 1 }, inChain(chainInView));
  expect(legs.map(({ instrumentId, lots }) => [instrumentId, lots])).toEqual([
    [110, -1],
    [91, -1],
  ]);
  await expect(legsOfTemplate(CHOICE, inChain(chainInView))).rejects.toThrow('ends before the last leg');
});
