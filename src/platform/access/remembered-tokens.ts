import { Injectable } from '@nestjs/common';
import { hash } from 'node:crypto';
import { Clock } from '../clock.js';
import type { Actor } from '../actor.js';

/** Whom the bearer strategy finds behind a token. */
export type TokenHolder = Pick<Actor, 'personId' | 'signInId' | 'roles' | 'authenticatedAt' | 'withFactor'>;

const milliseconds = 5_000;
const atMost = 10_000;

/**
 * Who showed which access token in the last five seconds: most requests need no signature checked and no sign-in looked
 * up. Only hashes of tokens are kept.
 */
@Injectable()
export class RememberedTokens {
  private readonly remembered = new Map<string, { holder: TokenHolder; until: number }>();

  constructor(private readonly clock: Clock) {}

  holderOf(token: string): TokenHolder | undefined {
    const known = this.remembered.get(hash('sha256', token));
    return known && known.until > this.clock.now().getTime() ? known.holder : undefined;
  }

  remember(token: string, holder: TokenHolder): void {
    if (this.remembered.size >= atMost) this.remembered.clear();
    this.remembered.set(hash('sha256', token), { holder, until: this.clock.now().getTime() + milliseconds });
  }

  /** Called when a sign-in or a role ends: the next request reads the database again. */
  forget(): void {
    this.remembered.clear();
  }
}

/** The token in `Authorization: Bearer <access token>` (RFC 6750). */
export const bearerTokenIn = ({ authorization = '' }: { authorization?: string | undefined }): string | undefined =>
  /^Bearer ([\w.~+/-]+=*)$/i.exec(authorization)?.[1];
