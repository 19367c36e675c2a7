import { parseArgs } from 'node:util';
import { buildIfStale } from './build-if-stale.ts';
import { reportAndExit } from './drill-report.ts';
import { paperDrill } from './kill-drill/paper-drill.ts';
import { truthDrill } from './kill-drill/truth-drill.ts';

/**
 * Kills the running terminal again and again in the midst of trading (F1, F2). `--broker paper` trades on paper;
 * `--broker truth` at a broker in a process of its own, whose truth the terminal's books are held against.
 */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
    broker: { type: 'string', default: 'paper' },
    json: { type: 'string' },
  },
});
const drill = { kills: Number(values.kills), seed: Number(values.seed) };

if (values.broker === 'truth') reportAndExit(await truthDrill(drill), values.json);
buildIfStale();
reportAndExit(await paperDrill(drill), values.json);
