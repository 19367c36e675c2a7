import type { Alert, AlertTerms } from '../../../contract/alerts.ts';
import { indicatorOf } from '../../../indicators/registry.ts';
import { AppError } from '../core/app-error.ts';
import type { Clock, Timer } from '../core/clock.ts';
import { conditionText, fires, valueText } from '../domain/alert-condition.ts';
import type { AlertMemory } from '../domain/alert-condition.ts';
import { barStart } from '../domain/intervals.ts';
import { tradingEnds } from '../domain/trading-ends.ts';
import type { InstrumentBook } from '../market-data/instrument-book.ts';
import type { AlertRecord, DeskStore } from '../store/desk-store.ts';
import type { AlertReadings } from './alert-readings.ts';

/** How often the alerts are looked at: beside the tick path, so that no intent waits for them. */
const LOOK_MS = 250;
/** More are refused. */
const MOST_ALERTS = 200;

export interface AlertsParts {
  clock: Clock;
  store: DeskStore;
  instruments: InstrumentBook;
  readings: Pick<AlertReadings, 'beginLook' | 'read'>;
  /** Milliseconds after 00:00 IST that bars count from. */
  barAnchor: number;
  onError: (error: unknown) => void;
}

/** The alerts of the desk, watched four times a second on the live market. A firing is durable before anybody hears of it. */
export class Alerts {
  readonly #parts: AlertsParts;
  readonly #alerts = new Map<string, AlertRecord>();
  readonly #memories = new Map<string, AlertMemory>();
  readonly #values = new Map<string, number | null>();
  /** Those that the last look failed on, as when the disk refuses; that was told. */
  readonly #failing = new Set<string>();
  #timer: Timer | null = null;

  constructor(parts: AlertsParts) {
    this.#parts = parts;
  }

  /** Takes the alerts up as they were kept. */
  start(): void {
    for (const alert of this.#parts.store.alerts()) this.#alerts.set(alert.id, alert);
    this.#timer = this.#parts.clock.setInterval(() => this.look(), LOOK_MS);
  }

  stop(): void {
    this.#timer?.cancel();
  }

  /** The oldest first. */
  views(): Alert[] {
    return [...this.#alerts.values()].map(({ state, ...alert }) => ({
      ...alert,
      state: state === 'REMOVED' ? 'EXPIRED' : state,
      text: conditionText(this.#subjectName(alert.terms), alert.terms),
      // Of one that is not watched it would stand still.
      value: state === 'ACTIVE' ? (this.#values.get(alert.id) ?? null) : null,
    }));
  }

  /**
   * Makes an alert, or changes the one of that id, which then waits anew and counts its firings on.
   * @throws AppError ALERT_INVALID, INSTRUMENT_UNKNOWN
   */
  save(id: string, terms: AlertTerms): void {
    this.#check(terms);
    // One that another window removed meanwhile counts its firings on, too.
    const known = this.#alerts.get(id) ?? this.#parts.store.alert(id);
    if (!this.#alerts.has(id) && this.#alerts.size >= MOST_ALERTS) {
      throw invalid(`There are ${MOST_ALERTS} alerts, as many as are watched. Delete one that is over.`, {});
    }
    this.#keep({
      id,
      terms,
      state: 'ACTIVE',
      firings: known?.firings ?? 0,
      told: known?.told ?? 0,
      // It waits anew, also after a restart.
      lastFiredAt: null,
      lastValue: null,
      createdAt: known?.createdAt ?? this.#parts.clock.now(),
    });
    this.#memories.set(id, { previous: null, firedAt: null });
    this.#values.delete(id);
  }

  /** Stops watching one, or watches it from the next value on. Throws ALERT_UNKNOWN. */
  pause(id: string, paused: boolean): void {
    const alert = this.#known(id);
    if (alert.state !== 'ACTIVE' && alert.state !== 'PAUSED') {
      throw invalid('The alert is over. Edit it to set it again.', { id });
    }
    this.#keep({ ...alert, state: paused ? 'PAUSED' : 'ACTIVE' });
    this.#memories.set(id, { previous: null, firedAt: alert.lastFiredAt });
  }

  /** Throws ALERT_UNKNOWN. */
  remove(id: string): void {
    const alert = this.#known(id);
    this.#parts.store.transaction((tx) => tx.saveAlert({ ...alert, state: 'REMOVED' }));
    this.#alerts.delete(id);
    this.#memories.delete(id);
    this.#values.delete(id);
    this.#failing.delete(id);
  }

  /** A window has told the firings up to number `seq`. */
  told(id: string, seq: number): void {
    const alert = this.#known(id);
    const told = Math.min(alert.firings, seq);
    if (told > alert.told) this.#keep({ ...alert, told });
  }

  /** Looks at every alert once. */
  look(): void {
    const { readings, onError } = this.#parts;
    readings.beginLook();
    for (const alert of this.#alerts.values()) {
      try {
        this.#lookAt(alert);
        this.#failing.delete(alert.id);
      } catch (error) {
        // The others are looked at all the same.
        if (!this.#failing.has(alert.id)) onError(error);
        this.#failing.add(alert.id);
      }
    }
  }

  #lookAt(alert: AlertRecord): void {
    const { clock, readings, barAnchor } = this.#parts;
    if (alert.state !== 'ACTIVE') return;
    const at = clock.now();
    const { id, terms } = alert;
    if (at >= Math.min(terms.expiresAt ?? Number.POSITIVE_INFINITY, this.#tradingEnds(terms))) {
      this.#keep({ ...alert, state: 'EXPIRED' });
      return;
    }
    const value = readings.read(terms.subject);
    this.#values.set(id, value);
    if (value === null) return;
    const memory = this.#memories.get(id) ?? { previous: null, firedAt: alert.lastFiredAt };
    const due = fires(terms, memory, { value, at }, (ts, interval) => barStart(ts, interval, barAnchor));
    // Kept first: when the disk refuses, the crossing is still to be told at the next look.
    if (due) this.#fire(alert, value, at);
    this.#memories.set(id, { previous: value, firedAt: due ? at : memory.firedAt });
  }

  #fire(alert: AlertRecord, value: number, at: number): void {
    const { terms } = alert;
    const fired: AlertRecord = {
      ...alert,
      state: terms.repeat.type === 'ONCE' ? 'FIRED' : 'ACTIVE',
      firings: alert.firings + 1,
      lastFiredAt: at,
      lastValue: value,
    };
    const text = conditionText(this.#subjectName(terms), terms);
    const note = terms.note === '' ? '' : ` (${terms.note})`;
    this.#parts.store.transaction((tx) => {
      tx.saveAlert(fired);
      tx.appendAlertFiring(fired);
      tx.log('system', `Alert: ${text}: ${valueText(terms.subject, value)}${note}`);
    });
    this.#alerts.set(alert.id, fired);
  }

  #keep(alert: AlertRecord): void {
    this.#parts.store.transaction((tx) => tx.saveAlert(alert));
    this.#alerts.set(alert.id, alert);
  }

  #known(id: string): AlertRecord {
    const alert = this.#alerts.get(id);
    if (alert === undefined) {
      throw new AppError('ALERT_UNKNOWN', 'That alert is gone. The list shows those there are.', { id });
    }
    return alert;
  }

  /** When there is nothing more to watch, epoch ms. */
  #tradingEnds({ subject }: AlertTerms): number {
    if ('underlying' in subject) return tradingEnds(subject);
    if (!('instrumentId' in subject)) return Number.POSITIVE_INFINITY;
    return tradingEnds(this.#parts.instruments.find(subject.instrumentId) ?? { expiry: null });
  }

  #check(terms: AlertTerms): void {
    const { instruments, clock } = this.#parts;
    const { subject, expiresAt } = terms;
    if (expiresAt !== null && expiresAt <= clock.now()) {
      throw invalid('The alert would be over at once: choose an end in the future.', { expiresAt });
    }
    if ('underlying' in subject && instruments.index(subject.underlying) === null) {
      throw invalid(`No underlying is called ${subject.underlying}: choose one of the chain.`, subject);
    }
    if (this.#tradingEnds(terms) <= clock.now()) {
      throw invalid(`${this.#subjectName(terms)} trades no more: choose a later expiry.`, subject);
    }
    if (!('instrumentId' in subject)) return;
    const { kind, name } = instruments.get(subject.instrumentId);
    const needsOption = subject.on === 'IV' || subject.on === 'DELTA' || subject.on === 'OI_CHANGE';
    if (needsOption && kind !== 'CE' && kind !== 'PE') {
      throw invalid(`${name} is no option: only an option of a chain has that figure.`, subject);
    }
    if (subject.on !== 'INDICATOR') return;
    const indicator = indicatorOf(subject.indicator);
    if (indicator?.outputs.some(({ id }) => id === subject.output) !== true) {
      throw invalid(`No indicator is called ${subject.indicator} with an output ${subject.output}.`, subject);
    }
    try {
      indicator.create(subject.values);
    } catch (error) {
      if (error instanceof RangeError) throw invalid(error.message, subject);
      throw error;
    }
  }

  #subjectName({ subject }: AlertTerms): string {
    if (subject.on === 'DAY_PNL') return '';
    if ('underlying' in subject) return `${subject.underlying} ${subject.expiry}`;
    const name = this.#parts.instruments.find(subject.instrumentId)?.name ?? 'An instrument';
    if (subject.on !== 'INDICATOR') return name;
    const indicator = indicatorOf(subject.indicator);
    const output = indicator?.outputs.find(({ id }) => id === subject.output);
    const [short, line] = [indicator?.short ?? subject.indicator, output?.title ?? subject.output];
    return `${name} ${short === line ? short : `${short} ${line}`} ${subject.interval}`;
  }
}

function invalid(message: string, details: object): AppError {
  return new AppError('ALERT_INVALID', message, { ...details });
}
