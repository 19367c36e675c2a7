import { expect, it } from 'vitest';
import { isTrustedSender } from './trusted-sender.ts';

const page = { url: 'app://terminal/', parent: null };

it('trusts the main frame of the window while it shows the page', () => {
  expect(isTrustedSender({ sender: { id: 1 }, senderFrame: page }, 1)).toBe(true);
});

it('trusts no other window, no frame inside it, no other page and no frame that is gone', () => {
  expect(isTrustedSender({ sender: { id: 2 }, senderFrame: page }, 1)).toBe(false);
  expect(isTrustedSender({ sender: { id: 1 }, senderFrame: { ...page, parent: page } }, 1)).toBe(false);
  expect(isTrustedSender({ sender: { id: 1 }, senderFrame: { ...page, url: 'https://evil.example/' } }, 1)).toBe(false);
  expect(isTrustedSender({ sender: { id: 1 }, senderFrame: null }, 1)).toBe(false);
});
