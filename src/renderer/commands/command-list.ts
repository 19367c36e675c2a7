import type { Command } from './command.ts';

let known: readonly Command[] = [];

/** Every command of the terminal; palette, keys and the key sheet read this one list. */
export const commands = (): readonly Command[] => known;

/** Names the commands, once, before the first of them is asked for: the app knows what they do. */
export function registerCommands(all: readonly Command[]): void {
  known = all;
}
