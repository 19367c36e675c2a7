/**
 * npm runs scripts through a shell that does not pass SIGTERM on: whoever stops npm would leave the desk running and its
 * data folder taken. A script npm started therefore stops when the shell above it is gone.
 */
export function endWithNpm(): void {
  if (process.platform === 'win32' || process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 250);
  watch.unref();
}
