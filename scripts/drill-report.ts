import { writeFileSync } from 'node:fs';

/** What a drill did and what contradicted. */
export interface DrillReport {
  figures: Record<string, number | string>;
  problems: string[];
  /** The sentence for a drill without a problem. */
  held: string;
}

/** Prints a drill as a table, writes it as JSON where asked for, and ends the process: 1 when anything contradicted. */
export function reportAndExit({ figures, problems, held }: DrillReport, jsonFile: string | undefined): never {
  const width = Math.max(...Object.keys(figures).map((name) => name.length));
  for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(width)}  ${value}`);
  for (const problem of problems) console.error(problem);
  console.log(problems.length === 0 ? held : `${problems.length} contradictions.`);
  if (jsonFile !== undefined) writeFileSync(jsonFile, `${JSON.stringify({ ...figures, problems }, null, 2)}\n`);
  process.exit(problems.length === 0 ? 0 : 1);
}
