import { Injectable } from '@nestjs/common';
import { hash } from 'node:crypto';
import { Clock } from '../clock.js';
import type { Actor } from '../actor.js';

/** Whom the bearer strategy finds behind a token. */
export type TokenHolder = Pick<
  Actor,
  'personId' | 'signInId' | 'roles' | 'authenticatedAt' | 'withFactor' | 'afterCard'
>;

/** Nothing tells other processes that a sign-in ended, so they go on for no longer than this. */
const milliseconds = 1_000;
const atMost = 10_000;

/**
 * Who showed which access token in the last second: where many requests come at once, only the first needs its signature
 * checked and its sign-in looked up. Only hashes of tokens are kept.
 */
@Injectable()
export class RememberedTokens {
  private readonly remembered = new Map<string, { holder: TokenHolder; until: number }>();
  private timesForgotten = 0;

  constructor(private readonly clock: Clock) {}

  holderOf(token: string): TokenHolder | undefined {
    const known = this.remembered.get(hash('sha256', token));
    return known && known.until > this.clock.now().getTime() ? known.holder : undefined;
  }

  /** Looks a holder up and remembers them, unless a sign-in ended meanwhile: then what was read may be older. */
  async lookUp(
    token: string,
    find: (token: string) => Promise<TokenHolder | undefined>,
  ): Promise<TokenHolder | undefined> {
    const before = this.timesForgotten;
    const holder = await find(token);
    if (holder && before === this.timesForgotten) this.remember(token, holder);
    return holder;
  }

  /** Called when a sign-in or a role ends: the next request reads the database again. */
  forget(): void {
    this.timesForgotten++;
    this.remembered.clear();
  }

  private remember(token: string, holder: TokenHolder): void {
    if (this.remembered.size >= atMost) this.remembered.clear();
    this.remembered.set(hash('sha256', token), { holder, until: this.clock.now().getTime() + milliseconds });
  }
}

/** The token in `Authorization: Bearer <access token>` (RFC 6750). */
export const bearerTokenIn = ({ authorization = '' }: { authorization?: string | undefined }): string | undefined =>
  /^Bearer ([\w.~+/-]+=*)$/i.exec(authorization)?.[1];
