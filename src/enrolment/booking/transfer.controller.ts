import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Me, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { Changes } from '../../platform/disclosure/discloses.decorator.js';
import { Id } from '../../platform/http/id.param.js';
import { enrolmentRecord } from '../enrolment.personal.js';
import { EnrolmentQueryService } from '../enrolments/enrolment-query.service.js';
import { EnrolmentDto, TransferBody } from '../enrolments/enrolment.dto.js';
import { TransferService } from './transfer.service.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { enrolmentRefusals } from '../enrolment.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';
import { Makes } from '../../platform/openapi/location.js';

@ApiTags('Enrolments')
@Controller()
export class TransferController {
  constructor(
    private readonly transfers: TransferService,
    private readonly queries: EnrolmentQueryService,
  ) {}

  /** Moves to a free place on another run and gives this one back, both or neither. Answers the new enrolment. */
  @Post('enrolments/:id/transfer')
  @Makes(true)
  @Refuses(
    enrolmentRefusals.run_over,
    enrolmentRefusals.run_cancelled,
    enrolmentRefusals.no_place_to_move,
    platformRefusals.consent_withdrawn,
    enrolmentRefusals.facilitates_this_run,
    enrolmentRefusals.no_date_to_come,
    enrolmentRefusals.no_free_place,
    platformRefusals.state_conflict,
    enrolmentRefusals.transfer_to_same_run,
  )
  @SignedIn()
  @Changes(enrolmentRecord)
  async transfer(@Me() me: Actor, @Id('id') id: string, @Body() body: TransferBody): Promise<EnrolmentDto> {
    return this.queries.one(me, await this.transfers.transferTo(me, id, body));
  }
}
