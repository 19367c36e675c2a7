import type { OpenDesk, OpenDeskOptions } from '../open-desk.ts';

/** What commands need of the process they run in. */
export interface CliContext {
  openDesk(options: OpenDeskOptions): Promise<OpenDesk>;
  tickStoreWorker: URL;
  /** The built page, `out/renderer`. */
  pageFolder: string;
  defaultDataDir: string;
  version: string;
  /** Writes a line a script may read. */
  print(line: string): void;
  /** Writes a line for whoever watches. */
  note(line: string): void;
  /** Overwrites the line being shown; absent when nobody watches. */
  progress?: (line: string) => void;
  /** Calls back on SIGINT or SIGTERM until the returned function is called. */
  onStop(listener: () => void): () => void;
  /** Calls back whenever a new link is asked for (Enter, SIGUSR2), until the returned function is called. */
  onLinkWanted(listener: () => void): () => void;
}

export interface DeskFlags {
  dataDir: string;
}
