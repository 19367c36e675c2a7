import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it.runIf(process.platform !== 'win32')('a script npm started stops when the shell above it is killed', async () => {
  const module = join(import.meta.dirname, 'end-with-npm.ts');
  const script = `
    const { endWithNpm } = await import(${JSON.stringify(module)});
    endWithNpm();
    process.on('SIGTERM', () => { console.log('stopped'); process.exit(); });
    setTimeout(() => process.exit(), 20_000);
    console.log('running');`;
  // The second command keeps the shell from becoming the script.
  const shell = spawn('sh', ['-c', '"$0" --input-type=module --eval "$1"; true', process.execPath, script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, npm_lifecycle_event: 'start' },
  });
  const said: string[] = [];
  shell.stdout.setEncoding('utf8').on('data', (text: string) => said.push(text.trim()));
  await once(shell.stdout, 'data');
  const ended = once(shell.stdout, 'end');
  shell.kill('SIGKILL');
  await ended;
  expect(said).toEqual(['running', 'stopped']);
});
