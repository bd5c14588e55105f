import { Controller, Get } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Public } from '../../platform/access/access.decorators.js';
import { Limited } from '../../platform/limits/rate-limits.js';
import { AccessTokens } from './access-tokens.js';
import { KeySetDto } from './auth.dto.js';

@Controller('.well-known')
export class KeysController {
  constructor(private readonly tokens: AccessTokens) {}

  /** Public keys of the access tokens. */
  @Get('jwks.json')
  @ApiOperation({ operationId: 'getKeySet' })
  @Public()
  @Limited('public-read')
  keys(): Promise<KeySetDto> {
    return this.tokens.jwks() as Promise<KeySetDto>;
  }
}
