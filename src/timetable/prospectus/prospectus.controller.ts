import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { Public } from '../../platform/access/access.decorators.js';
import { Publishable } from '../../platform/http/route-settings.js';
import { Limited } from '../../platform/limits/rate-limits.js';
import type { JsonText } from '../../platform/database/json-text.js';
import { KeptUntilChanged } from '../../platform/shown/kept-until-changed.decorator.js';
import { ProspectusPage, ProspectusQuery } from './prospectus.dto.js';
import { ProspectusService } from './prospectus.service.js';

@Controller('prospectus')
export class ProspectusController {
  constructor(private readonly prospectus: ProspectusService) {}

  /**
   * What is on, the soonest first: for whom, when, where, what to expect, what may be hard to hear, and who made it
   * (BR-18).
   */
  @Get()
  @Public()
  @Limited('public-read')
  @KeptUntilChanged(60)
  @Publishable()
  @ApiOkResponse({ type: ProspectusPage })
  read(@Query() query: ProspectusQuery): Promise<JsonText> {
    return this.prospectus.page(query);
  }
}
