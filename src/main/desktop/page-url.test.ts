import { describe, expect, it } from 'vitest';
import { isPageUrl, mayOpenOutside, pageUrlPath } from './page-url.ts';

describe('isPageUrl', () => {
  it.each(['app://terminal/', 'app://terminal/index.html', 'app://terminal/assets/a.js?x#y'])('takes %s', (url) => {
    expect(isPageUrl(url)).toBe(true);
  });
  it.each([
    'app://terminal.evil.example/',
    'app://terminal:80/',
    'app://user@terminal/',
    'app://other/',
    'https://terminal/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'about:blank',
    'blob:app://terminal/1',
    '',
  ])('refuses %j', (url) => {
    expect(isPageUrl(url)).toBe(false);
    expect(pageUrlPath(url)).toBeNull();
  });
});

describe('mayOpenOutside', () => {
  it('takes https of a listed site', () => {
    expect(mayOpenOutside('https://www.tradingview.com/?utm_source=chart')).toBe(true);
  });
  it.each([
    'http://www.tradingview.com/',
    'https://www.tradingview.com:8443/',
    'https://user@www.tradingview.com/',
    'https://www.tradingview.com.evil.example/',
    'https://evil.example/www.tradingview.com',
    'https://tradingview.com@evil.example/',
    'file:///usr/bin/env',
    'smb://www.tradingview.com/x',
    'ms-msdt:/id',
    'javascript:alert(1)',
    'not an address',
  ])('refuses %j', (url) => {
    expect(mayOpenOutside(url)).toBe(false);
  });
});
