import { Injectable } from '@nestjs/common';
import { type Actor, is } from '../../platform/actor.js';
import { refuseOwnRecord } from '../../platform/access/own-record.rules.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { row, type Tx } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { transition } from '../../platform/states/state-table.js';
import { canSeeApplication, worksWithPeers } from './application.policy.js';
import { isOver } from './application.rules.js';
import { ApplicationService, type LockedApplication } from './application.service.js';
import type { AssessmentBody, AssessmentDto, AssessmentResultBody } from './assessment.dto.js';
import { assessmentMoves, type AssessmentState, competenciesOf, passes } from './assessment.rules.js';
import { CertificationApplication, CertificationAssessment } from './certification-application.entity.js';
import { certificationRefusals } from '../certification.refusals.js';
import { ApplicationQueryService } from './application-query.service.js';

const assessments = `
  select ${columnsOf(CertificationAssessment, 'a')}, ${columnsOf(CertificationApplication, 'p', 'submittedAt')}
  from certification_assessment a
  join certification_application p on p.id = a.application_id`;

type AssessmentRow = CertificationAssessment & Pick<CertificationApplication, 'submittedAt'>;

/**
 * Selection, exams and observed practice: booked with one assessor at a time (I-44), judged by somebody else than the
 * applicant.
 */
@Injectable()
export class AssessmentService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly applications: ApplicationService,
    private readonly queries: ApplicationQueryService,
  ) {}

  /**
   * 409 `assessor_booked` when the assessor has another one at that time, `application_over`; 422 `self_assessed`,
   * `person_unknown`.
   */
  book(actor: Actor, applicationId: string, { kind, assessorId, startsAt, endsAt }: AssessmentBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const { personId, state } = await this.applications.lockOthersApplication(tx, actor, applicationId);
      if (isOver(state)) throw refuse(certificationRefusals.application_over);
      if (assessorId === personId) throw refuse(certificationRefusals.self_assessed);
      const id = newId();
      await tx.insert(CertificationAssessment, {
        id,
        applicationId,
        personId,
        kind,
        assessorId,
        startsAt: new Date(startsAt),
        endsAt: new Date(endsAt),
        bookedBy: actor.personId,
      });
      await this.applications.touch(tx, applicationId);
      await this.events.record(tx, actor, {
        type: 'certification_assessment.booked',
        subjectId: id,
        personId,
        refs: { assessorId },
      });
      return id;
    });
  }

  /**
   * Records what it came to; by the assessor. 422 `not_done_yet` before it has begun, `competencies_incomplete` when
   * one that the set names is left out.
   */
  recordResult(actor: Actor, id: string, { competencies, ...result }: AssessmentResultBody): Promise<string> {
    const { mark, note } = { mark: result.mark ?? null, note: result.note ?? null };
    return this.database.command(actor, async (tx) => {
      const { assessment, application } = await this.lockAssessment(tx, actor, id);
      if (!assesses(actor, assessment)) throw refuse(platformRefusals.forbidden);
      if (assessment.startsAt > this.clock.now()) throw refuse(certificationRefusals.not_done_yet);
      const asked = competenciesOf(application.terms, assessment.kind);
      const given = competencies.map(({ code }) => code);
      if (asked.some((code) => !given.includes(code)))
        throw refuse(certificationRefusals.competencies_incomplete, { values: { asked: asked.join(', ') } });
      const passed = passes(application.terms, assessment.kind, competencies, mark);
      await this.end(tx, actor, assessment, 'assessed', { competencies, mark, note, passed });
      await this.applications.touch(tx, application.id);
      return id;
    });
  }

  /** Gives the time free. 422 `own_record` for one's own, which whoever applies cannot call off. */
  cancel(actor: Actor, id: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const { assessment } = await this.lockAssessment(tx, actor, id);
      if (!assesses(actor, assessment) && !is(actor, 'coordinator', 'administrator'))
        throw refuse(platformRefusals.forbidden);
      refuseOwnRecord(actor, assessment.personId);
      await this.end(tx, actor, assessment, 'cancelled', { competencies: null, mark: null, note: null, passed: null });
      return id;
    });
  }

  /** For the assessor and those who see the application. */
  async one(actor: Actor, id: string): Promise<AssessmentDto> {
    const found = await this.database.row<AssessmentRow>(`${assessments} where a.id = $1`, [id]);
    if (!found || !seen(actor, found)) throw refuse(platformRefusals.not_found);
    return present(found);
  }

  /** Oldest first; for those who see the application. */
  async list(actor: Actor, applicationId: string): Promise<AssessmentDto[]> {
    await this.queries.one(actor, applicationId);
    return (
      await this.database.rows<AssessmentRow>(`${assessments} where a.application_id = $1 order by a.id limit 200`, [
        applicationId,
      ])
    ).map(present);
  }

  /** The application is locked first; the assessor need not otherwise see it. */
  private async lockAssessment(
    tx: Tx,
    actor: Actor,
    id: string,
  ): Promise<{ assessment: AssessmentRow; application: LockedApplication }> {
    const found = await row<AssessmentRow>(tx, `${assessments} where a.id = $1 for no key update of a`, [id]);
    if (!found || !seen(actor, found)) throw refuse(platformRefusals.not_found);
    return { assessment: found, application: await this.applications.lockApplicationUnseen(tx, found.applicationId) };
  }

  private async end(
    tx: Tx,
    actor: Actor,
    { id, personId, state }: AssessmentRow,
    wanted: AssessmentState,
    result: Pick<CertificationAssessment, 'competencies' | 'mark' | 'note' | 'passed'>,
  ): Promise<void> {
    const to = transition(assessmentMoves, state, wanted);
    await tx.update(
      CertificationAssessment,
      { id },
      { ...result, state: to, assessedAt: result.passed === null ? null : this.clock.now() },
    );
    await this.events.record(tx, actor, {
      type: `certification_assessment.${to}`,
      subjectId: id,
      personId,
      from: state,
      to,
    });
  }
}

const assesses = (actor: Actor, { assessorId }: AssessmentRow): boolean =>
  assessorId === actor.personId && worksWithPeers(actor);
const seen = (actor: Actor, assessment: AssessmentRow): boolean =>
  assesses(actor, assessment) || canSeeApplication(actor, assessment);

const present = ({
  id,
  applicationId,
  kind,
  assessorId,
  startsAt,
  endsAt,
  state,
  competencies,
  mark,
  passed,
  note,
  version,
}: AssessmentRow): AssessmentDto => ({
  id,
  applicationId,
  kind,
  assessorId,
  state,
  competencies,
  mark,
  passed,
  note,
  version,
  startsAt: startsAt.toISOString(),
  endsAt: endsAt.toISOString(),
});
