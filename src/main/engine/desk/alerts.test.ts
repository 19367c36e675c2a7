import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CALL_26000, DESK_START, openTestDesk } from '../../../testing/desk-records.ts';
import type { AlertTerms } from '../../../contract/alerts.ts';
import { AppError } from '../core/app-error.ts';
import { tradingEnds } from '../domain/trading-ends.ts';
import { InstrumentBook } from '../market-data/instrument-book.ts';
import { Alerts } from './alerts.ts';

const ID = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';

let folder: string;
let desk: ReturnType<typeof openTestDesk>;
let alerts: Alerts;
let instrumentId: number;
let value: number | null;
let errors: unknown[];

function open(start: number): void {
  desk = openTestDesk(join(folder, 'desk.db'), 1, start);
  const [call] = desk.transaction((tx) => tx.upsertInstruments([CALL_26000]));
  instrumentId = call!.id;
  const instruments = new InstrumentBook();
  instruments.add([call!]);
  alerts = new Alerts({
    clock: desk.clock,
    store: desk,
    instruments,
    readings: {
      beginLook: () => {},
      read: ({ on }) => {
        if (on === 'OI') throw new Error('no such figure');
        return value;
      },
    },
    barAnchor: 0,
    onError: (error) => errors.push(error),
  });
  alerts.start();
}

/** As after a crash: what is durable is all there is. */
function reopen(): void {
  alerts.stop();
  desk.close();
  open(desk.clock.now());
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'desk-'));
  value = null;
  errors = [];
  open(DESK_START);
});
afterEach(() => {
  alerts.stop();
  desk.close();
  rmSync(folder, { recursive: true, force: true });
});

const price = (fields: Partial<AlertTerms> = {}): AlertTerms => ({
  subject: { on: 'LTP', instrumentId },
  comparison: 'CROSSES_ABOVE',
  level: 20_000,
  repeat: { type: 'ONCE' },
  expiresAt: null,
  note: '',
  ...fields,
});

/** The values one look after the other, and how often it has fired by then. */
function seen(...values: (number | null)[]): number {
  for (const one of values) {
    value = one;
    desk.clock.advanceBy(250);
  }
  return alerts.views()[0]!.firings;
}

const logLines = () => desk.logs(null, 20).map(({ message }) => message);

const refusal = (act: () => void): string => {
  try {
    act();
  } catch (error) {
    return error instanceof AppError ? `${error.code} ${error.message}` : String(error);
  }
  return 'passed';
};

describe('alerts', () => {
  it('fires once at a crossing, with its value, time and a line in the log', () => {
    alerts.save(ID, price({ note: 'breakout' }));
    expect(seen(19_900, null, 20_150, 19_000, 21_000)).toBe(1);
    expect(alerts.views()).toMatchObject([{ id: ID, state: 'FIRED', lastValue: 20_150, value: null, told: 0 }]);
    expect(logLines().filter((line) => line.startsWith('Alert'))).toEqual([
      'Alert: NIFTY 26000 CE price crosses above 200.00: 201.50 (breakout)',
    ]);
  });

  it('sees no crossing where the value is not to be trusted, and one over the gap after it', () => {
    alerts.save(ID, price());
    expect(seen(19_900, null, null)).toBe(0);
    expect(seen(20_100)).toBe(1);
  });

  it('is there after a restart, does not fire again for the same crossing, and knows what was told', () => {
    alerts.save(ID, price({ repeat: { type: 'EVERY_TIME', coolDownMs: 1000 } }));
    expect(seen(19_900, 20_100)).toBe(1);
    reopen();
    expect(alerts.views()).toMatchObject([{ state: 'ACTIVE', firings: 1, told: 0, lastValue: 20_100 }]);
    alerts.told(ID, 9);
    expect(alerts.views()[0]!.told).toBe(1);
    expect(seen(20_200, 20_300)).toBe(1);
    expect(seen(19_000, 20_100)).toBe(2);
  });

  it('that fired and is set again waits anew, after a restart too', () => {
    alerts.save(ID, price());
    expect(seen(19_900, 20_100)).toBe(1);
    alerts.save(ID, price({ level: 21_000 }));
    reopen();
    expect(seen(20_900, 21_100)).toBe(2);
  });

  it('paused it sees nothing, and no crossing that happened meanwhile', () => {
    alerts.save(ID, price());
    expect(seen(19_900)).toBe(0);
    alerts.pause(ID, true);
    expect(seen(20_100)).toBe(0);
    alerts.pause(ID, false);
    expect(seen(20_200, 19_900)).toBe(0);
    expect(seen(20_100)).toBe(1);
  });

  it('ends at its end, and is gone once removed', () => {
    alerts.save(ID, price({ expiresAt: desk.clock.now() + 600 }));
    expect(seen(19_900, 19_900, 20_100)).toBe(0);
    expect(alerts.views()[0]!.state).toBe('EXPIRED');
    alerts.remove(ID);
    reopen();
    expect(alerts.views()).toEqual([]);
    expect(refusal(() => alerts.remove(ID))).toContain('ALERT_UNKNOWN');
  });

  it('refuses what cannot be watched with a sentence', () => {
    const refused = (terms: Partial<AlertTerms>) => refusal(() => alerts.save(ID, price(terms)));
    expect(refused({ expiresAt: desk.clock.now() })).toContain('choose an end in the future');
    expect(refused({ subject: { on: 'PCR', underlying: 'SILVER', expiry: '2026-11-23' } })).toContain('SILVER');
    const indicator = { on: 'INDICATOR', instrumentId, interval: '1m', output: 'rsi' } as const;
    expect(refused({ subject: { ...indicator, indicator: 'nonsense', values: {} } })).toContain('nonsense');
    expect(alerts.views()).toEqual([]);
  });

  it('that cannot be read is told of once and keeps none of the others waiting', () => {
    alerts.save('3f2504e0-4f89-41d3-9a0c-0305e82c3300', price({ subject: { on: 'OI', instrumentId } }));
    alerts.save(ID, price());
    seen(19_900, 20_100);
    expect(alerts.views().find(({ id }) => id === ID)).toMatchObject({ state: 'FIRED', firings: 1 });
    expect(errors).toHaveLength(1);
  });

  it('that one window removed and another set again fires on', () => {
    alerts.save(ID, price());
    expect(seen(19_900, 20_100)).toBe(1);
    alerts.remove(ID);
    alerts.save(ID, price());
    expect(seen(19_900, 20_100)).toBe(2);
    expect(errors).toEqual([]);
  });

  it('is over when its contract trades no more, and is refused from then on', () => {
    alerts.save(ID, price());
    desk.clock.advanceTo(tradingEnds(CALL_26000));
    expect(seen(19_900, 20_100)).toBe(0);
    expect(alerts.views()[0]!.state).toBe('EXPIRED');
    expect(refusal(() => alerts.save(ID, price()))).toContain('NIFTY 26000 CE trades no more');
  });

  it('goes through the outbox', () => {
    const before = desk.outboxSize();
    alerts.save(ID, price());
    expect(seen(19_900)).toBe(0);
    expect(desk.outboxSize()).toBe(before + 1);
    expect(seen(20_100)).toBe(1);
    // The alert, its firing and the line of the log.
    expect(desk.outboxSize()).toBe(before + 4);
    expect(errors).toEqual([]);
  });
});
