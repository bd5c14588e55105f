import { Controller, Get } from '@nestjs/common';
import { Public } from '../../platform/access/access.decorators.js';
import { Limited } from '../../platform/limits/rate-limits.js';
import { AccessTokens } from './access-tokens.js';

/** A set of public keys (RFC 7517). */
export class KeySetDto {
  /** The keys: the first one signs at present, the second will next, and further ones signed lately. */
  keys: object[];
}

@Controller('.well-known')
export class KeysController {
  constructor(private readonly tokens: AccessTokens) {}

  /** Public keys of the access tokens. */
  @Get('jwks.json')
  @Public()
  @Limited('public-read')
  keys(): Promise<KeySetDto> {
    return this.tokens.jwks();
  }
}
