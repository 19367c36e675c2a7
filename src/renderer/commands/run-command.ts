import { commands } from './command-list.ts';

/** Runs a command by its id, as its key would; nothing when it is absent now. */
export function runCommand(id: string): void {
  const command = commands().find((candidate) => candidate.id === id);
  if (command && (!command.when || command.when())) command.run();
}
