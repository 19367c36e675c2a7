import { create } from 'zustand';
import type { CallResult } from '../../contract/contract.ts';

interface Desk {
  /** Answer of app.hello, null before it. */
  hello: CallResult<'app.hello'> | null;
  /** The saved workspace is read. */
  restored: boolean;
  /** Why the window cannot work, as a sentence. */
  problem: string | null;
}

export const deskStore = create<Desk>(() => ({ hello: null, restored: false, problem: null }));
