import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { Me, Only, Public } from '../platform/access/access.decorators.js';
import { KeptUntilChanged } from '../platform/shown/kept-until-changed.decorator.js';
import { Limited } from '../platform/limits/rate-limits.js';
import type { Actor } from '../platform/actor.js';
import { IfMatch } from '../platform/http/etag.js';
import { Publishable } from '../platform/http/route-settings.js';
import { Id } from '../platform/http/id.param.js';
import { shortPage } from '../platform/http/pagination.js';
import {
  ClosureDayBody,
  ClosureDayDto,
  ClosureDayPage,
  ClosureDayQuery,
  CollegeChange,
  CollegeDto,
} from './college.dto.js';
import { CollegeService } from './college.service.js';
import { collegeRefusals } from './college.refusals.js';
import { Refuses } from '../platform/errors/refuses.decorator.js';

@Controller()
export class CollegeController {
  constructor(private readonly college: CollegeService) {}

  /** The college: its name, time zone, crisis signposts, charter version and policy settings. */
  @Get('college')
  @Public()
  @Limited('public-read')
  @KeptUntilChanged()
  @Publishable()
  read(): Promise<CollegeDto> {
    return this.college.current();
  }

  /** Changes the settings; the version before stays on record. Needs If-Match. */
  @Patch('college')
  @Only('administrator')
  async change(@Me() me: Actor, @IfMatch() expected: number, @Body() wish: CollegeChange): Promise<CollegeDto> {
    await this.college.change(me, expected, wish);
    return this.college.current();
  }

  /** Days on which the college is closed. */
  @Get('closure-days')
  @Public()
  @Limited('public-read')
  @KeptUntilChanged()
  async closureDays(@Query() query: ClosureDayQuery): Promise<ClosureDayPage> {
    return shortPage(await this.college.closureDays(query.from), query);
  }

  /** Adds a day on which the college is closed. */
  @Post('closure-days')
  @Refuses(collegeRefusals.closure_day_exists)
  @Only('coordinator', 'administrator')
  addClosureDay(@Me() me: Actor, @Body() body: ClosureDayBody): Promise<ClosureDayDto> {
    return this.college.addClosureDay(me, body);
  }

  /** Removes a closure day. */
  @Delete('closure-days/:id')
  @Only('coordinator', 'administrator')
  @HttpCode(204)
  removeClosureDay(@Me() me: Actor, @Id('id') id: string): Promise<void> {
    return this.college.removeClosureDay(me, id);
  }
}
