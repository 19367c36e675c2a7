import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where this user's applications keep their data, by the platform's rule, and ours in it. */
export function defaultDataFolder(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
  home: string = homedir(),
): string {
  if (platform === 'win32')
    return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'Next-Gen Algo Terminal', 'Desk');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Next-Gen Algo Terminal', 'Desk');
  return join(env['XDG_DATA_HOME'] || join(home, '.local', 'share'), 'next-gen-algo-terminal');
}
