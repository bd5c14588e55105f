import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Me, Only } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { Id } from '../../platform/http/id.param.js';
import {
  ProspectusEditionBody,
  ProspectusEditionDto,
  ProspectusEditionPage,
  ProspectusEditionQuery,
} from './prospectus-edition.dto.js';
import { ProspectusEditionService } from './prospectus-edition.service.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@ApiTags('ProspectusEditions')
@Controller('prospectus-editions')
export class ProspectusEditionController {
  constructor(private readonly editions: ProspectusEditionService) {}

  /** Printed prospectuses, newest first; one whose credits changed since is flagged (BR-10). */
  @Get()
  @Only('coordinator', 'administrator')
  list(@Query() query: ProspectusEditionQuery): Promise<ProspectusEditionPage> {
    return this.editions.list(query);
  }

  /** Records that what is on now goes to print. */
  @Post()
  @Refuses(platformRefusals.not_found)
  @Only('coordinator', 'administrator')
  async print(@Me() me: Actor, @Body() body: ProspectusEditionBody): Promise<ProspectusEditionDto> {
    return this.editions.one(await this.editions.print(me, body));
  }

  /** One printed prospectus. */
  @Get(':id')
  @Only('coordinator', 'administrator')
  read(@Id() id: string): Promise<ProspectusEditionDto> {
    return this.editions.one(id);
  }
}
