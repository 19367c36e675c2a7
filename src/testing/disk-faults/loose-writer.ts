import { writeSync } from 'node:fs';
import Database from 'better-sqlite3';

/** Acknowledges rows it has not made durable (NORMAL for FULL), one number a line: what a power cut must show as lost. */
const database = new Database(process.argv[2]!);
database.pragma('journal_mode = WAL');
database.pragma('synchronous = NORMAL');
database.exec('CREATE TABLE IF NOT EXISTS acknowledged (number INTEGER PRIMARY KEY) STRICT');
database.pragma('wal_checkpoint(TRUNCATE)');
const insert = database.prepare('INSERT INTO acknowledged VALUES (?)');
for (let number = 1; ; number++) {
  insert.run(number);
  writeSync(1, `${number}\n`);
}
