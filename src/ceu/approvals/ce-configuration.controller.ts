import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Me, Only, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { IfMatch } from '../../platform/http/etag.js';
import { Id } from '../../platform/http/id.param.js';
import { CeConfigurationBody, CeConfigurationDto } from './ce-configuration.dto.js';
import { CeConfigurationService } from './ce-configuration.service.js';
import { ceuRefusals } from '../ceu.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@ApiTags('CeConfigurations')
@Controller('course-versions/:id/ce-configuration')
export class CeConfigurationController {
  constructor(private readonly configurations: CeConfigurationService) {}

  /** What taking part counts for: minutes by session and category, and the approvals that cover the course. */
  @Get()
  @SignedIn()
  read(@Me() me: Actor, @Id() id: string): Promise<CeConfigurationDto> {
    return this.configurations.read(me, id);
  }

  /**
   * Says which approvals cover the course, and when. The minutes themselves are part of the signed content. Needs
   * If-Match.
   */
  @Put()
  @Refuses(
    ceuRefusals.approval_unknown,
    ceuRefusals.approval_attached_twice,
    ceuRefusals.outcome_unknown,
    ceuRefusals.period_reversed,
  )
  @Only('administrator')
  async write(
    @Me() me: Actor,
    @Id() id: string,
    @IfMatch() expected: number,
    @Body() body: CeConfigurationBody,
  ): Promise<CeConfigurationDto> {
    await this.configurations.write(me, id, expected, body);
    return this.configurations.read(me, id);
  }
}
