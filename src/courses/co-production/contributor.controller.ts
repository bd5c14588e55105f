import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Me, Only, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { IfMatch } from '../../platform/http/etag.js';
import { Id } from '../../platform/http/id.param.js';
import { ShortListQuery } from '../../platform/http/page-query.dto.js';
import { shortPage } from '../../platform/http/pagination.js';
import { ContributionChange, ContributorDto, ContributorPage, InvitationBody } from './contributor.dto.js';
import { ContributorService } from './contributor.service.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { courseRefusals } from '../course.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@ApiTags('Contributors')
@Controller()
export class ContributorController {
  constructor(private readonly contributors: ContributorService) {}

  /** The co-production group of a version, for itself and staff. */
  @Get('course-versions/:id/contributors')
  @Refuses(platformRefusals.forbidden)
  @SignedIn()
  async list(@Me() me: Actor, @Id() id: string, @Query() page: ShortListQuery): Promise<ContributorPage> {
    return shortPage(await this.contributors.list(me, id), page);
  }

  /** Invites somebody into the co-production group of a draft. */
  @Post('course-versions/:id/contributors')
  @Refuses(courseRefusals.contributor_already, courseRefusals.people_unknown, courseRefusals.version_immutable)
  @Only('coordinator', 'administrator')
  async invite(@Me() me: Actor, @Id() id: string, @Body() body: InvitationBody): Promise<ContributorDto> {
    return this.contributors.one(me, await this.contributors.invite(me, id, body));
  }

  /** What I was invited to and take part in, newest first. */
  @Get('me/contributions')
  @SignedIn()
  async mine(@Me() me: Actor, @Query() page: ShortListQuery): Promise<ContributorPage> {
    return shortPage(await this.contributors.mine(me), page);
  }

  /** One contribution. */
  @Get('contributors/:id')
  @SignedIn()
  read(@Me() me: Actor, @Id() id: string): Promise<ContributorDto> {
    return this.contributors.one(me, id);
  }

  /** Says how I wish to be credited, or records work and pay. Needs If-Match. */
  @Patch('contributors/:id')
  @Refuses(courseRefusals.alias_missing, courseRefusals.credit_is_personal, platformRefusals.forbidden)
  @SignedIn()
  async change(
    @Me() me: Actor,
    @Id() id: string,
    @IfMatch() expected: number,
    @Body() wish: ContributionChange,
  ): Promise<ContributorDto> {
    await this.contributors.change(me, id, expected, wish);
    return this.contributors.one(me, id);
  }

  /** Accepts my invitation. */
  @Post('contributors/:id/acceptance')
  @Refuses(platformRefusals.forbidden, platformRefusals.state_conflict)
  @SignedIn()
  async accept(@Me() me: Actor, @Id() id: string): Promise<ContributorDto> {
    return this.contributors.one(me, await this.contributors.accept(me, id));
  }

  /** Declines my invitation or leaves the group; what was given stays credited as wished. */
  @Post('contributors/:id/stepping-back')
  @Refuses(platformRefusals.forbidden, platformRefusals.state_conflict)
  @SignedIn()
  async stepBack(@Me() me: Actor, @Id() id: string): Promise<ContributorDto> {
    return this.contributors.one(me, await this.contributors.stepBack(me, id));
  }
}
