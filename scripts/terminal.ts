import { endWithNpm } from './end-with-npm.ts';
import { runBuiltTerminal } from './run-terminal.ts';

// npm run terminal -- COMMAND …
endWithNpm();
await runBuiltTerminal(process.argv.slice(2));
