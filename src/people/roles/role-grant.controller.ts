import { Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Me, Only } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { Id } from '../../platform/http/id.param.js';
import { PageQuery } from '../../platform/http/page-query.dto.js';
import { Changes, Discloses } from '../../platform/disclosure/discloses.decorator.js';
import { profile } from '../people.personal.js';
import { RoleGrantDto, RoleGrantPage } from '../account/people.dto.js';
import { RoleGrantService } from './role-grant.service.js';
import { RoleService } from './role.service.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { peopleRefusals } from '../people.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@ApiTags('RoleGrants')
@Controller('role-grants')
export class RoleGrantController {
  constructor(
    private readonly grants: RoleGrantService,
    private readonly roles: RoleService,
  ) {}

  /** What waits for a second administrator: grants of that role, and ends of it; oldest first. */
  @Get()
  @Only('administrator')
  @Discloses(profile, { inAnswer: 'items.personId' })
  list(@Me() me: Actor, @Query() query: PageQuery): Promise<RoleGrantPage> {
    return this.grants.waiting(me, query);
  }

  /** One grant. */
  @Get(':id')
  @Only('administrator')
  @Discloses(profile, { inAnswer: 'personId' })
  read(@Me() me: Actor, @Id('id') id: string): Promise<RoleGrantDto> {
    return this.grants.one(me, id);
  }

  /**
   * Makes a grant live that another administrator asked for, or ends one. Two weeks after asking for an end, you can
   * confirm it yourself. Needs a proof from the last ten minutes.
   */
  @Post(':id/confirmation')
  @Refuses(
    peopleRefusals.role_end_needs_second,
    peopleRefusals.role_request_over,
    peopleRefusals.second_administrator_needed,
    platformRefusals.state_conflict,
  )
  @Only('administrator')
  @Changes(profile, { inAnswer: 'personId' })
  async confirm(@Me() me: Actor, @Id('id') id: string): Promise<RoleGrantDto> {
    await this.roles.confirm(me, id);
    return this.grants.one(me, id);
  }

  /** Declines what waits, or takes back what I asked for. */
  @Post(':id/decline')
  @Refuses(platformRefusals.state_conflict)
  @Only('administrator')
  @Changes(profile, { inAnswer: 'personId' })
  async decline(@Me() me: Actor, @Id('id') id: string): Promise<RoleGrantDto> {
    await this.roles.decline(me, id);
    return this.grants.one(me, id);
  }
}
