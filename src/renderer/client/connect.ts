import { openPort } from './port-transport.ts';
import { openSocket } from './socket-transport.ts';
import type { OpenTransport } from './transport.ts';

/** Opens the connection of whichever shell shows this page. */
export const openTransport: OpenTransport = (events) => (window.terminalShell ? openPort(events) : openSocket(events));
