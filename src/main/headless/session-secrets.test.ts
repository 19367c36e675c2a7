import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../engine/core/virtual-clock.ts';
import { SessionSecrets } from './session-secrets.ts';

const MINUTE = 60_000;

function opened() {
  const clock = new VirtualClock(0);
  const secrets = new SessionSecrets(clock);
  const first = secrets.exchange(secrets.issueToken())!;
  return { clock, secrets, first };
}

describe('SessionSecrets', () => {
  it('issues tokens of 256 bits and burns one at its first use', () => {
    const secrets = new SessionSecrets(new VirtualClock(0));
    const token = secrets.issueToken();
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(secrets.issueToken()).not.toBe(token);
    expect(secrets.exchange(token)).toEqual(expect.any(String));
    expect(secrets.exchange(token)).toBeNull();
  });

  it('forgets a token after ten minutes', () => {
    const clock = new VirtualClock(0);
    const secrets = new SessionSecrets(clock);
    const token = secrets.issueToken();
    clock.advanceBy(10 * MINUTE);
    expect(secrets.exchange(token)).toBeNull();
  });

  it('takes neither a token for a secret nor a guess', () => {
    const { secrets, first } = opened();
    expect(secrets.renew(secrets.issueToken())).toBeNull();
    expect(secrets.exchange(first)).toBeNull();
    expect(secrets.renew('')).toBeNull();
    expect(secrets.renew(`${first} `)).toBeNull();
  });

  it('renews the secret with every connection and lets the old one go after its grace', () => {
    const { clock, secrets, first } = opened();
    const second = secrets.renew(first)!;
    expect(second.secret).not.toBe(first);
    clock.advanceBy(9_999);
    expect(secrets.renew(first)).not.toBeNull();
    clock.advanceBy(1);
    expect(secrets.renew(first)).toBeNull();
    second.left();
    expect(secrets.renew(second.secret)).not.toBeNull();
  });

  it('lets a duplicated tab in, and both of them reload later', () => {
    const { clock, secrets, first } = opened();
    const tab = secrets.renew(first)!;
    clock.advanceBy(60 * MINUTE);
    const copy = secrets.renew(tab.secret)!;
    clock.advanceBy(60 * MINUTE);
    tab.left();
    expect(secrets.renew(tab.secret)).not.toBeNull();
    copy.left();
    expect(secrets.renew(copy.secret)).not.toBeNull();
  });

  it('keeps a secret while its connection lives, and twelve hours after', () => {
    const { clock, secrets, first } = opened();
    const tab = secrets.renew(first)!;
    clock.advanceBy(48 * 60 * MINUTE);
    tab.left();
    clock.advanceBy(12 * 60 * MINUTE - 1);
    const again = secrets.renew(tab.secret)!;
    again.left();
    clock.advanceBy(12 * 60 * MINUTE);
    expect(secrets.renew(again.secret)).toBeNull();
  });
});
