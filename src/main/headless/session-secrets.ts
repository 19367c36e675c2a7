import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../engine/core/clock.ts';

/** A link must be opened within this. */
const TOKEN_MS = 10 * 60_000;
/** A spent secret goes on working for this, so that a reload in the middle of its renewal is no harm. */
const GRACE_MS = 10_000;
/** A secret is good for this after its connection closed. */
const SECRET_MS = 12 * 3_600_000;
/** Secrets kept at most; the oldest idle one goes first. */
const MAX_SECRETS = 64;

interface Kept {
  digest: Buffer;
  usable: (now: number) => boolean;
}

/** A secret handed out on connecting; call `left` when that connection closes. */
export interface Renewed {
  secret: string;
  left: () => void;
}

/**
 * Who may connect to the headless shell. A link's token opens one session and is burnt; each connection gets a new
 * secret for the one it came with. The old one is spent with its grace, or stays as long as the connection it belongs to,
 * since a duplicated tab starts from a copy of it. Only digests are kept, compared in constant time.
 */
export class SessionSecrets {
  readonly #clock: Clock;
  #tokens: Kept[] = [];
  #secrets: Kept[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A new token of 256 bits for a link. */
  issueToken(): string {
    const until = this.#clock.monotonic() + TOKEN_MS;
    const { secret, digest } = fresh();
    this.#tokens = [...this.#alive(this.#tokens), { digest, usable: (now: number) => now < until }].slice(-8);
    return secret;
  }

  /** Burns a token for the first secret of a session; null when it is unknown, burnt or too old. */
  exchange(token: string): string | null {
    const found = this.#find(this.#tokens, token);
    if (!found) return null;
    this.#tokens = this.#tokens.filter((other) => other !== found);
    return this.#keep().secret;
  }

  /** A new secret for a connection that came with `secret`; null when that one is unknown or spent. */
  renew(secret: string): Renewed | null {
    const found = this.#find(this.#secrets, secret) as Secret | undefined;
    if (!found) return null;
    found.spend(this.#clock.monotonic());
    const renewed = this.#keep();
    renewed.kept.connected = true;
    return { secret: renewed.secret, left: () => renewed.kept.leave(this.#clock.monotonic()) };
  }

  #keep(): { secret: string; kept: Secret } {
    const { secret, digest } = fresh();
    const kept = new Secret(digest, this.#clock.monotonic());
    this.#secrets = [...this.#alive(this.#secrets), kept].slice(-MAX_SECRETS);
    return { secret, kept };
  }

  #alive<K extends Kept>(all: K[]): K[] {
    const now = this.#clock.monotonic();
    return all.filter((kept) => kept.usable(now));
  }

  #find(all: Kept[], secret: string): Kept | undefined {
    const digest = digestOf(secret);
    return this.#alive(all).filter((kept) => timingSafeEqual(kept.digest, digest))[0];
  }
}

class Secret implements Kept {
  readonly digest: Buffer;
  connected = false;
  #idleSince: number;
  #spentAt: number | null = null;

  constructor(digest: Buffer, now: number) {
    this.digest = digest;
    this.#idleSince = now;
  }

  spend(now: number): void {
    this.#spentAt ??= now;
  }

  leave(now: number): void {
    this.connected = false;
    this.#idleSince = now;
  }

  usable = (now: number): boolean => {
    if (this.connected) return true;
    if (this.#spentAt === null) return now - this.#idleSince < SECRET_MS;
    return now - Math.max(this.#spentAt, this.#idleSince) < GRACE_MS;
  };
}

function fresh(): { secret: string; digest: Buffer } {
  const secret = randomBytes(32).toString('base64url');
  return { secret, digest: digestOf(secret) };
}

function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
