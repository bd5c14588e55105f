import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Me, Only, SignedIn } from '../../platform/access/access.decorators.js';
import type { Actor } from '../../platform/actor.js';
import { Id } from '../../platform/http/id.param.js';
import { ShortListQuery } from '../../platform/http/page-query.dto.js';
import { shortPage } from '../../platform/http/pagination.js';
import { Changes, Discloses } from '../../platform/disclosure/discloses.decorator.js';
import { CertificationDto } from '../certifications/certification.dto.js';
import { certificationRecord } from '../certification.personal.js';
import { ActPage, AppealOutcomeBody, ReasonsBody, RevocationBody, SuspensionBody } from './due-process.dto.js';
import { CertificationQueryService } from '../certifications/certification-query.service.js';
import { CertificationActService } from './certification-act.service.js';
import { InactivationService } from './inactivation.service.js';
import { RevocationService } from './revocation.service.js';
import { SuspensionService } from './suspension.service.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { certificationRefusals } from '../certification.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@Controller('certifications/:id')
export class DueProcessController {
  constructor(
    private readonly certifications: CertificationQueryService,
    private readonly acts: CertificationActService,
    private readonly suspensions: SuspensionService,
    private readonly revocations: RevocationService,
    private readonly inactivations: InactivationService,
  ) {}

  /** Every step that was taken, oldest first; for the holder and staff. */
  @Get('steps')
  @SignedIn()
  @Discloses(certificationRecord, { inPath: 'id' })
  async list(@Me() me: Actor, @Id() id: string, @Query() page: ShortListQuery): Promise<ActPage> {
    return shortPage(await this.acts.list(me, id), page);
  }

  /**
   * Suspends it; at once and for safety with `interim` (BR-95). Sessions that are planned stay, and become a task
   * (BR-30).
   */
  @Post('suspension')
  @Refuses(
    certificationRefusals.not_standing,
    certificationRefusals.period_ends_before_start,
    certificationRefusals.day_passed,
    certificationRefusals.interim_renewed_already,
    certificationRefusals.interim_renewed_by_same_person,
    certificationRefusals.own_certification,
    certificationRefusals.reasons_required,
    certificationRefusals.safety_reason_required,
  )
  @Only('administrator')
  @Changes(certificationRecord)
  async suspend(@Me() me: Actor, @Id() id: string, @Body() body: SuspensionBody): Promise<CertificationDto> {
    return this.certifications.one(me, await this.suspensions.suspend(me, id, body));
  }

  /** Lifts every suspension that runs. */
  @Post('suspension-lifting')
  @Refuses(certificationRefusals.not_suspended, certificationRefusals.own_certification)
  @ApiOperation({ operationId: 'liftCertificationSuspension' })
  @Only('administrator')
  @Changes(certificationRecord)
  async lift(@Me() me: Actor, @Id() id: string, @Body() { reasons }: ReasonsBody): Promise<CertificationDto> {
    return this.certifications.one(me, await this.suspensions.lift(me, id, reasons));
  }

  /** Tells the holder that a revocation is considered, and why; they have time to answer (BR-94). */
  @Post('revocation-notice')
  @Refuses(
    certificationRefusals.not_standing,
    certificationRefusals.notice_open,
    certificationRefusals.own_certification,
    certificationRefusals.reasons_required,
  )
  @Only('administrator')
  @Changes(certificationRecord)
  async giveNotice(@Me() me: Actor, @Id() id: string, @Body() { reasons }: ReasonsBody): Promise<CertificationDto> {
    return this.certifications.one(me, await this.revocations.giveNotice(me, id, reasons));
  }

  /** Answers a notice about my certification. */
  @Post('revocation-response')
  @Refuses(
    certificationRefusals.answered_already,
    platformRefusals.forbidden,
    certificationRefusals.no_notice,
    certificationRefusals.response_window_over,
  )
  @ApiOperation({ operationId: 'respondToCertificationRevocation' })
  @SignedIn()
  @Changes(certificationRecord)
  async respond(@Me() me: Actor, @Id() id: string, @Body() { reasons }: ReasonsBody): Promise<CertificationDto> {
    return this.certifications.one(me, await this.revocations.respond(me, id, reasons));
  }

  /**
   * Decides on a notice, with reasons; not before the holder has answered or the time to answer is over (BR-93, BR-94).
   */
  @Post('revocation')
  @Refuses(
    certificationRefusals.decision_window_over,
    certificationRefusals.no_notice,
    certificationRefusals.own_certification,
    certificationRefusals.reasons_required,
    certificationRefusals.response_window_open,
  )
  @ApiOperation({ operationId: 'decideCertificationRevocation' })
  @Only('administrator')
  @Changes(certificationRecord)
  async decide(@Me() me: Actor, @Id() id: string, @Body() body: RevocationBody): Promise<CertificationDto> {
    return this.certifications.one(me, await this.revocations.decideRevocation(me, id, body));
  }

  /** Appeals against the revocation of my certification. */
  @Post('appeal')
  @Refuses(
    certificationRefusals.appeal_window_closed,
    platformRefusals.forbidden,
    certificationRefusals.nothing_to_appeal,
  )
  @SignedIn()
  @Changes(certificationRecord)
  async appeal(@Me() me: Actor, @Id() id: string, @Body() { reasons }: ReasonsBody): Promise<CertificationDto> {
    return this.certifications.one(me, await this.revocations.appeal(me, id, reasons));
  }

  /** Decides on an appeal; an overturned revocation counts as if it had never been (BR-94). */
  @Post('appeal-decision')
  @Refuses(
    certificationRefusals.appeal_needs_another,
    certificationRefusals.nothing_to_appeal,
    certificationRefusals.own_certification,
  )
  @Only('administrator')
  @Changes(certificationRecord)
  async decideAppeal(@Me() me: Actor, @Id() id: string, @Body() body: AppealOutcomeBody): Promise<CertificationDto> {
    return this.certifications.one(me, await this.revocations.decideAppeal(me, id, body));
  }

  /** Lets my certification rest: it does not count until I take it up again, and its dates go on. */
  @Post('inactivity')
  @Refuses(platformRefusals.forbidden, certificationRefusals.not_standing)
  @SignedIn()
  @Changes(certificationRecord)
  async inactivate(@Me() me: Actor, @Id() id: string, @Body() { reasons }: ReasonsBody): Promise<CertificationDto> {
    return this.certifications.one(me, await this.inactivations.inactivate(me, id, reasons));
  }

  /** Takes my certification up again. */
  @Post('reactivation')
  @Refuses(platformRefusals.forbidden, certificationRefusals.not_inactive)
  @SignedIn()
  @Changes(certificationRecord)
  async reactivate(@Me() me: Actor, @Id() id: string, @Body() { reasons }: ReasonsBody): Promise<CertificationDto> {
    return this.certifications.one(me, await this.inactivations.reactivate(me, id, reasons));
  }

  /** Gives my certification back. */
  @Post('surrender')
  @Refuses(platformRefusals.forbidden, certificationRefusals.not_standing)
  @SignedIn()
  @Changes(certificationRecord)
  async surrender(@Me() me: Actor, @Id() id: string, @Body() { reasons }: ReasonsBody): Promise<CertificationDto> {
    return this.certifications.one(me, await this.inactivations.surrender(me, id, reasons));
  }
}
