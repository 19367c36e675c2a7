import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TableDelta } from '../../contract/protocol.ts';
import type { Intent, Order } from '../../contract/trading.ts';
import { DeskConnection } from '../desk-connection.ts';
import { liftLimits } from '../lift-limits.ts';
import { ServedTerminal } from '../served-terminal.ts';
import { ServedDouble, TERMINAL_AT_DOUBLE } from './served-double.ts';

/** A terminal in its own process, trading at a broker double in another, and a client of it. */
export class DeskAtDouble {
  /** The data folder of the terminal. */
  readonly dataDir: string;
  readonly double: ServedDouble;
  terminal!: ServedTerminal;
  desk!: DeskConnection;
  /** Orders as the topic told them last, by id. */
  readonly orders = new Map<string, Order>();

  private constructor(dataDir: string, double: ServedDouble) {
    this.dataDir = dataDir;
    this.double = double;
  }

  /** The double runs, the terminal does not yet. */
  static async open(seed: number): Promise<DeskAtDouble> {
    const dataDir = mkdtempSync(join(tmpdir(), 'desk-at-double-'));
    liftLimits(dataDir);
    return new DeskAtDouble(dataDir, await ServedDouble.start(join(dataDir, 'truth.jsonl'), seed));
  }

  /** Starts the terminal and resolves once its orders are shown. */
  async start(env: Record<string, string> = {}): Promise<void> {
    this.terminal = await ServedTerminal.start(this.dataDir, {
      script: TERMINAL_AT_DOUBLE,
      env: { DOUBLE_URL: this.double.url, ...env },
    });
    this.desk = await DeskConnection.open(this.terminal.link);
    this.orders.clear();
    await new Promise<void>((shown) => {
      this.desk.subscribe('orders', {}, ({ kind, data }) => {
        const rows = kind === 'snap' ? (data as Order[]) : (data as TableDelta<Order>).upsert;
        for (const order of rows) this.orders.set(order.id, order);
        if (kind === 'snap') shown();
      });
    });
  }

  /** One lot at market of what a new window looks at, once nothing keeps it from being placed. */
  async intent(change: Partial<Intent> = {}): Promise<Intent> {
    const intent = await this.intentNow(change);
    while ((await this.desk.call('orders.preview', intent)).denial !== null) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return intent;
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

  async close(): Promise<void> {
    this.desk?.close();
    if (this.terminal?.process.signalCode === null) await this.terminal.kill();
    await this.double.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
