import type { Page } from '@playwright/test';

/** What the page complained of since the last look: errors of the console, with broken policies, and uncaught ones. */
export async function faultsOf(page: Page): Promise<string[]> {
  const [messages, errors] = await Promise.all([page.consoleMessages(), page.pageErrors()]);
  await Promise.all([page.clearConsoleMessages(), page.clearPageErrors()]);
  return [
    ...messages
      .filter((message) => message.type() === 'error' || /content security policy|trusted type/i.test(message.text()))
      .map((message) => message.text()),
    ...errors.map((error) => error.stack ?? error.message),
  ];
}

/** What Chromium and Node's inspector say of themselves on stderr: it is none of the terminal's. */
const OF_THE_SHELL = /^(\[\d+:|Debugger |For help, see: |DevTools listening |$)/;

/** The lines of the terminal's own among what its process wrote to stderr. */
export function complaintsOf(stderr: string): string[] {
  return stderr.split('\n').filter((line) => !OF_THE_SHELL.test(line));
}
