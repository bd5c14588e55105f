import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Me, Only } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { Id } from '../../platform/http/id.param.js';
import { RunDto } from './run.dto.js';
import { RunService } from './run.service.js';
import { VersionChangeBody, VersionProposalDto, VersionProposalQuery } from './version-change.dto.js';
import { VersionChangeService } from './version-change.service.js';
import { courseRefusals } from '../../courses/course.refusals.js';
import { sessionsRefusals } from '../sessions.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@Controller('runs/:id/version-change')
export class VersionChangeController {
  constructor(
    private readonly changes: VersionChangeService,
    private readonly runs: RunService,
  ) {}

  /** Which planned session of another version each session of a run would most likely hold (BR-176). */
  @Get()
  @Refuses(sessionsRefusals.run_closed, sessionsRefusals.run_on_this_version, sessionsRefusals.run_under_way)
  @Only('coordinator')
  propose(@Id('id') id: string, @Query() { versionId }: VersionProposalQuery): Promise<VersionProposalDto> {
    return this.changes.propose(id, versionId);
  }

  /** Moves a run of which nothing was held to another version of its course, with a decision for each session (BR-13). */
  @Post()
  @Refuses(
    courseRefusals.different_courses,
    sessionsRefusals.mode_not_offered,
    sessionsRefusals.over_ratio,
    sessionsRefusals.planned_minutes_exceed_session,
    sessionsRefusals.run_closed,
    sessionsRefusals.run_on_this_version,
    sessionsRefusals.run_under_way,
    courseRefusals.version_not_published,
  )
  @ApiOperation({ operationId: 'changeRunVersion' })
  @Only('coordinator')
  async change(@Me() me: Actor, @Id('id') id: string, @Body() body: VersionChangeBody): Promise<RunDto> {
    return this.runs.one(me, await this.changes.change(me, id, body));
  }
}
