import { Makes } from '../platform/openapi/location.js';
import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ClosedAfterCard, Me, Only, SignedIn } from '../platform/access/access.decorators.js';
import type { Actor } from '../platform/actor.js';
import { Id } from '../platform/http/id.param.js';
import { Changes, Discloses } from '../platform/disclosure/discloses.decorator.js';
import {
  DataRequestAnswerBody,
  DataRequestBody,
  DataRequestDto,
  DataRequestExtensionBody,
  DataRequestPage,
  DataRequestsQuery,
  StaffDataRequestsQuery,
} from './data-request.dto.js';
import { DataRequestService } from './data-request.service.js';
import { dataRequestRecord } from './privacy.personal.js';
import { privacyRefusals } from './privacy.refusals.js';
import { platformRefusals } from '../platform/errors/platform.refusals.js';
import { Refuses } from '../platform/errors/refuses.decorator.js';

@Controller()
export class DataRequestController {
  constructor(private readonly requests: DataRequestService) {}

  /** What I asked for, oldest first, and until when the college has to answer. */
  @Get('me/data-requests')
  @SignedIn()
  @ClosedAfterCard()
  mine(@Me() me: Actor, @Query() query: DataRequestsQuery): Promise<DataRequestPage> {
    return this.requests.mine(me, query);
  }

  /**
   * Asks the college to do something with what it holds about me. Everything at once can be had without asking: `POST
   * /me/data-export`, `POST /me/erasure`.
   */
  @Post('me/data-requests')
  // One's own are read in the list; the address of each is for who answers them.
  @Makes(false)
  @Refuses(platformRefusals.closed_after_card, privacyRefusals.too_many_data_requests)
  @SignedIn()
  @Changes(dataRequestRecord)
  async ask(@Me() me: Actor, @Body() body: DataRequestBody): Promise<DataRequestDto> {
    return this.requests.one(me, await this.requests.askForRequest(me, body));
  }

  /** What people asked for, oldest first. */
  @Get('data-requests')
  @Only('administrator')
  @Discloses(dataRequestRecord)
  list(@Me() me: Actor, @Query() query: StaffDataRequestsQuery): Promise<DataRequestPage> {
    return this.requests.list(me, query);
  }

  /** One request. */
  @Get('data-requests/:id')
  @Only('administrator')
  @Discloses(dataRequestRecord)
  read(@Me() me: Actor, @Id('id') id: string): Promise<DataRequestDto> {
    return this.requests.one(me, id);
  }

  /** Says that it is clear who asks. */
  @Post('data-requests/:id/verification')
  @Refuses(privacyRefusals.own_data_request, platformRefusals.state_conflict)
  @Only('administrator')
  @Discloses(dataRequestRecord)
  async verify(@Me() me: Actor, @Id('id') id: string): Promise<DataRequestDto> {
    return this.requests.one(me, await this.requests.verify(me, id));
  }

  /** Begins to work on it. */
  @Post('data-requests/:id/start')
  @Refuses(privacyRefusals.own_data_request, platformRefusals.state_conflict)
  @Only('administrator')
  @Discloses(dataRequestRecord)
  async start(@Me() me: Actor, @Id('id') id: string): Promise<DataRequestDto> {
    return this.requests.one(me, await this.requests.start(me, id));
  }

  /** Takes more time, once, with a reason that the person reads. */
  @Post('data-requests/:id/extension')
  @Refuses(privacyRefusals.data_request_not_extended, privacyRefusals.own_data_request)
  @Only('administrator')
  @Discloses(dataRequestRecord)
  async extend(@Me() me: Actor, @Id('id') id: string, @Body() body: DataRequestExtensionBody): Promise<DataRequestDto> {
    return this.requests.one(me, await this.requests.extend(me, id, body));
  }

  /** Answers it: in full, in part with the reason, or not, with the reason and where to complain. */
  @Post('data-requests/:id/answer')
  @Refuses(
    privacyRefusals.data_request_answer_incomplete,
    privacyRefusals.own_data_request,
    platformRefusals.state_conflict,
  )
  @Only('administrator')
  @Discloses(dataRequestRecord)
  async answer(@Me() me: Actor, @Id('id') id: string, @Body() body: DataRequestAnswerBody): Promise<DataRequestDto> {
    return this.requests.one(me, await this.requests.answer(me, id, body));
  }

  /** Puts an answered request away. */
  @Post('data-requests/:id/closing')
  @Refuses(privacyRefusals.own_data_request, platformRefusals.state_conflict)
  @Only('administrator')
  @Discloses(dataRequestRecord)
  async close(@Me() me: Actor, @Id('id') id: string): Promise<DataRequestDto> {
    return this.requests.one(me, await this.requests.close(me, id));
  }
}
