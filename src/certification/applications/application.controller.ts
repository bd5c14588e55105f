import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Me, Only, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { Id } from '../../platform/http/id.param.js';
import { ShortListQuery } from '../../platform/http/page-query.dto.js';
import { shortPage } from '../../platform/http/pagination.js';
import { Changes, Discloses } from '../../platform/disclosure/discloses.decorator.js';
import {
  AppealBody,
  ApplicationBody,
  ApplicationDto,
  ApplicationPage,
  ApplicationQuery,
  ReturnBody,
} from './application.dto.js';
import { ApplicationService } from './application.service.js';
import { applicationRecord } from '../certification.personal.js';
import { AppealDecisionBody, PanelDecisionBody, PanelDecisionPage } from './panel.dto.js';
import { PanelService } from './panel.service.js';
import { ApplicationAppealService } from './application-appeal.service.js';
import { ApplicationQueryService } from './application-query.service.js';
import { certificationRefusals } from '../certification.refusals.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@ApiTags('Applications')
@Controller('certification-applications')
export class ApplicationController {
  constructor(
    private readonly queries: ApplicationQueryService,
    private readonly applications: ApplicationService,
    private readonly panels: PanelService,
    private readonly appeals: ApplicationAppealService,
  ) {}

  /** My applications; for staff everybody's, and for panel members what was handed in. Started last first. */
  @Get()
  @SignedIn()
  @Discloses(applicationRecord)
  list(@Me() me: Actor, @Query() query: ApplicationQuery): Promise<ApplicationPage> {
    return this.queries.list(me, query);
  }

  /** Starts an application for a certificate of the college. */
  @Post()
  @Refuses(
    certificationRefusals.scheme_is_external,
    certificationRefusals.application_open_already,
    certificationRefusals.certified_already,
    platformRefusals.not_found,
    certificationRefusals.nothing_required_yet,
  )
  @SignedIn()
  @Changes(applicationRecord)
  async start(@Me() me: Actor, @Body() body: ApplicationBody): Promise<ApplicationDto> {
    return this.queries.one(me, await this.applications.start(me, body));
  }

  /** One application: what it is judged by, how far it has come, and everything that is missing. */
  @Get(':id')
  @SignedIn()
  @Discloses(applicationRecord)
  read(@Me() me: Actor, @Id() id: string): Promise<ApplicationDto> {
    return this.queries.one(me, id);
  }

  /** Hands my application in; from then on the requirement set of that day counts, and no later one (BR-86). */
  @Post(':id/submission')
  @Refuses(certificationRefusals.application_expired, platformRefusals.forbidden, platformRefusals.state_conflict)
  @SignedIn()
  @Changes(applicationRecord)
  async submit(@Me() me: Actor, @Id() id: string): Promise<ApplicationDto> {
    return this.queries.one(me, await this.applications.submit(me, id));
  }

  /** Takes my application back. */
  @Post(':id/withdrawal')
  @Refuses(certificationRefusals.application_expired, platformRefusals.forbidden, platformRefusals.state_conflict)
  @SignedIn()
  @Changes(applicationRecord)
  async withdraw(@Me() me: Actor, @Id() id: string): Promise<ApplicationDto> {
    return this.queries.one(me, await this.applications.withdraw(me, id));
  }

  /** Hands it back to the applicant with what is missing. */
  @Post(':id/return')
  @Refuses(
    certificationRefusals.application_expired,
    certificationRefusals.own_application,
    platformRefusals.state_conflict,
  )
  @Only('coordinator', 'administrator')
  @Changes(applicationRecord)
  async giveBack(@Me() me: Actor, @Id() id: string, @Body() { missing }: ReturnBody): Promise<ApplicationDto> {
    return this.queries.one(me, await this.applications.giveBack(me, id, missing));
  }

  /**
   * Takes it to the next stage: screening, training, practice, assessment, panel. Refused with everything that is
   * missing (BR-88 to BR-90).
   */
  @Post(':id/advancement')
  @Refuses(
    certificationRefusals.application_expired,
    certificationRefusals.nothing_to_advance,
    certificationRefusals.own_application,
    certificationRefusals.stage_incomplete,
  )
  @Only('coordinator', 'administrator')
  @Changes(applicationRecord)
  async advance(@Me() me: Actor, @Id() id: string): Promise<ApplicationDto> {
    return this.queries.one(me, await this.applications.advance(me, id));
  }

  /** Records what the panel decided (BR-92, BR-93). */
  @Post(':id/decision')
  @Refuses(
    certificationRefusals.certified_already,
    certificationRefusals.own_application,
    certificationRefusals.panel_composition,
    certificationRefusals.reasons_required,
    certificationRefusals.stage_incomplete,
    platformRefusals.state_conflict,
  )
  @Only('panel_member')
  @Changes(applicationRecord)
  async decide(@Me() me: Actor, @Id() id: string, @Body() body: PanelDecisionBody): Promise<ApplicationDto> {
    return this.queries.one(me, await this.panels.decideApplication(me, id, body));
  }

  /** Appeals against the refusal of my application. */
  @Post(':id/appeal')
  @Refuses(certificationRefusals.appeal_window_closed, platformRefusals.forbidden, platformRefusals.state_conflict)
  @SignedIn()
  @Changes(applicationRecord)
  async appeal(@Me() me: Actor, @Id() id: string, @Body() { grounds }: AppealBody): Promise<ApplicationDto> {
    return this.queries.one(me, await this.appeals.appeal(me, id, grounds));
  }

  /** Records what a panel of other people decided on the appeal. */
  @Post(':id/appeal-decision')
  @Refuses(
    certificationRefusals.own_application,
    certificationRefusals.panel_composition,
    certificationRefusals.reasons_required,
    platformRefusals.state_conflict,
  )
  @Only('panel_member')
  @Changes(applicationRecord)
  async decideAppeal(@Me() me: Actor, @Id() id: string, @Body() body: AppealDecisionBody): Promise<ApplicationDto> {
    return this.queries.one(me, await this.appeals.decideAppeal(me, id, body));
  }

  /** Every decision of a panel, oldest first. */
  @Get(':id/decisions')
  @SignedIn()
  @Discloses(applicationRecord, { inPath: 'id' })
  async decisions(@Me() me: Actor, @Id() id: string, @Query() page: ShortListQuery): Promise<PanelDecisionPage> {
    return shortPage(await this.panels.list(me, id), page);
  }
}
