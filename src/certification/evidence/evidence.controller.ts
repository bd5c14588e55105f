import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Me, Only, Public, SignedIn, Visitor } from '../../platform/access/access.decorators.js';
import type { Actor, Doer } from '../../platform/actor.js';
import { Id } from '../../platform/http/id.param.js';
import { ShortListQuery } from '../../platform/http/page-query.dto.js';
import { shortPage } from '../../platform/http/pagination.js';
import { Limited } from '../../platform/limits/rate-limits.js';
import { Changes, Discloses } from '../../platform/disclosure/discloses.decorator.js';
import { ApplicationDto } from '../applications/application.dto.js';
import { AssessmentBody, AssessmentDto, AssessmentPage, AssessmentResultBody } from '../applications/assessment.dto.js';
import { AssessmentService } from '../applications/assessment.service.js';
import { applicationRecord, assessmentRecord, practiceRecord, referenceRecord } from '../certification.personal.js';
import {
  AttestationBody,
  PracticeBody,
  PracticeDto,
  PracticePage,
  PracticeQuery,
  TrainingBody,
  TrainingPage,
} from './evidence.dto.js';
import { TrainingEvidenceService } from './training-evidence.service.js';
import { PracticeLogService } from './practice-log.service.js';
import {
  ReferenceBody,
  ReferenceDecisionBody,
  ReferenceDto,
  ReferencePage,
  ReferenceReplyBody,
  ReferenceReplyDto,
} from '../applications/reference.dto.js';
import { ReferenceService } from '../applications/reference.service.js';
import { ApplicationQueryService } from '../applications/application-query.service.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { certificationRefusals } from '../certification.refusals.js';
import { Refuses } from '../../platform/errors/refuses.decorator.js';

@Controller()
export class EvidenceController {
  constructor(
    private readonly applications: ApplicationQueryService,
    private readonly evidence: TrainingEvidenceService,
    private readonly practice: PracticeLogService,
    private readonly references: ReferenceService,
    private readonly assessments: AssessmentService,
  ) {}

  /** Training of the applicant, the latest first. */
  @Get('certification-applications/:id/evidence')
  @SignedIn()
  @Discloses(applicationRecord, { inPath: 'id' })
  async training(@Me() me: Actor, @Id() id: string, @Query() page: ShortListQuery): Promise<TrainingPage> {
    return shortPage(await this.evidence.training(me, id), page);
  }

  /** Adds training that I have had (BR-87). */
  @Post('certification-applications/:id/evidence')
  @Refuses(
    certificationRefusals.application_expired,
    platformRefusals.forbidden,
    certificationRefusals.not_done_yet,
    certificationRefusals.training_too_old,
  )
  @SignedIn()
  @Changes(applicationRecord)
  async addTraining(@Me() me: Actor, @Id() id: string, @Body() body: TrainingBody): Promise<ApplicationDto> {
    return this.applications.one(me, await this.evidence.addTraining(me, id, body));
  }

  /** Declares what the scheme asks for, and signs its code of ethics. */
  @Post('certification-applications/:id/attestation')
  @Refuses(
    certificationRefusals.application_expired,
    platformRefusals.forbidden,
    certificationRefusals.other_code_of_ethics,
  )
  @SignedIn()
  @Changes(applicationRecord)
  async attest(@Me() me: Actor, @Id() id: string, @Body() body: AttestationBody): Promise<ApplicationDto> {
    return this.applications.one(me, await this.evidence.attest(me, id, body));
  }

  /** Practice of the applicant, the latest first. */
  @Get('certification-applications/:id/practice-logs')
  @SignedIn()
  @Discloses(applicationRecord, { inPath: 'id' })
  practiceLogs(@Me() me: Actor, @Id() id: string, @Query() query: PracticeQuery): Promise<PracticePage> {
    return this.practice.ofApplicant(me, id, query);
  }

  /** Logs practice of mine; it counts once somebody else has confirmed it (BR-89). */
  @Post('certification-applications/:id/practice-logs')
  @Refuses(
    certificationRefusals.application_expired,
    platformRefusals.forbidden,
    certificationRefusals.not_done_yet,
    certificationRefusals.self_verified,
  )
  @SignedIn()
  @Changes(practiceRecord)
  async logPractice(@Me() me: Actor, @Id() id: string, @Body() body: PracticeBody): Promise<PracticeDto> {
    return this.practice.one(me, await this.practice.log(me, id, body));
  }

  /** Practice that waits for me to confirm it, oldest first. */
  @Get('practice-logs')
  @Only('facilitator', 'coordinator')
  @Discloses(practiceRecord)
  practiceToVerify(@Me() me: Actor, @Query() query: PracticeQuery): Promise<PracticePage> {
    return this.practice.toVerify(me, query);
  }

  /** Confirms practice of somebody else at which I was there; coordinators confirm any. */
  @Post('practice-logs/:id/verification')
  @Refuses(certificationRefusals.practice_verified_already, certificationRefusals.self_verified)
  @ApiOperation({ operationId: 'verifyPracticeLog' })
  @SignedIn()
  @Changes(practiceRecord)
  async verifyPractice(@Me() me: Actor, @Id() id: string): Promise<PracticeDto> {
    return this.practice.one(me, await this.practice.verify(me, id));
  }

  /** References of an application, oldest first. */
  @Get('certification-applications/:id/references')
  @SignedIn()
  @Discloses(applicationRecord, { inPath: 'id' })
  async listReferences(@Me() me: Actor, @Id() id: string, @Query() page: ShortListQuery): Promise<ReferencePage> {
    return shortPage(await this.references.list(me, id), page);
  }

  /** Asks somebody to speak for me; they get a letter with a code that works once. */
  @Post('certification-applications/:id/references')
  @Refuses(certificationRefusals.application_over, platformRefusals.forbidden, certificationRefusals.self_referenced)
  @SignedIn()
  @Limited('enrol')
  @Changes(referenceRecord)
  async askReference(@Me() me: Actor, @Id() id: string, @Body() body: ReferenceBody): Promise<ReferenceDto> {
    return this.references.one(me, await this.references.askReferee(me, id, body));
  }

  /** Answers a request for a reference, without an account. */
  @Post('reference-replies')
  @Refuses(certificationRefusals.not_done_yet, certificationRefusals.reference_link_invalid)
  @ApiOperation({ operationId: 'replyToReference' })
  @Public()
  @Limited('code')
  async replyToReference(@Visitor() visitor: Doer, @Body() body: ReferenceReplyBody): Promise<ReferenceReplyDto> {
    await this.references.reply(visitor, body);
    return { received: true };
  }

  /** Says whether a reference counts. */
  @Post('certification-references/:id/decision')
  @Refuses(certificationRefusals.own_application, platformRefusals.state_conflict)
  @Only('coordinator', 'administrator')
  @Changes(referenceRecord)
  async decideReference(
    @Me() me: Actor,
    @Id() id: string,
    @Body() { accepted }: ReferenceDecisionBody,
  ): Promise<ReferenceDto> {
    return this.references.one(me, await this.references.decideReference(me, id, accepted));
  }

  /** Assessments of an application, oldest first. */
  @Get('certification-applications/:id/assessments')
  @SignedIn()
  @Discloses(applicationRecord, { inPath: 'id' })
  async listAssessments(@Me() me: Actor, @Id() id: string, @Query() page: ShortListQuery): Promise<AssessmentPage> {
    return shortPage(await this.assessments.list(me, id), page);
  }

  /** Books a time with an assessor (I-44). */
  @Post('certification-applications/:id/assessments')
  @Refuses(
    certificationRefusals.period_ends_before_start,
    certificationRefusals.application_over,
    certificationRefusals.assessor_booked,
    certificationRefusals.own_application,
    certificationRefusals.self_assessed,
    certificationRefusals.works_with_peers_missing,
  )
  @Only('coordinator', 'administrator')
  @Changes(assessmentRecord)
  async bookAssessment(@Me() me: Actor, @Id() id: string, @Body() body: AssessmentBody): Promise<AssessmentDto> {
    return this.assessments.one(me, await this.assessments.book(me, id, body));
  }

  /** One assessment. */
  @Get('certification-assessments/:id')
  @SignedIn()
  @Discloses(assessmentRecord)
  readAssessment(@Me() me: Actor, @Id() id: string): Promise<AssessmentDto> {
    return this.assessments.one(me, id);
  }

  /** Records what an assessment of mine as the assessor came to. */
  @Post('certification-assessments/:id/result')
  @Refuses(
    certificationRefusals.competencies_incomplete,
    platformRefusals.forbidden,
    certificationRefusals.not_done_yet,
  )
  @ApiOperation({ operationId: 'recordCertificationAssessmentResult' })
  @SignedIn()
  @Changes(assessmentRecord)
  async recordAssessment(
    @Me() me: Actor,
    @Id() id: string,
    @Body() body: AssessmentResultBody,
  ): Promise<AssessmentDto> {
    return this.assessments.one(me, await this.assessments.recordResult(me, id, body));
  }

  /** Gives the time free. */
  @Post('certification-assessments/:id/cancellation')
  @Refuses(platformRefusals.forbidden, platformRefusals.own_record, platformRefusals.state_conflict)
  @SignedIn()
  @Changes(assessmentRecord)
  async cancelAssessment(@Me() me: Actor, @Id() id: string): Promise<AssessmentDto> {
    return this.assessments.one(me, await this.assessments.cancel(me, id));
  }
}
