import { writeSync } from 'node:fs';
import { systemIds } from '../main/engine/core/ids.ts';
import { SystemClock } from '../main/engine/core/system-clock.ts';
import { openDeskStore } from '../main/engine/store/sqlite/open-desk-store.ts';
import { CALL_26000, orderRecord, writeIntent } from './desk-records.ts';

/** Writes intents to the desk.db named first, one durable order id a line, until it is killed. */
const store = openDeskStore({ file: process.argv[2]!, clock: new SystemClock(), ids: systemIds });
const instrumentId = store.transaction((tx) => tx.upsertInstruments([CALL_26000]))[0]!.id;
for (;;) {
  const order = orderRecord(store, systemIds, { instrumentId });
  writeIntent(store, systemIds, order);
  writeSync(1, `${order.id}\n`);
}
