import type { Command } from '../../commands/command.ts';
import { optionCommands } from './option-commands.ts';
import { riskCommands } from './risk-commands.ts';
import { tradeCommands } from './trade-commands.ts';
import { drawingCommands } from './drawing-commands.ts';
import { replayCommands } from './replay-commands.ts';
import { viewCommands } from './view-commands.ts';

/** Every command of the terminal. */
export const allCommands: readonly Command[] = [
  ...tradeCommands,
  ...optionCommands,
  ...replayCommands,
  ...viewCommands,
  ...drawingCommands,
  ...riskCommands,
];
