import { Random } from '../core/random.ts';

/** Every fault the simulation knows, with its class in the fault matrix and what it does. */
export const FAULTS = {
  crash: { class: 'F1', what: 'the program dies at any moment' },
  crashPoint: { class: 'F2', what: 'it dies before the write to the broker, before the answer, or before its commit' },
  powerCut: { class: 'F3', what: 'power fails within a transaction: committed or not, nobody heard' },
  diskFull: { class: 'F5', what: 'the disk is full, the ballast is let go' },
  diskError: { class: 'F6', what: 'the disk refuses every write' },
  slowDisk: { class: 'F7', what: 'a commit takes up to 5 s' },
  clockJump: { class: 'F8', what: 'the wall clock jumps' },
  suspend: { class: 'F8', what: 'the machine sleeps' },
  dnsFailure: { class: 'F9', what: 'no byte of a command leaves' },
  feedSilent: { class: 'F10', what: 'no tick comes, the line is open' },
  streamStall: { class: 'F11', what: 'order updates are lost until the stream is back' },
  duplicates: { class: 'F12', what: 'each update comes three times' },
  reorder: { class: 'F12', what: 'updates overtake each other' },
  replay: { class: 'F12', what: 'old updates come again' },
  tooMany: { class: 'F14', what: 'the broker answers 429' },
  serverError: { class: 'F15', what: '5xx, and the command was not taken' },
  answerLost: { class: 'F15', what: 'the command was taken, the answer is lost' },
  rejectLate: { class: 'F15', what: 'the exchange rejects what the broker accepted' },
  bookLag: { class: 'F16', what: 'the books are up to 30 s old' },
  bookPage: { class: 'F16', what: 'a page of the books is short or empty' },
  bookShort: { class: 'F16', what: 'after a crash the newer half of the order book is missing for minutes' },
  cancelRace: { class: 'F17', what: 'a fill comes just before the cancel' },
  modifyRace: { class: 'F17', what: 'a fill comes just before the modify' },
  lateFill: { class: 'F18', what: 'a fill comes after the order was cancelled' },
  ghost: { class: 'F18', what: 'an order that failed appears minutes later' },
  bust: { class: 'F18', what: 'the exchange takes a trade back' },
  sessionExpiry: { class: 'F19', what: 'the session ends, commands get 403' },
  otherTerminal: { class: 'F19', what: 'somebody trades the account elsewhere' },
  doubleExit: { class: 'F20', what: 'both exits of a bracket fill' },
  gapWhileDown: { class: 'F21', what: 'the market gaps while the program is down' },
  kill: { class: 'F22', what: 'the kill switch is pressed in the midst of it' },
} as const satisfies Record<string, { class: string; what: string }>;

export type FaultName = keyof typeof FAULTS;
export type FaultClass = (typeof FAULTS)[FaultName]['class'];

export const FAULT_NAMES = Object.keys(FAULTS) as FaultName[];
export const FAULT_CLASSES = [...new Set(FAULT_NAMES.map((name) => FAULTS[name].class))];

/** A part of the seeds is spared: what fails there needs no fault. */
const SPARED = 0.1;
/** How likely a class is in the mix of a seed. */
const LIKELY = 0.4;
/** Two more than a day must show: a class may find no occasion. */
const LEAST_CLASSES = 5;

/** The classes of a seed's mix, by the seed alone; `forced` are always in it. */
export function drawFaultClasses(seed: number, forced: readonly FaultClass[]): FaultClass[] {
  const random = new Random(seed);
  if (forced.length === 0 && random.next() < SPARED) return [];
  const chosen = new Set<FaultClass>(forced);
  for (const each of FAULT_CLASSES) if (random.next() < LIKELY) chosen.add(each);
  while (chosen.size < LEAST_CLASSES) chosen.add(FAULT_CLASSES[random.integer(0, FAULT_CLASSES.length - 1)]!);
  return FAULT_CLASSES.filter((each) => chosen.has(each));
}

/** Which faults are on when, and how often each has struck. */
export class FaultPlan {
  readonly #windows = new Map<FaultName, { from: number; to: number }[]>();
  readonly #random: Random;
  readonly struck = new Map<FaultName, number>();
  readonly classes: readonly FaultClass[];

  constructor(classes: readonly FaultClass[], seed: number) {
    this.classes = classes;
    this.#random = new Random(seed);
  }

  /** True for a fault of the seed's mix. */
  has(name: FaultName): boolean {
    return this.classes.includes(FAULTS[name].class);
  }

  open(name: FaultName, from: number, to: number): void {
    const windows = this.#windows.get(name) ?? [];
    windows.push({ from, to });
    this.#windows.set(name, windows);
  }

  isOn(name: FaultName, at: number): boolean {
    const windows = this.#windows.get(name);
    return windows !== undefined && windows.some((window) => at >= window.from && at < window.to);
  }

  /** Whether the fault strikes now: it is on and chance has it. Counted. */
  strikes(name: FaultName, at: number, chance: number): boolean {
    if (!this.isOn(name, at) || this.#random.next() >= chance) return false;
    this.count(name);
    return true;
  }

  /** How often each class has struck. */
  byClass(): Map<FaultClass, number> {
    const counts = new Map<FaultClass, number>();
    for (const [name, times] of this.struck) {
      const of = FAULTS[name].class;
      counts.set(of, (counts.get(of) ?? 0) + times);
    }
    return counts;
  }

  count(name: FaultName): void {
    this.struck.set(name, (this.struck.get(name) ?? 0) + 1);
  }
}
