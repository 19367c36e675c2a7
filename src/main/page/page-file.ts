import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { PAGE_HEADERS } from './page-headers.ts';

/** What the page is made of; nothing else in the folder is served (no source maps). */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

export interface PageFile {
  status: 200 | 404;
  headers: Record<string, string>;
  body: Buffer;
}

/** The file of the page's folder behind a URL path, or null when the path leaves the folder or names no page file. */
export function pagePath(folder: string, urlPath: string): string | null {
  let path: string;
  try {
    path = decodeURIComponent(urlPath);
  } catch {
    return null;
  }
  if (path === '/') return join(folder, 'index.html');
  const parts = path.slice(1).split('/');
  const plain =
    path.startsWith('/') && parts.every((part) => part !== '' && !part.startsWith('.') && /^[\w.-]+$/.test(part));
  if (!plain || !Object.hasOwn(CONTENT_TYPES, extname(path))) return null;
  const file = join(folder, ...parts);
  return file.startsWith(folder + sep) ? file : null;
}

/** Reads a file of the page with the headers it travels with; 404 for whatever is not there. */
export async function pageFile(folder: string, urlPath: string): Promise<PageFile> {
  const file = pagePath(folder, urlPath);
  const body = file === null ? null : await readFile(file).catch(() => null);
  if (file === null || body === null) {
    return { status: 404, headers: { ...PAGE_HEADERS, 'content-type': 'text/plain' }, body: Buffer.from('Not found') };
  }
  return { status: 200, headers: { ...PAGE_HEADERS, 'content-type': CONTENT_TYPES[extname(file)]! }, body };
}
