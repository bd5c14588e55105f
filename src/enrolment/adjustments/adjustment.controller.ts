import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { ClosedAfterCard, Me, Only, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { Id } from '../../platform/http/id.param.js';
import { ShortListQuery } from '../../platform/http/page-query.dto.js';
import { shortPage } from '../../platform/http/pagination.js';
import { Changes, Discloses } from '../../platform/disclosure/discloses.decorator.js';
import { adjustmentRecord, adjustmentsRecord } from '../enrolment.personal.js';
import {
  AdjustmentBody,
  AdjustmentConfirmationBody,
  AdjustmentDto,
  AdjustmentPage,
  AgreementBody,
  ImpossibilityBody,
} from './adjustment.dto.js';
import { AdjustmentService } from './adjustment.service.js';
import { AdjustmentQueryService } from './adjustment-query.service.js';
import { enrolmentRefusals } from '../enrolment.refusals.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { sessionsRefusals } from '../../sessions/sessions.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@Controller()
export class AdjustmentController {
  constructor(
    private readonly queries: AdjustmentQueryService,
    private readonly adjustments: AdjustmentService,
  ) {}

  /** What is arranged for this enrolment: for the learner, those who facilitate the run, and coordinators. */
  @Get('enrolments/:id/adjustments')
  @Refuses(sessionsRefusals.roster_closed)
  @SignedIn()
  @ClosedAfterCard()
  @Discloses(adjustmentsRecord, { inPath: 'id' })
  async list(@Me() me: Actor, @Id('id') id: string, @Query() page: ShortListQuery): Promise<AdjustmentPage> {
    return shortPage(await this.queries.ofEnrolment(me, id), page);
  }

  /** Asks for something that would help me to take part. */
  @Post('enrolments/:id/adjustments')
  @Refuses(enrolmentRefusals.adjustment_needs_a_place)
  @SignedIn()
  @Changes(adjustmentRecord)
  async request(@Me() me: Actor, @Id('id') id: string, @Body() body: AdjustmentBody): Promise<AdjustmentDto> {
    return this.queries.one(me, await this.adjustments.request(me, id, body));
  }

  /** One adjustment. */
  @Get('adjustments/:id')
  @Refuses(sessionsRefusals.roster_closed)
  @SignedIn()
  @ClosedAfterCard()
  @Discloses(adjustmentRecord)
  read(@Me() me: Actor, @Id('id') id: string): Promise<AdjustmentDto> {
    return this.queries.one(me, id);
  }

  /** Agrees on what is going to be done; it is then yours to see to. */
  @Post('adjustments/:id/agreement')
  @Refuses(platformRefusals.own_record, sessionsRefusals.roster_closed, platformRefusals.state_conflict)
  @ApiOperation({ operationId: 'agreeToAdjustment' })
  @Only('facilitator', 'coordinator')
  @Changes(adjustmentRecord)
  async agree(@Me() me: Actor, @Id('id') id: string, @Body() { action }: AgreementBody): Promise<AdjustmentDto> {
    return this.queries.one(me, await this.adjustments.agree(me, id, action));
  }

  /** Says that it is in place now. */
  @Post('adjustments/:id/placement')
  @Refuses(platformRefusals.own_record, sessionsRefusals.roster_closed, platformRefusals.state_conflict)
  @Only('facilitator', 'coordinator')
  @Changes(adjustmentRecord)
  async putInPlace(@Me() me: Actor, @Id('id') id: string): Promise<AdjustmentDto> {
    return this.queries.one(me, await this.adjustments.putInPlace(me, id));
  }

  /** Says why it cannot be done, and what can be done instead. */
  @Post('adjustments/:id/impossibility')
  @Refuses(platformRefusals.own_record, sessionsRefusals.roster_closed, platformRefusals.state_conflict)
  @Only('facilitator', 'coordinator')
  @Changes(adjustmentRecord)
  async sayNotPossible(@Me() me: Actor, @Id('id') id: string, @Body() body: ImpossibilityBody): Promise<AdjustmentDto> {
    return this.queries.one(me, await this.adjustments.sayNotPossible(me, id, body));
  }

  /** Ends it; the learner may do so at any time. */
  @Post('adjustments/:id/ending')
  @Refuses(sessionsRefusals.roster_closed, platformRefusals.state_conflict)
  @SignedIn()
  @ClosedAfterCard()
  @Changes(adjustmentRecord)
  async end(@Me() me: Actor, @Id('id') id: string): Promise<AdjustmentDto> {
    return this.queries.one(me, await this.adjustments.end(me, id));
  }

  /** Says whether what was agreed is really there. */
  @Post('adjustments/:id/confirmation')
  @Refuses(enrolmentRefusals.adjustment_not_in_place, platformRefusals.forbidden, sessionsRefusals.roster_closed)
  @SignedIn()
  @ClosedAfterCard()
  @Changes(adjustmentRecord)
  async confirm(
    @Me() me: Actor,
    @Id('id') id: string,
    @Body() { met }: AdjustmentConfirmationBody,
  ): Promise<AdjustmentDto> {
    return this.queries.one(me, await this.adjustments.confirm(me, id, met));
  }
}
