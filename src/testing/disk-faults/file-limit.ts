import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Whether the limit of open files of another process can be set here; prints the reason when not. */
export function canLimitFiles(): boolean {
  const found = process.platform === 'linux' && spawnSync('prlimit', ['--version']).status === 0;
  if (!found) console.info('Open files cannot be limited here: it takes Linux and prlimit.');
  return found;
}

/** From now on a process cannot open one file or socket more (EMFILE); gives the function that lets it again. */
export function exhaustFiles(pid: number): () => void {
  const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/limits`, 'utf8'))!;
  set(pid, '0');
  return () => set(pid, soft!);
}

function set(pid: number, soft: string): void {
  const { status, stderr } = spawnSync('prlimit', ['--pid', String(pid), `--nofile=${soft}:`], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`prlimit failed: ${stderr}`);
}
