import { Body, Controller, Get, Put } from '@nestjs/common';
import { Me, Only, SignedIn } from '../platform/access/access.decorators.js';
import type { Actor } from '../platform/access/actor.js';
import { IfMatch } from '../platform/http/etag.js';
import { Id } from '../platform/http/id.param.js';
import { CeConfigurationBody, CeConfigurationDto } from './configuration.dto.js';
import { CeConfigurations } from './configuration.service.js';

@Controller('course-versions/:id/ce-configuration')
export class CeConfigurationsController {
  constructor(private readonly configurations: CeConfigurations) {}

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
