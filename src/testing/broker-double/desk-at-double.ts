import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TableDelta } from '../../contract/protocol.ts';
import type { Risk } from '../../contract/risk.ts';
import type { Intent, Order, Position } from '../../contract/trading.ts';
import { DeskConnection } from '../desk-connection.ts';
import { liftLimits } from '../lift-limits.ts';
import { ServedTerminal } from '../served-terminal.ts';
import { ServedDouble, TERMINAL_AT_DOUBLE } from './served-double.ts';
import { truthDifference } from './truth-difference.ts';

const LOOK_EVERY_MS = 50;
/** Longer than anything that passes by itself takes: a read of the books that fails is tried again every 2 s. */
const OPEN_WITHIN_MS = 10_000;

/** A terminal in its own process, trading at a broker double in another, and a client of it. */
export class DeskAtDouble {
  /** The data folder of the terminal. */
  readonly dataDir: string;
  readonly double: ServedDouble;
  terminal!: ServedTerminal;
  desk!: DeskConnection;
  /** Orders as the topic told them last, by id. */
  readonly orders = new Map<string, Order>();
  /** Positions as the topic told them last, by instrument. */
  readonly positions = new Map<number, Position>();
  /** The trading state as the topic told it last. */
  risk: Risk | null = null;

  readonly #folder: string;

  private constructor(folder: string, dataDir: string, double: ServedDouble) {
    this.#folder = folder;
    this.dataDir = dataDir;
    this.double = double;
  }

  /**
   * The double runs, the terminal does not yet.
   * @param env what the environment of the double has besides
   * @param prepare what is done to the empty data folder first
   */
  static async open(
    seed: number,
    { env = {}, prepare = () => {} }: { env?: Record<string, string>; prepare?: (dataDir: string) => void } = {},
  ): Promise<DeskAtDouble> {
    const folder = mkdtempSync(join(tmpdir(), 'desk-at-double-'));
    const dataDir = join(folder, 'data');
    mkdirSync(dataDir);
    prepare(dataDir);
    liftLimits(dataDir);
    return new DeskAtDouble(folder, dataDir, await ServedDouble.start(join(folder, 'truth.jsonl'), seed, env));
  }

  /** Starts the terminal and resolves once its orders are shown. */
  async start(env: Record<string, string> = {}): Promise<void> {
    this.terminal = await ServedTerminal.start(this.dataDir, {
      script: TERMINAL_AT_DOUBLE,
      env: { DOUBLE_URL: this.double.url, ...env },
    });
    this.desk = await DeskConnection.open(this.terminal.link);
    this.orders.clear();
    this.positions.clear();
    this.risk = null;
    this.desk.subscribe('risk', {}, ({ data }) => {
      this.risk = data as Risk;
    });
    await Promise.all([
      new Promise<void>((shown) => {
        this.desk.subscribe('positions', {}, ({ kind, data }) => {
          for (const position of rowsOf<Position>(kind, data)) this.positions.set(position.instrumentId, position);
          shown();
        });
      }),
      new Promise<void>((shown) => {
        this.desk.subscribe('orders', {}, ({ kind, data }) => {
          for (const order of rowsOf<Order>(kind, data)) this.orders.set(order.id, order);
          shown();
        });
      }),
    ]);
  }

  /** One lot at market of what a new window looks at, once nothing keeps it from being placed; throws what still does. */
  async intent(change: Partial<Intent> = {}): Promise<Intent> {
    const intent = await this.intentNow(change);
    const asked = performance.now();
    for (;;) {
      const { denial } = await this.desk.call('orders.preview', intent);
      if (denial === null) return intent;
      if (performance.now() - asked > OPEN_WITHIN_MS)
        throw new Error(`Entries do not open: ${denial.code}: ${denial.message}`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  /** The same, whatever keeps it from being placed. */
  async intentNow(change: Partial<Intent> = {}): Promise<Intent> {
    const { firstFocus } = await this.desk.call('app.hello', { protocol: 1 });
    return {
      intentId: crypto.randomUUID(),
      instrumentId: firstFocus,
      side: 'BUY',
      lots: 1,
      orderType: 'MARKET',
      price: null,
      triggerPrice: null,
      validity: 'DAY',
      tpPrice: null,
      slPrice: null,
      confirmed: true,
      ...change,
    };
  }

  /** The order an intent made, as it was shown last. */
  orderOf(intentId: string): Order | undefined {
    return [...this.orders.values()].find((order) => order.intentId === intentId);
  }

  /** What the desk shows otherwise than it is at the broker, as a sentence; null when both agree (P9). */
  async difference(): Promise<string | null> {
    return truthDifference(await this.double.truth(), this.orders.values(), this.positions.values());
  }

  async close(): Promise<void> {
    this.desk?.close();
    if (this.terminal?.process.signalCode === null) await this.terminal.kill();
    await this.double.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function rowsOf<Row>(kind: 'snap' | 'delta', data: unknown): Row[] {
  return kind === 'snap' ? (data as Row[]) : (data as TableDelta<Row>).upsert;
}
