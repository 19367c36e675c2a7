import { DeskClient } from './desk-client.ts';
import { openTransport } from './connect.ts';

/** The window's one connection; `main.tsx` starts it. */
export const client = new DeskClient(openTransport);
