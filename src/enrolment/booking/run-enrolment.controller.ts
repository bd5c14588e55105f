import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Me, Only, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { Id } from '../../platform/http/id.param.js';
import type { JsonText } from '../../platform/database/json-text.js';
import { Limited } from '../../platform/limits/rate-limits.js';
import { Changes, Discloses } from '../../platform/disclosure/discloses.decorator.js';
import { EnrolmentBatchBody, EnrolmentBatchDto } from './enrolment-batch.dto.js';
import { BatchBookingService } from './batch-booking.service.js';
import { BookingService } from './booking.service.js';
import { EnrolmentQueryService } from '../enrolments/enrolment-query.service.js';
import { EnrolBody, EnrolmentDto, EnrolmentPage, EnrolmentQuery } from '../enrolments/enrolment.dto.js';
import { eligibilityRecord, enrolmentRecord } from '../enrolment.personal.js';
import { EligibilityDto, EligibilityQuery } from '../eligibility/eligibility.dto.js';
import { EligibilityService } from './eligibility.service.js';
import { enrolmentRefusals } from '../enrolment.refusals.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@ApiTags('RunEnrolments')
@Controller('runs/:id')
export class RunEnrolmentController {
  constructor(
    private readonly bookings: BookingService,
    private readonly batches: BatchBookingService,
    private readonly queries: EnrolmentQueryService,
    private readonly eligibilities: EligibilityService,
  ) {}

  /** Whether I (or, for coordinators, somebody else) could enrol now, and everything that is in the way. */
  @Get('eligibility')
  @Refuses(platformRefusals.forbidden)
  @SignedIn()
  @Discloses(eligibilityRecord, { inQuery: 'personId' })
  eligibility(
    @Me() me: Actor,
    @Id('id') runId: string,
    @Query() { personId }: EligibilityQuery,
  ): Promise<EligibilityDto> {
    return this.eligibilities.eligibilityFor(me, runId, personId);
  }

  /**
   * Enrols me, or, for coordinators, somebody who asked: a place, the next position in the queue, or a request where
   * the run asks for approval.
   */
  @Post('enrolments')
  @Refuses(
    enrolmentRefusals.already_enrolled,
    enrolmentRefusals.below_minimum_age,
    enrolmentRefusals.booking_closed,
    enrolmentRefusals.booking_not_open,
    enrolmentRefusals.condition_not_met,
    platformRefusals.consent_withdrawn,
    enrolmentRefusals.facilitates_this_run,
    platformRefusals.forbidden,
    enrolmentRefusals.no_date_to_come,
    enrolmentRefusals.person_unknown,
    enrolmentRefusals.registration_incomplete,
    enrolmentRefusals.registration_not_active,
    enrolmentRefusals.run_cancelled,
    enrolmentRefusals.run_full,
    enrolmentRefusals.run_over,
    enrolmentRefusals.term_limit,
    enrolmentRefusals.time_clash,
  )
  @ApiOperation({ operationId: 'enrolInRun' })
  @SignedIn()
  @Limited('enrol')
  @Changes(enrolmentRecord)
  async enrol(@Me() me: Actor, @Id('id') runId: string, @Body() wish: EnrolBody): Promise<EnrolmentDto> {
    return this.queries.one(me, await this.bookings.enrol(me, runId, wish));
  }

  /** Enrols several people in the order of the list, with a result for each; `dryRun` only says what would happen. */
  @Post('enrolments/batch')
  @ApiOperation({ operationId: 'enrolManyInRun' })
  @Only('coordinator')
  @HttpCode(200)
  @Discloses(eligibilityRecord, { inAnswer: 'rows.personId' })
  enrolMany(@Me() me: Actor, @Id('id') runId: string, @Body() body: EnrolmentBatchBody): Promise<EnrolmentBatchDto> {
    return this.batches.book(me, runId, body);
  }

  /** Everybody on a run, newest first. */
  @Get('enrolments')
  @Only('coordinator')
  @ApiOkResponse({ type: EnrolmentPage })
  @Discloses(enrolmentRecord)
  all(@Me() me: Actor, @Id('id') runId: string, @Query() query: EnrolmentQuery): Promise<JsonText> {
    return this.queries.onRun(me, runId, query);
  }
}
