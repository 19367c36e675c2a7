import { isPageUrl } from './page-url.ts';

/** What an IPC event tells of its sender. */
export interface Sender {
  sender: { id: number };
  senderFrame: { url: string; parent: unknown } | null;
}

/** True when a message comes from the main frame of that window and the frame shows the page. */
export function isTrustedSender({ sender, senderFrame }: Sender, windowContentsId: number): boolean {
  return (
    sender.id === windowContentsId && senderFrame !== null && senderFrame.parent === null && isPageUrl(senderFrame.url)
  );
}
