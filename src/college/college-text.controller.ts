import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { Me, Only, Public } from '../platform/access/access.decorators.js';
import { Publishable } from '../platform/http/route-settings.js';
import { Limited } from '../platform/limits/rate-limits.js';
import type { Actor } from '../platform/actor.js';
import { KeptUntilChanged } from '../platform/shown/kept-until-changed.decorator.js';
import {
  CollegeTextBody,
  CollegeTextDto,
  CollegeTextPage,
  CollegeTextQuery,
  CollegeTextVersionsQuery,
} from './college-text.dto.js';
import { CollegeTextService } from './college-text.service.js';
import { collegeRefusals } from './college.refusals.js';
import { Refuses } from '../platform/errors/refuses.decorator.js';

@Controller('college')
export class CollegeTextController {
  constructor(private readonly texts: CollegeTextService) {}

  /** The charter: how people are together here. The one that stands, or an earlier version (BR-223). */
  @Get('charter')
  @Refuses(collegeRefusals.college_text_unwritten)
  @Public()
  @Limited('public-read')
  @KeptUntilChanged(60)
  @Publishable()
  charter(@Query() query: CollegeTextQuery): Promise<CollegeTextDto> {
    return this.texts.read('charter', query);
  }

  /** Every charter that was written, the newest first. */
  @Get('charter/versions')
  @Public()
  @Limited('public-read')
  @KeptUntilChanged(60)
  @Publishable()
  charters(@Query() query: CollegeTextVersionsQuery): Promise<CollegeTextPage> {
    return this.texts.versions('charter', query);
  }

  /** Writes the charter anew; whether everybody has to accept it again is said with it (BR-43). */
  @Post('charter-versions')
  @Only('administrator')
  writeCharter(@Me() me: Actor, @Body() body: CollegeTextBody): Promise<CollegeTextDto> {
    return this.texts.write(me, 'charter', body);
  }

  /** The privacy notice: what the college keeps of people, and what for (BR-223). */
  @Get('privacy-notice')
  @Refuses(collegeRefusals.college_text_unwritten)
  @Public()
  @Limited('public-read')
  @KeptUntilChanged(60)
  @Publishable()
  privacyNotice(@Query() query: CollegeTextQuery): Promise<CollegeTextDto> {
    return this.texts.read('privacy_notice', query);
  }

  /** Every privacy notice that was written, the newest first. */
  @Get('privacy-notice/versions')
  @Public()
  @Limited('public-read')
  @KeptUntilChanged(60)
  @Publishable()
  privacyNotices(@Query() query: CollegeTextVersionsQuery): Promise<CollegeTextPage> {
    return this.texts.versions('privacy_notice', query);
  }

  /** Writes the privacy notice anew. */
  @Post('privacy-notice-versions')
  @Only('administrator')
  writePrivacyNotice(@Me() me: Actor, @Body() body: CollegeTextBody): Promise<CollegeTextDto> {
    return this.texts.write(me, 'privacy_notice', body);
  }
}
