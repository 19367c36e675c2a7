export const PAGE_SCHEME = 'app';
const PAGE_HOST = 'terminal';
/** The only address a window shows. */
export const PAGE_URL = `${PAGE_SCHEME}://${PAGE_HOST}/`;

/** Sites the person may be sent to, in their own browser. */
const OUTSIDE_HOSTS: readonly string[] = ['www.tradingview.com', 'www.nseindia.com'];

/** True for an address of the page itself. */
export function isPageUrl(url: string): boolean {
  const parsed = parse(url);
  // A custom scheme's origin is "null" in Node, so scheme and host are compared.
  return parsed !== null && parsed.protocol === `${PAGE_SCHEME}:` && parsed.host === PAGE_HOST && !parsed.username;
}

/** True for an https address of a site on the list, without a port or a user of its own. */
export function mayOpenOutside(url: string): boolean {
  const parsed = parse(url);
  return (
    parsed !== null &&
    parsed.protocol === 'https:' &&
    OUTSIDE_HOSTS.includes(parsed.host) &&
    parsed.username === '' &&
    parsed.password === ''
  );
}

/** The path of a page request, or null when it is for another host. */
export function pageUrlPath(url: string): string | null {
  return isPageUrl(url) ? new URL(url).pathname : null;
}

function parse(url: string): URL | null {
  return URL.canParse(url) ? new URL(url) : null;
}
