import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ClosedAfterCard, Me, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { Id } from '../../platform/http/id.param.js';
import { Changes, Discloses } from '../../platform/disclosure/discloses.decorator.js';
import { progressionRecord } from '../outcomes.personal.js';
import { ProgressionBody, ProgressionDto, ProgressionPage, ProgressionQuery } from './life-step.dto.js';
import { LifeStepService } from './life-step.service.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { outcomesRefusals } from '../outcomes.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@ApiTags('Progression')
@Controller('progression-events')
export class LifeStepController {
  constructor(private readonly lifeSteps: LifeStepService) {}

  /** Steps that I, or somebody whom I advise, have reported. */
  @Get()
  @Refuses(platformRefusals.not_found)
  @SignedIn()
  @ClosedAfterCard()
  @Discloses(progressionRecord)
  list(@Me() me: Actor, @Query() query: ProgressionQuery): Promise<ProgressionPage> {
    return this.lifeSteps.list(me, query);
  }

  /** Reports a step of mine. */
  @Post()
  @Refuses(outcomesRefusals.not_yet_happened)
  @SignedIn()
  @Changes(progressionRecord)
  async report(@Me() me: Actor, @Body() body: ProgressionBody): Promise<ProgressionDto> {
    return this.lifeSteps.one(me, await this.lifeSteps.report(me, body));
  }

  /** One step. */
  @Get(':id')
  @SignedIn()
  @ClosedAfterCard()
  @Discloses(progressionRecord)
  read(@Me() me: Actor, @Id() id: string): Promise<ProgressionDto> {
    return this.lifeSteps.one(me, id);
  }

  /** Takes back what I reported. */
  @Delete(':id')
  @SignedIn()
  @ClosedAfterCard()
  @HttpCode(204)
  remove(@Me() me: Actor, @Id() id: string): Promise<void> {
    return this.lifeSteps.remove(me, id);
  }

  /** Verifies a step of somebody whom I advise; nothing asks for it (BR-73). */
  @Post(':id/verification')
  @Refuses(platformRefusals.own_record, outcomesRefusals.progression_verified)
  @SignedIn()
  @ClosedAfterCard()
  @Changes(progressionRecord)
  async verify(@Me() me: Actor, @Id() id: string): Promise<ProgressionDto> {
    return this.lifeSteps.one(me, await this.lifeSteps.verify(me, id));
  }
}
