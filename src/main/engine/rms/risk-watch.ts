import { armsAt } from '../../../contract/limit-parameters.ts';
import type { Limits, LockKind } from '../../../contract/risk.ts';
import { AppError } from '../core/app-error.ts';
import type { Clock } from '../core/clock.ts';
import { DAY_MS, istDay, istMidnight, istTime } from '../core/ist.ts';
import { rupees } from '../core/money.ts';
import { lockProfit } from '../domain/profit-lock.ts';
import type { RiskDayRecord, RiskLockRecord } from '../domain/risk-state.ts';
import type { Tallied } from '../domain/trade-tally.ts';
import { riskRules } from './risk-data.ts';

/** Between two writes of a new best of the day. */
const PEAK_SAVE_MS = 1000;

export interface RiskWatchParts {
  clock: Clock;
  accountId: string;
  newId: () => string;
  limits: () => Limits;
  /** Realised + unrealised − charges of the day, paise. */
  dayNet: () => number;
  /** Positions opened and closed positions lost in a row today. */
  today: () => { opened: number; lossStreak: number };
  loadDay: (day: string) => RiskDayRecord;
  saveDay: (day: RiskDayRecord) => void;
  loadLocks: () => RiskLockRecord[];
  /** Makes a lock durable, with a line for the log. */
  saveLock: (lock: RiskLockRecord, line: string) => void;
  /** Squares off and halts. */
  halt: (reason: string) => void;
  changed: () => void;
}

/**
 * Watches the day: its best net, the profit lock, trades, streaks, rejects and strategies that repeat themselves. What it
 * finds becomes a lock on entries that a restart does not open; a profit lock that is hit squares off and halts as well.
 */
export class RiskWatch {
  readonly #parts: RiskWatchParts;
  #day: RiskDayRecord;
  #locks: RiskLockRecord[];
  #peakSavedAt = -Infinity;
  /** Monotonic ms. */
  #rejects: number[] = [];
  readonly #fills = new Map<string, number[]>();
  /** Strategies that stand beyond the limit of their day's loss. */
  readonly #losing = new Set<string>();

  constructor(parts: RiskWatchParts) {
    this.#parts = parts;
    this.#day = parts.loadDay(istDay(parts.clock.now()));
    this.#locks = parts.loadLocks();
  }

  /** What keeps entries out now, the oldest first. */
  get locks(): readonly RiskLockRecord[] {
    const now = this.#parts.clock.now();
    if (this.#locks.some((lock) => lock.endsAt <= now)) this.#locks = this.#locks.filter(({ endsAt }) => endsAt > now);
    return this.#locks;
  }

  /** The best net of the day, and how far its profit lock has come. */
  get day(): RiskDayRecord {
    this.#roll();
    return this.#day;
  }

  /** Rejected within the window of the breaker. */
  get rejects(): number {
    const { clock } = this.#parts;
    const { windowMs } = riskRules(istDay(clock.now())).rejects;
    const since = clock.monotonic() - windowMs;
    return this.#rejects.filter((at) => at > since).length;
  }

  /** After every mark and fill. */
  onMark(): void {
    this.#roll();
    const net = this.#parts.dayNet();
    const limits = this.#parts.limits();
    this.#watchPeak(net, limits);
    this.#watchProfit(net, limits);
  }

  /** After a fill was booked; `strategyId` is whose order it was, null by hand. */
  onTrade({ opened, closedAt }: Tallied, strategyId: string | null): void {
    const { limits: read, today, clock } = this.#parts;
    const limits = read();
    const { opened: count, lossStreak } = today();
    if (opened && limits.maxTrades !== null && count >= limits.maxTrades) {
      this.lockDay('TRADE_COUNT', `${count} trades were made today, the limit is ${limits.maxTrades}`);
    }
    if (closedAt !== null && closedAt < 0) {
      if (limits.maxLossStreak !== null && lossStreak >= limits.maxLossStreak) {
        this.lockDay('LOSS_STREAK', `${lossStreak} trades in a row were lost, the limit is ${limits.maxLossStreak}`);
      }
      if (limits.cooldownMinutes !== null) {
        const ends = clock.now() + limits.cooldownMinutes * 60_000;
        const reason = `a trade was closed at ${rupees(closedAt)}, and entries pause for ${limits.cooldownMinutes} min after a loss`;
        this.#lock('COOLDOWN', reason, { opensAt: ends, endsAt: ends });
      }
    }
    if (strategyId !== null) this.#countFill(strategyId, limits.repeatFills);
  }

  /**
   * After every mark, for a strategy with a limit on its day's loss; true when it has just been reached and its entries are
   * locked. Opened by hand, the lock stays open until the loss was within the limit again; the rule refuses meanwhile.
   */
  onStrategyNet({ id, name }: { id: string; name: string }, net: number, maxLoss: number): boolean {
    if (net > -maxLoss) {
      this.#losing.delete(id);
      return false;
    }
    if (this.#losing.has(id)) return false;
    const reason = `the day of ${name} stands at ${rupees(net)} and its limit is ${rupees(-maxLoss)}`;
    this.lockDay('DAY_LOSS', reason, id);
    this.#losing.add(id);
    return true;
  }

  /** After the broker or exchange rejected an order. */
  onReject(): void {
    const { clock, limits } = this.#parts;
    const { windowMs, pauseMs } = riskRules(istDay(clock.now())).rejects;
    const { maxRejects } = limits();
    const now = clock.monotonic();
    this.#rejects = [...this.#rejects.filter((at) => at > now - windowMs), now];
    if (maxRejects === null || this.#rejects.length < maxRejects) return;
    const ends = clock.now() + pauseMs;
    const reason = `${this.#rejects.length} orders were rejected within ${windowMs / 1000} s, the limit is ${maxRejects}`;
    this.#rejects = [];
    this.#lock('REJECTS', reason, { opensAt: ends, endsAt: ends });
  }

  /** Locks entries until the day ends; by hand it opens after the delay. A lock of the kind that holds already stays. */
  lockDay(kind: LockKind, reason: string, strategyId: string | null = null): void {
    const now = this.#parts.clock.now();
    const day = istDay(now);
    const endsAt = istMidnight(day) + DAY_MS;
    this.#lock(kind, reason, { opensAt: Math.min(endsAt, now + riskRules(day).unlockDelayMs), endsAt }, strategyId);
  }

  /** Opens a lock with a reason. Throws RMS_LOCK_CLOSED before its time, or when there is no such lock. */
  unlock(lockId: string, reason: string): void {
    const { clock, saveLock, changed, dayNet } = this.#parts;
    const lock = this.locks.find(({ id }) => id === lockId);
    const now = clock.now();
    if (lock === undefined) {
      throw new AppError('RMS_LOCK_CLOSED', 'No such lock holds now: it may have ended by itself.', { lockId });
    }
    if (now < lock.opensAt) {
      throw new AppError(
        'RMS_LOCK_CLOSED',
        `The lock (${lock.reason}) opens no earlier than ${istTime(lock.opensAt)} IST, in ${Math.ceil((lock.opensAt - now) / 60_000)} min: a lock is for the minutes in which one wants it gone.`,
        { lockId, opensAt: lock.opensAt },
      );
    }
    saveLock({ ...lock, openedAt: now, openedBecause: reason }, `Lock opened (${lock.reason}): ${reason}`);
    this.#locks = this.#locks.filter((other) => other !== lock);
    // The fall is counted from here on, or the same one would lock again at once.
    if (lock.kind === 'DRAWDOWN') this.#saveDay({ ...this.#day, peakNet: dayNet() });
    changed();
  }

  #watchPeak(net: number, { maxDrawdown }: Limits): void {
    if (net > this.#day.peakNet) this.#raisePeak(net, maxDrawdown !== null);
    const fall = this.#day.peakNet - net;
    if (maxDrawdown === null || fall < maxDrawdown) return;
    this.lockDay(
      'DRAWDOWN',
      `the day's net fell by ${rupees(fall)} from its best of ${rupees(this.#day.peakNet)}, the limit is ${rupees(maxDrawdown)}`,
    );
  }

  /** A new best comes with many a tick: it is written once a second, and only where something is measured from it. */
  #raisePeak(peakNet: number, isMeasured: boolean): void {
    const now = this.#parts.clock.monotonic();
    if (isMeasured && now - this.#peakSavedAt >= PEAK_SAVE_MS) {
      this.#peakSavedAt = now;
      this.#saveDay({ ...this.#day, peakNet });
    } else this.#day = { ...this.#day, peakNet };
  }

  #watchProfit(net: number, limits: Limits): void {
    const trigger = armsAt(limits);
    if (trigger === null || limits.profitLock === null) return;
    const before = this.#day.profitLock;
    const after = lockProfit({ trigger, floor: limits.profitLock, trail: null }, before, net);
    if (after === before) return;
    this.#saveDay({ ...this.#day, profitLock: after });
    if (after.phase !== 'HIT') return;
    const reason = `the day's net of ${rupees(net)} fell to the profit locked in, ${rupees(after.floor ?? 0)}`;
    this.lockDay('PROFIT', reason);
    this.#parts.halt(reason);
  }

  #countFill(strategyId: string, most: number | null): void {
    const { clock } = this.#parts;
    const { repeatWindowMs } = riskRules(istDay(clock.now()));
    const now = clock.monotonic();
    const fills = [...(this.#fills.get(strategyId) ?? []).filter((at) => at > now - repeatWindowMs), now];
    this.#fills.set(strategyId, fills);
    if (most === null || fills.length < most) return;
    const reason = `the strategy had ${fills.length} fills within ${repeatWindowMs / 1000} s, the limit is ${most}`;
    this.lockDay('REPEATED_FILLS', reason, strategyId);
  }

  #lock(
    kind: LockKind,
    reason: string,
    times: Pick<RiskLockRecord, 'opensAt' | 'endsAt'>,
    strategyId: string | null = null,
  ): void {
    if (this.locks.some((lock) => lock.kind === kind && lock.strategyId === strategyId)) return;
    const { accountId, newId, clock, saveLock, changed } = this.#parts;
    const sentence = `${reason[0]!.toUpperCase()}${reason.slice(1)}.`;
    const lock: RiskLockRecord = {
      id: newId(),
      accountId,
      strategyId,
      kind,
      since: clock.now(),
      ...times,
      reason: sentence,
      openedAt: null,
      openedBecause: null,
    };
    saveLock(lock, `Entries locked until ${istTime(times.endsAt)} IST. ${sentence}`);
    this.#locks = [...this.#locks, lock];
    changed();
  }

  #saveDay(day: RiskDayRecord): void {
    this.#parts.saveDay(day);
    this.#day = day;
  }

  #roll(): void {
    const day = istDay(this.#parts.clock.now());
    if (day > this.#day.day) this.#day = this.#parts.loadDay(day);
  }
}
