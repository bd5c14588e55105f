import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Me, Only, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { Id } from '../../platform/http/id.param.js';
import type { JsonText } from '../../platform/database/json-text.js';
import { LongListQuery } from '../../platform/http/page-query.dto.js';
import { Changes, Discloses } from '../../platform/disclosure/discloses.decorator.js';
import { EnrolmentQueryService } from './enrolment-query.service.js';
import {
  OfferAcceptanceBody,
  ApprovalBody,
  EnrolmentDto,
  EnrolmentPage,
  EnrolmentsQuery,
  ReleaseBody,
} from './enrolment.dto.js';
import { enrolmentRecord } from '../enrolment.personal.js';
import { EnrolmentService } from './enrolment.service.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { attendanceRefusals } from '../../attendance/attendance.refusals.js';
import { enrolmentRefusals } from '../enrolment.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@ApiTags('Enrolments')
@Controller()
export class EnrolmentController {
  constructor(
    private readonly enrolments: EnrolmentService,
    private readonly queries: EnrolmentQueryService,
  ) {}

  /** My enrolments, newest first. */
  @Get('me/enrolments')
  @SignedIn()
  @ApiOkResponse({ type: EnrolmentPage })
  mine(@Me() me: Actor, @Query() query: LongListQuery): Promise<JsonText> {
    return this.queries.mine(me, query);
  }

  /** The enrolments of one person, or on one run, newest first. */
  @Get('enrolments')
  @Refuses(platformRefusals.not_found, enrolmentRefusals.enrolments_of_whom)
  @Only('coordinator')
  @ApiOkResponse({ type: EnrolmentPage })
  @Discloses(enrolmentRecord)
  all(@Me() me: Actor, @Query() query: EnrolmentsQuery): Promise<JsonText> {
    return this.queries.all(me, query);
  }

  /** One enrolment: my own, or any for coordinators. It says the position in the queue and why. */
  @Get('enrolments/:id')
  @SignedIn()
  @Discloses(enrolmentRecord)
  read(@Me() me: Actor, @Id('id') id: string): Promise<EnrolmentDto> {
    return this.queries.one(me, id);
  }

  /** Gives the place back, or leaves the queue. No reason is asked, and nothing is lost by it. */
  @Post('enrolments/:id/withdrawal')
  @Refuses(
    enrolmentRefusals.run_over,
    platformRefusals.rule_not_met,
    enrolmentRefusals.run_cancelled,
    platformRefusals.state_conflict,
  )
  @SignedIn()
  @Changes(enrolmentRecord)
  async withdraw(@Me() me: Actor, @Id('id') id: string): Promise<EnrolmentDto> {
    return this.queries.one(me, await this.enrolments.withdraw(me, id));
  }

  /** Takes the offered place. */
  @Post('enrolments/:id/offer/acceptance')
  @Refuses(
    enrolmentRefusals.below_minimum_age,
    platformRefusals.consent_withdrawn,
    enrolmentRefusals.facilitates_this_run,
    enrolmentRefusals.offer_expired,
    platformRefusals.state_conflict,
    enrolmentRefusals.term_limit,
  )
  @SignedIn()
  @Changes(enrolmentRecord)
  async accept(
    @Me() me: Actor,
    @Id('id') id: string,
    @Body() { confirmTimeClash = false }: OfferAcceptanceBody,
  ): Promise<EnrolmentDto> {
    return this.queries.one(me, await this.enrolments.acceptOffer(me, id, confirmTimeClash));
  }

  /** Lets the next person have the offered place. */
  @Post('enrolments/:id/offer/decline')
  @Refuses(platformRefusals.state_conflict)
  @SignedIn()
  @Changes(enrolmentRecord)
  async decline(@Me() me: Actor, @Id('id') id: string): Promise<EnrolmentDto> {
    return this.queries.one(me, await this.enrolments.declineOffer(me, id));
  }

  /** Answers a request on a run that asks for approval. */
  @Post('enrolments/:id/approval')
  @Refuses(
    enrolmentRefusals.run_over,
    enrolmentRefusals.run_cancelled,
    platformRefusals.consent_withdrawn,
    enrolmentRefusals.no_date_to_come,
    enrolmentRefusals.not_requested,
    platformRefusals.own_record,
  )
  @Only('coordinator')
  @Changes(enrolmentRecord)
  async approve(@Me() me: Actor, @Id('id') id: string, @Body() { approved }: ApprovalBody): Promise<EnrolmentDto> {
    return this.queries.one(me, await this.enrolments.decideRequest(me, id, approved));
  }

  /** Gives somebody's place to the next person, after having asked how they are. Nothing ever does this by itself. */
  @Post('enrolments/:id/release')
  @Refuses(
    enrolmentRefusals.run_over,
    enrolmentRefusals.run_cancelled,
    platformRefusals.own_record,
    platformRefusals.state_conflict,
    attendanceRefusals.welfare_contact_missing,
  )
  @Only('coordinator')
  @Changes(enrolmentRecord)
  async release(@Me() me: Actor, @Id('id') id: string, @Body() { reason }: ReleaseBody): Promise<EnrolmentDto> {
    return this.queries.one(me, await this.enrolments.release(me, id, reason));
  }
}
