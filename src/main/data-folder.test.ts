import { join } from 'node:path';
import { expect, it } from 'vitest';
import { defaultDataFolder } from './data-folder.ts';

it('follows the rule of each platform', () => {
  expect(defaultDataFolder('linux', {}, '/home/asha')).toBe(
    join('/home/asha', '.local', 'share', 'next-gen-algo-terminal'),
  );
  expect(defaultDataFolder('linux', { XDG_DATA_HOME: '/data' }, '/home/asha')).toBe(
    join('/data', 'next-gen-algo-terminal'),
  );
  expect(defaultDataFolder('darwin', {}, '/Users/asha')).toBe(
    join('/Users/asha', 'Library', 'Application Support', 'Next-Gen Algo Terminal', 'Desk'),
  );
  expect(defaultDataFolder('win32', { LOCALAPPDATA: 'L' }, 'H')).toBe(join('L', 'Next-Gen Algo Terminal', 'Desk'));
});
