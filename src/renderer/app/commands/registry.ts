import type { Command } from './command.ts';
import { riskCommands } from './risk-commands.ts';
import { tradeCommands } from './trade-commands.ts';
import { replayCommands } from './replay-commands.ts';
import { viewCommands } from './view-commands.ts';

/** Every command of the terminal; palette, keys and the key sheet read this one list. */
export const commands: readonly Command[] = [...tradeCommands, ...replayCommands, ...viewCommands, ...riskCommands];
