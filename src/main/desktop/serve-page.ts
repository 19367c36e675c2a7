import { protocol } from 'electron';
import { pageFile } from '../page/page-file.ts';
import { PAGE_SCHEME, pageUrlPath } from './page-url.ts';

/** Before the app is ready: makes the page's scheme behave like https. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: PAGE_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Answers `app://terminal` from the built page's folder, and nothing else. */
export function servePage(pageFolder: string): void {
  protocol.handle(PAGE_SCHEME, async (request) => {
    const path = request.method === 'GET' ? pageUrlPath(request.url) : null;
    const { status, headers, body } = await pageFile(pageFolder, path ?? '');
    return new Response(new Uint8Array(body), { status, headers });
  });
}
