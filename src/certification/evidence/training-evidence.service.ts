import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { ApplicationService } from '../applications/application.service.js';
import { certificationRefusals } from '../certification.refusals.js';
import type { AttestationBody, TrainingBody, TrainingDto } from './evidence.dto.js';
import { EthicsSignature, TrainingEvidence } from './training-evidence.entity.js';
import { isTooOld } from '../applications/progress.rules.js';
import { ApplicationQueryService } from '../applications/application-query.service.js';

/**
 * Training and declarations. They belong to the person, and may serve several certifications, each by its own rule
 * (I-43).
 */
@Injectable()
export class TrainingEvidenceService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly applications: ApplicationService,
    private readonly queries: ApplicationQueryService,
  ) {}

  /**
   * 422 `training_too_old` when it was completed too long before (BR-87), `not_done_yet`,
   * `training_parts_exceed_whole`.
   */
  addTraining(
    actor: Actor,
    applicationId: string,
    { title, provider, completedOn, minutes, liveMinutes, ethicsMinutes }: TrainingBody,
  ): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const { terms, today } = await this.applications.lockOwnApplication(tx, actor, applicationId);
      if (completedOn > today) throw refuse(certificationRefusals.not_done_yet);
      if (Math.max(liveMinutes, ethicsMinutes) > minutes)
        throw refuse(certificationRefusals.training_parts_exceed_whole);
      if (isTooOld(terms, completedOn, today))
        throw refuse(certificationRefusals.training_too_old, {
          values: { months: terms.training?.completedWithinMonths ?? 0 },
        });
      await tx.insert(TrainingEvidence, {
        id: newId(),
        personId: actor.personId,
        title,
        provider,
        completedOn,
        minutes,
        liveMinutes,
        ethicsMinutes,
        recordedBy: actor.personId,
        recordedAt: this.clock.now(),
      });
      await this.applications.touch(tx, applicationId);
      await this.events.record(tx, actor, { type: 'training_evidence.added', subjectId: applicationId });
      return applicationId;
    });
  }

  /**
   * Signs the code of ethics and declares lived experience, for this application and any later one. 422
   * `other_code_of_ethics`.
   */
  attest(
    actor: Actor,
    applicationId: string,
    { livedExperience, codeOfEthicsVersion }: AttestationBody,
  ): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const { terms } = await this.applications.lockOwnApplication(tx, actor, applicationId);
      const asked = terms.attestation.codeOfEthicsVersion;
      if (codeOfEthicsVersion !== asked)
        throw refuse(certificationRefusals.other_code_of_ethics, { values: { version: asked } });
      await tx.insert(EthicsSignature, {
        id: newId(),
        personId: actor.personId,
        codeVersion: codeOfEthicsVersion,
        livedExperience,
        signedAt: this.clock.now(),
      });
      await this.applications.touch(tx, applicationId);
      await this.events.record(tx, actor, {
        type: 'code_of_ethics.signed',
        subjectId: applicationId,
        refs: { version: codeOfEthicsVersion },
      });
      return applicationId;
    });
  }

  /** All training of the applicant, the latest first; for those who see the application. */
  async training(actor: Actor, applicationId: string): Promise<TrainingDto[]> {
    const { personId } = await this.queries.one(actor, applicationId);
    return this.trainingOf(personId);
  }

  /** The latest first; at most 200. */
  trainingOf(personId: string): Promise<TrainingDto[]> {
    return this.database.manager.find(TrainingEvidence, {
      select: {
        id: true,
        title: true,
        provider: true,
        completedOn: true,
        minutes: true,
        liveMinutes: true,
        ethicsMinutes: true,
      },
      where: { personId },
      order: { completedOn: 'DESC', id: 'DESC' },
      take: 200,
    });
  }
}
