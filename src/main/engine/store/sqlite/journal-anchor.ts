import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';

const FORMAT = /^(\d{16}) ([0-9a-f]{8})\n$/;

/**
 * How far the journal had come, beside the database: the number of the newest durable outbox row. SQLite takes a log that is
 * damaged for one that ends there, so that what was durable would be gone without a word; a database behind its anchor has
 * lost something. Never synced, and written after the commit it tells of: after a power cut it may be behind, never ahead.
 */
export class JournalAnchor {
  readonly #file: string;
  #handle: number | null = null;

  constructor(file: string) {
    this.#file = file;
  }

  /** The number last noted; null when there is none that can be read. */
  read(): number | null {
    try {
      const [, seq, check] = FORMAT.exec(readFileSync(this.#file, 'latin1')) ?? [];
      return seq !== undefined && check === digest(seq) ? Number(seq) : null;
    } catch {
      return null;
    }
  }

  /** Notes the newest durable outbox row. A disk that does not take it costs the check, not the order. */
  write(seq: number): void {
    try {
      this.#handle ??= openSync(this.#file, 'w', 0o600);
      const text = String(seq).padStart(16, '0');
      writeSync(this.#handle, `${text} ${digest(text)}\n`, 0, 'latin1');
    } catch {
      this.close();
    }
  }

  close(): void {
    if (this.#handle !== null) closeSync(this.#handle);
    this.#handle = null;
  }
}

function digest(text: string): string {
  return crc32(text).toString(16).padStart(8, '0');
}
