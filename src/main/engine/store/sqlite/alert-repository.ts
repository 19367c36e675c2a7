import type { AlertTerms } from '../../../../contract/alerts.ts';
import type { Instrument } from '../../../../contract/market.ts';
import type { AlertRecord } from '../desk-store.ts';
import type { DeskContext } from './desk-context.ts';
import type { Row } from './statements.ts';

/** Alerts and their firings. An instrument is kept as EXCHANGE:SYMBOL, since ids mean nothing on another desk. */
export class AlertRepository {
  readonly #context;
  readonly #save;
  readonly #fire;
  readonly #all;
  readonly #one;
  readonly #instrument;
  readonly #instrumentId;

  constructor(context: DeskContext) {
    const { statements } = context;
    this.#context = context;
    this.#save = statements.upsert('alerts', ['id'], ['user_id', 'created_at']);
    this.#fire = statements.insert('alert_firings');
    this.#all = statements.query<object>()((db) =>
      db.selectFrom('alerts').selectAll().where('state', '!=', 'REMOVED').orderBy('created_at').orderBy('id'),
    );
    this.#one = statements.query<{ id: string }>()((db, slot) =>
      db.selectFrom('alerts').selectAll().where('id', '=', slot('id')),
    );
    this.#instrument = statements.query<{ id: number }>()((db, slot) =>
      db.selectFrom('instruments').select(['exchange', 'symbol']).where('id', '=', slot('id')),
    );
    this.#instrumentId = statements.query<Pick<Instrument, 'exchange' | 'symbol'>>()((db, slot) =>
      db
        .selectFrom('instruments')
        .select('id')
        .where('exchange', '=', slot('exchange'))
        .where('symbol', '=', slot('symbol')),
    );
  }

  save(alert: AlertRecord): void {
    const { clock, identity, outbox } = this.#context;
    const { subject, ...terms } = alert.terms;
    const { instrumentId, ...rest } = { instrumentId: null, ...subject };
    const row: Row<'alerts'> = {
      id: alert.id,
      user_id: identity.userId,
      instrument: instrumentId === null ? null : this.#key(instrumentId),
      terms: JSON.stringify({ ...terms, subject: rest }),
      state: alert.state,
      firings: alert.firings,
      told: alert.told,
      last_fired_at: alert.lastFiredAt,
      last_value: alert.lastValue,
      created_at: alert.createdAt,
      updated_at: clock.now(),
    };
    this.#save(row);
    outbox.append('alerts', row.id, row);
  }

  appendFiring({ id, firings, lastFiredAt, lastValue }: AlertRecord): void {
    const row = { alert_id: id, seq: firings, value: lastValue!, fired_at: lastFiredAt! };
    this.#fire(row);
    this.#context.outbox.appendRows('alert_firings', id, JSON.stringify([row]));
  }

  all(): AlertRecord[] {
    return this.#all.all({}).flatMap((row) => {
      const terms = this.#terms(row);
      return terms === null ? [] : [record(row, terms)];
    });
  }

  one(id: string): AlertRecord | null {
    const row = this.#one.get({ id });
    const terms = row === undefined ? null : this.#terms(row);
    return row === undefined || terms === null ? null : record(row, terms);
  }

  /** Null when it is on an instrument that this desk has never met. */
  #terms({ terms, instrument }: Row<'alerts'>): AlertTerms | null {
    const kept = JSON.parse(terms) as AlertTerms;
    if (instrument === null) return kept;
    const colon = instrument.indexOf(':');
    const exchange = instrument.slice(0, colon) as Instrument['exchange'];
    const found = this.#instrumentId.get({ exchange, symbol: instrument.slice(colon + 1) });
    if (found === undefined) return null;
    return { ...kept, subject: { ...kept.subject, instrumentId: found.id } as AlertTerms['subject'] };
  }

  #key(id: number): string {
    const { exchange, symbol } = this.#instrument.get({ id })!;
    return `${exchange}:${symbol}`;
  }
}

function record(row: Row<'alerts'>, terms: AlertTerms): AlertRecord {
  return {
    id: row.id,
    terms,
    state: row.state,
    firings: row.firings,
    told: row.told,
    lastFiredAt: row.last_fired_at,
    lastValue: row.last_value,
    createdAt: row.created_at,
  };
}
