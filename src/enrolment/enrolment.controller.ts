import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { Me, Only, SignedIn } from '../platform/access/access.decorators.js';
import type { Actor } from '../platform/access/actor.js';
import { Id } from '../platform/http/id.param.js';
import type { JsonText } from '../platform/http/json-text.js';
import { PageQuery } from '../platform/http/page-query.dto.js';
import { Limited } from '../platform/limits/rate-limits.js';
import { Bookings } from './bookings.service.js';
import { EnrolmentReads } from './enrolment-reads.service.js';
import { AcceptanceBody, ApprovalBody, EnrolBody, EnrolmentDto, EnrolmentPage, EnrolmentQuery, ReleaseBody } from './enrolment.dto.js';
import { Enrolments } from './enrolment.service.js';

@Controller()
export class EnrolmentsController {
  constructor(
    private readonly bookings: Bookings,
    private readonly enrolments: Enrolments,
    private readonly reads: EnrolmentReads,
  ) {}

  /** Enrols me on a run, or, for coordinators, somebody who asked: a place, the next position in the queue, or a request where the run asks for approval. */
  @Post('runs/:id/enrolments') @SignedIn() @Limited('enrol')
  async enrol(@Me() me: Actor, @Id('id') runId: string, @Body() wish: EnrolBody): Promise<EnrolmentDto> {
    return this.reads.one(me, await this.bookings.enrol(me, runId, wish));
  }

  /** Everybody on a run, newest first. */
  @Get('runs/:id/enrolments') @Only('coordinator') @ApiOkResponse({ type: EnrolmentPage })
  onRun(@Id('id') runId: string, @Query() query: EnrolmentQuery): Promise<JsonText> {
    return this.reads.onRun(runId, query);
  }

  /** My enrolments, newest first. */
  @Get('me/enrolments') @SignedIn() @ApiOkResponse({ type: EnrolmentPage })
  mine(@Me() me: Actor, @Query() query: PageQuery): Promise<JsonText> {
    return this.reads.mine(me, query);
  }

  /** One enrolment: my own, or any for coordinators. It says the position in the queue and why. */
  @Get('enrolments/:id') @SignedIn()
  read(@Me() me: Actor, @Id('id') id: string): Promise<EnrolmentDto> {
    return this.reads.one(me, id);
  }

  /** Gives the place back, or leaves the queue. No reason is asked, and nothing is lost by it. */
  @Post('enrolments/:id/withdrawal') @SignedIn()
  async withdraw(@Me() me: Actor, @Id('id') id: string): Promise<EnrolmentDto> {
    return this.reads.one(me, await this.enrolments.withdraw(me, id));
  }

  /** Takes the offered place. */
  @Post('enrolments/:id/offer/acceptance') @SignedIn()
  async accept(@Me() me: Actor, @Id('id') id: string, @Body() { confirmTimeClash = false }: AcceptanceBody): Promise<EnrolmentDto> {
    return this.reads.one(me, await this.enrolments.acceptOffer(me, id, confirmTimeClash));
  }

  /** Lets the next person have the offered place. */
  @Post('enrolments/:id/offer/decline') @SignedIn()
  async decline(@Me() me: Actor, @Id('id') id: string): Promise<EnrolmentDto> {
    return this.reads.one(me, await this.enrolments.declineOffer(me, id));
  }

  /** Answers a request on a run that asks for approval. */
  @Post('enrolments/:id/approval') @Only('coordinator')
  async approve(@Me() me: Actor, @Id('id') id: string, @Body() { approved }: ApprovalBody): Promise<EnrolmentDto> {
    return this.reads.one(me, await this.enrolments.decide(me, id, approved));
  }

  /** Gives somebody's place to the next person, after having asked how they are. Nothing ever does this by itself. */
  @Post('enrolments/:id/release') @Only('coordinator')
  async release(@Me() me: Actor, @Id('id') id: string, @Body() { reason }: ReleaseBody): Promise<EnrolmentDto> {
    return this.reads.one(me, await this.enrolments.release(me, id, reason));
  }
}
