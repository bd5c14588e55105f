import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Me, Only, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { Changes, Discloses } from '../../platform/disclosure/discloses.decorator.js';
import { Id } from '../../platform/http/id.param.js';
import { ShortListQuery } from '../../platform/http/page-query.dto.js';
import { shortPage } from '../../platform/http/pagination.js';
import { certificationRecord } from '../certification.personal.js';
import { CertificationDto } from '../certifications/certification.dto.js';
import { ForecastDto, ForecastQuery } from './forecast.dto.js';
import { ForecastService } from './forecast.service.js';
import { RenewalBody, RenewalDecisionBody, RenewalPage } from './renewal.dto.js';
import { RenewalService } from './renewal.service.js';
import { CertificationQueryService } from '../certifications/certification-query.service.js';
import { RenewalDecisionService } from './renewal-decision.service.js';
import { certificationRefusals } from '../certification.refusals.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@ApiTags('Certifications')
@Controller('certifications')
export class RenewalController {
  constructor(
    private readonly certifications: CertificationQueryService,
    private readonly renewals: RenewalService,
    private readonly decisions: RenewalDecisionService,
    private readonly forecasts: ForecastService,
  ) {}

  /** What is missing, by when, and what each choice leads to. */
  @Get(':id/forecast')
  @SignedIn()
  @Discloses(certificationRecord, { inPath: 'id' })
  forecast(@Me() me: Actor, @Id() id: string, @Query() { asOf }: ForecastQuery): Promise<ForecastDto> {
    return this.forecasts.of(me, id, asOf);
  }

  /** Requests to renew, oldest first. */
  @Get(':id/renewals')
  @SignedIn()
  @Discloses(certificationRecord, { inPath: 'id' })
  async listRenewals(@Me() me: Actor, @Id() id: string, @Query() page: ShortListQuery): Promise<RenewalPage> {
    return shortPage(await this.renewals.list(me, id), page);
  }

  /** Hands in my renewal, with the credits of this cycle and the code of ethics signed anew (BR-98 to BR-101). */
  @Post(':id/renewal')
  @Refuses(
    certificationRefusals.category_double_count,
    certificationRefusals.code_of_ethics_unsigned,
    certificationRefusals.credit_outside_cycle,
    certificationRefusals.duplicate_event,
    platformRefusals.forbidden,
    certificationRefusals.renewal_incomplete,
    certificationRefusals.renewal_not_open,
    certificationRefusals.renewal_pending,
  )
  @SignedIn()
  @Changes(certificationRecord)
  async renew(@Me() me: Actor, @Id() id: string, @Body() body: RenewalBody): Promise<CertificationDto> {
    return this.certifications.one(me, await this.renewals.submit(me, id, body));
  }

  /** Asks for reinstatement after a lapse (BR-97). */
  @Post(':id/reinstatement')
  @Refuses(platformRefusals.forbidden, certificationRefusals.renewal_not_open, certificationRefusals.renewal_pending)
  @SignedIn()
  @Changes(certificationRecord)
  async reinstate(@Me() me: Actor, @Id() id: string, @Body() body: RenewalBody): Promise<CertificationDto> {
    return this.certifications.one(me, await this.renewals.reinstate(me, id, body));
  }

  /** Decides on what was handed in: a period is added, or it goes back with reasons. */
  @Post(':id/renewal-decision')
  @Refuses(
    certificationRefusals.no_renewal_pending,
    certificationRefusals.own_certification,
    certificationRefusals.reasons_required,
  )
  @Only('coordinator')
  @Changes(certificationRecord)
  async decideRenewal(@Me() me: Actor, @Id() id: string, @Body() body: RenewalDecisionBody): Promise<CertificationDto> {
    return this.certifications.one(me, await this.decisions.decideRenewal(me, id, body));
  }

  /** Lengthens a provisional certificate, once (BR-91). */
  @Post(':id/extension')
  @Refuses(
    certificationRefusals.extended_already,
    certificationRefusals.not_provisional,
    certificationRefusals.own_certification,
  )
  @Only('coordinator')
  @Changes(certificationRecord)
  async extend(@Me() me: Actor, @Id() id: string): Promise<CertificationDto> {
    return this.certifications.one(me, await this.decisions.extend(me, id));
  }
}
