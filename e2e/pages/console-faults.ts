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
