import type { ElectronApplication, Page } from '@playwright/test';

export interface RunningTerminal {
  /** The window; another one after `restart`. */
  page: Page;
  /** What the process wrote to stderr so far. */
  stderr(): string;
  /** Ends the process, cleanly or by kill -9, and starts it again on the same data folder. */
  restart(how: 'cleanly' | 'kill'): Promise<void>;
  close(): Promise<void>;
  /** The desktop's main process; null in the headless shell. */
  electron: ElectronApplication | null;
  /** A new link of the headless shell, of one use; throws on the desktop. */
  newLink(): Promise<string>;
}
