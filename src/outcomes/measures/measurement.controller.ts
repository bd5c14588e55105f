import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ClosedAfterCard, Me, Only, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { Id } from '../../platform/http/id.param.js';
import { ShortListQuery } from '../../platform/http/page-query.dto.js';
import { shortPage } from '../../platform/http/pagination.js';
import { Changes, Discloses } from '../../platform/disclosure/discloses.decorator.js';
import { MeasurementGrantService } from './measurement-grant.service.js';
import {
  AnswersBody,
  MeasurementBody,
  MeasurementDto,
  MeasurementGrantBody,
  MeasurementGrantDto,
  MeasurementGrantPage,
  MeasurementPage,
  MeasurementQuery,
  OfferBody,
} from './measurement.dto.js';
import { MeasurementService } from './measurement.service.js';
import { measurementRecord } from '../outcomes.personal.js';
import { MeasurementQueryService } from './measurement-query.service.js';
import { outcomesRefusals } from '../outcomes.refusals.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@ApiTags('Measurements')
@Controller()
export class MeasurementController {
  constructor(
    private readonly queries: MeasurementQueryService,
    private readonly measurements: MeasurementService,
    private readonly grants: MeasurementGrantService,
  ) {}

  /** My measures, or those shared with me; offered last first. */
  @Get('measurements')
  @Refuses(platformRefusals.closed_after_card)
  @SignedIn()
  @Discloses(measurementRecord)
  list(@Me() me: Actor, @Query() query: MeasurementQuery): Promise<MeasurementPage> {
    return this.queries.list(me, query);
  }

  /** Takes a measure by myself. */
  @Post('measurements')
  @Refuses(
    outcomesRefusals.instrument_not_in_use,
    outcomesRefusals.instrument_not_licensed,
    outcomesRefusals.measurement_offered_already,
    platformRefusals.not_found,
    outcomesRefusals.occasion_window,
    outcomesRefusals.run_required,
  )
  @SignedIn()
  @Changes(measurementRecord)
  async begin(@Me() me: Actor, @Body() body: MeasurementBody): Promise<MeasurementDto> {
    return this.queries.one(me, await this.measurements.begin(me, body));
  }

  /** Offers a measure to everybody who has a place on a run. Who was offered it before is left alone. */
  @Post('runs/:id/measurements')
  @Refuses(outcomesRefusals.instrument_not_in_use, outcomesRefusals.occasion_window)
  @Only('facilitator', 'coordinator')
  @HttpCode(204)
  offer(@Me() me: Actor, @Id() runId: string, @Body() body: OfferBody): Promise<void> {
    return this.measurements.offer(me, runId, body);
  }

  /** A measure of mine, or one whose score was shared with me (BR-84). */
  @Get('measurements/:id')
  @SignedIn()
  @Discloses(measurementRecord)
  read(@Me() me: Actor, @Id() id: string): Promise<MeasurementDto> {
    return this.queries.one(me, id);
  }

  /** Hands in my answers, once. */
  @Post('measurements/:id/answers')
  @Refuses(
    outcomesRefusals.instrument_not_in_use,
    outcomesRefusals.answers_or_total,
    outcomesRefusals.instrument_not_licensed,
    outcomesRefusals.occasion_window,
    outcomesRefusals.raw_out_of_range,
    outcomesRefusals.responses_do_not_fit,
    platformRefusals.state_conflict,
  )
  @ApiOperation({ operationId: 'answerMeasurement' })
  @SignedIn()
  @Changes(measurementRecord)
  async answer(@Me() me: Actor, @Id() id: string, @Body() body: AnswersBody): Promise<MeasurementDto> {
    return this.queries.one(me, await this.measurements.answer(me, id, body));
  }

  /** Says no. I am not asked again on this occasion, and nobody learns of it (BR-80). */
  @Post('measurements/:id/decline')
  @Refuses(platformRefusals.state_conflict)
  @SignedIn()
  @Changes(measurementRecord)
  async decline(@Me() me: Actor, @Id() id: string): Promise<MeasurementDto> {
    return this.queries.one(me, await this.measurements.decline(me, id));
  }

  /** Who may see the score of a measure of mine. */
  @Get('measurements/:id/grants')
  @SignedIn()
  @ClosedAfterCard()
  @Discloses(measurementRecord, { inPath: 'id' })
  async readers(@Me() me: Actor, @Id() id: string, @Query() page: ShortListQuery): Promise<MeasurementGrantPage> {
    return shortPage(await this.grants.list(me, id), page);
  }

  /** Shows the score of a measure of mine to somebody, for a while. */
  @Post('measurements/:id/grants')
  @Refuses(
    outcomesRefusals.nothing_to_share,
    outcomesRefusals.measurement_shared_already,
    outcomesRefusals.reader_unknown,
  )
  @SignedIn()
  @ClosedAfterCard()
  @Changes(measurementRecord, { inPath: 'id' })
  async share(@Me() me: Actor, @Id() id: string, @Body() body: MeasurementGrantBody): Promise<MeasurementGrantDto> {
    return this.grants.one(me, await this.grants.give(me, id, body));
  }

  /** From now on they see it no more. */
  @Delete('measurement-grants/:id')
  @SignedIn()
  @ClosedAfterCard()
  @HttpCode(204)
  unshare(@Me() me: Actor, @Id() id: string): Promise<void> {
    return this.grants.end(me, id);
  }
}
