import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { IncomingMessage } from 'node:http';
import { Strategy } from 'passport-strategy';
import { bearerTokenIn, RememberedTokens, type TokenHolder } from '../../platform/access/remembered-tokens.js';
import { TokenHolderService } from './token-holder.service.js';

type Done = (error: Error | null, holder?: TokenHolder) => void;

class Bearer extends Strategy {
  constructor(private readonly check: (token: string, done: Done) => void) {
    super();
  }

  override authenticate(request: Pick<IncomingMessage, 'headers'>): void {
    const token = bearerTokenIn(request.headers);
    if (!token) return this.fail('missing', 401);
    this.check(token, (error, holder) => {
      if (error) this.error(error);
      else if (holder) this.success(holder);
      else this.fail('invalid', 401);
    });
  }
}

/** A token counts only while the sign-in behind it lives. */
@Injectable()
export class BearerStrategy extends PassportStrategy(Bearer, 'bearer') {
  constructor(
    private readonly holders: TokenHolderService,
    private readonly remembered: RememberedTokens,
  ) {
    super();
  }

  validate(token: string): Promise<TokenHolder | undefined> {
    return this.remembered.lookUp(token, (shown) => this.holders.holderOf(shown));
  }
}
