import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Me, Only, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { Id } from '../../platform/http/id.param.js';
import { DeclineBody, ProposalBody, ProposalDto, ProposalPage, ProposalQuery } from './proposal.dto.js';
import { ProposalService } from './proposal.service.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { courseRefusals } from '../course.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@ApiTags('Proposals')
@Controller('course-proposals')
export class ProposalController {
  constructor(private readonly proposals: ProposalService) {}

  /** My proposals, or all for coordinators; newest first. */
  @Get()
  @SignedIn()
  list(@Me() me: Actor, @Query() query: ProposalQuery): Promise<ProposalPage> {
    return this.proposals.list(me, query);
  }

  /** Proposes a course; every learner with an active registration may (BR-17). */
  @Post()
  @Refuses(courseRefusals.not_an_active_learner)
  @SignedIn()
  async propose(@Me() me: Actor, @Body() body: ProposalBody): Promise<ProposalDto> {
    return this.proposals.read(me, await this.proposals.propose(me, body));
  }

  /** One proposal. */
  @Get(':id')
  @SignedIn()
  read(@Me() me: Actor, @Id() id: string): Promise<ProposalDto> {
    return this.proposals.read(me, id);
  }

  /** Takes a proposal up: the course goes into co-production. */
  @Post(':id/acceptance')
  @Refuses(platformRefusals.own_record, platformRefusals.state_conflict)
  @Only('coordinator', 'administrator')
  async accept(@Me() me: Actor, @Id() id: string): Promise<ProposalDto> {
    return this.proposals.read(me, await this.proposals.accept(me, id));
  }

  /** Declines a proposal, with a reason for whoever made it. */
  @Post(':id/decline')
  @Refuses(platformRefusals.own_record, platformRefusals.state_conflict)
  @Only('coordinator', 'administrator')
  async decline(@Me() me: Actor, @Id() id: string, @Body() body: DeclineBody): Promise<ProposalDto> {
    return this.proposals.read(me, await this.proposals.decline(me, id, body));
  }
}
