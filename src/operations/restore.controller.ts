import { Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Me, Only } from '../platform/access/access.decorators.js';
import type { Actor } from '../platform/actor.js';
import { Id } from '../platform/http/id.param.js';
import { PageQuery } from '../platform/http/page-query.dto.js';
import { RestoreDto, RestorePage } from './restore.dto.js';
import { RestoreService } from './restore.service.js';
import { platformRefusals } from '../platform/errors/platform.refusals.js';
import { Refuses } from '../platform/errors/refuses.decorator.js';

@ApiTags('Operations')
@Controller('operations/restores')
export class RestoreController {
  constructor(private readonly restores: RestoreService) {}

  /** When the database was restored from a backup, newest first, and whether messages still wait for staff. */
  @Get()
  @Only('administrator')
  list(@Query() query: PageQuery): Promise<RestorePage> {
    return this.restores.list(query);
  }

  /** Lets messages leave again. Look first at what the restore left: `docs/operations.md` says at what. */
  @Post(':id/release')
  @Refuses(platformRefusals.state_conflict)
  @Only('administrator')
  async release(@Me() me: Actor, @Id() id: string): Promise<RestoreDto> {
    return this.restores.one(await this.restores.release(me, id));
  }
}
