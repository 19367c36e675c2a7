import { runBuiltTerminal } from './run-terminal.ts';

// npm run terminal -- COMMAND …
await runBuiltTerminal(process.argv.slice(2));
