import { describe, expect, it } from 'vitest';
import type { CliContext } from './cli-context.ts';
import { program } from './program.ts';
import { faultClass, seedRange } from './simulate.ts';

/** Runs one command line; gives its exit code and what it printed. */
async function run(...args: string[]): Promise<{ code: number | null; printed: string[] }> {
  const printed: string[] = [];
  let code: number | null = null;
  const context = {
    version: '1',
    print: (line: string) => printed.push(line),
    note: () => {},
  } as unknown as CliContext;
  await program(context, (exitCode) => (code = exitCode)).parseAsync(['node', 'terminal', 'simulate', ...args]);
  return { code, printed };
}

describe('terminal simulate', () => {
  it('plays a day, opens no data folder and prints its figures', { timeout: 60_000 }, async () => {
    const { code, printed } = await run('--seeds', '26', '--json');
    expect(JSON.parse(printed[0]!)).toMatchObject({ from: 26, to: 26, seeds: 1, violations: [], missed: [] });
    expect(code).toBe(0);
  });

  it('takes a range of seeds and classes of fault, nothing else', () => {
    expect(seedRange('1-200')).toEqual({ from: 1, to: 200 });
    expect(seedRange('7')).toEqual({ from: 7, to: 7 });
    for (const text of ['', '5-1', 'x', '1-']) expect(() => seedRange(text)).toThrow('range');
    expect(faultClass('F16', ['F1'])).toEqual(['F1', 'F16']);
    expect(() => faultClass('F99')).toThrow('F16');
  });
});
