import { Injectable } from '@nestjs/common';
import { CollegeService } from '../../college/college.service.js';
import { dateAt, monthsLater } from '../../platform/calendar.js';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { row, rows, type Tx } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { applicationsBeforePanelMember } from './application.queries.js';
import { type ApplicationState, mayBeDecided, stateOn, statesOver } from './application.rules.js';
import { ApplicationService, type LockedApplication } from './application.service.js';
import { certificationRefusals } from '../certification.refusals.js';
import { CertificationService } from '../certifications/certification.service.js';
import { BusinessDayService } from '../calendar/business-day.service.js';
import { PanelDecision, PanelMember } from './panel-decision.entity.js';
import type { PanelBody, PanelDecisionBody, PanelDecisionDto } from './panel.dto.js';
import { type AppealOutcome, isComplete, type PanelOutcome } from './panel.rules.js';
import { fullPracticeMissing } from './progress.rules.js';
import type { Grade } from '../schemes/scheme.rules.js';
import { CertificationQueryService } from '../certifications/certification-query.service.js';
import { ApplicationQueryService } from './application-query.service.js';
import { holdsRoleSql } from '../../people/roles/role.sql.js';

const stateAfter: Record<PanelOutcome | AppealOutcome, ApplicationState> = {
  approve: 'approved',
  refuse: 'refused',
  defer: 'deferred',
  uphold: 'upheld',
  overturn: 'overturned',
};

/** Panels: complete, independent, and with reasons for whoever is refused (BR-92, BR-93). */
@Injectable()
export class PanelService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly college: CollegeService,
    private readonly clock: Clock,
    private readonly businessDays: BusinessDayService,
    private readonly applications: ApplicationService,
    private readonly queries: ApplicationQueryService,
    private readonly certifications: CertificationService,
    private readonly certificationQueries: CertificationQueryService,
  ) {}

  /**
   * 422 `panel_composition`, `reasons_required`, `stage_incomplete` (a full certificate needs the whole practice); 409
   * `certified_already`. Higher modules may object to a member.
   */
  decideApplication(actor: Actor, applicationId: string, body: PanelDecisionBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const application = await this.applications.lockOthersApplication(tx, actor, applicationId);
      await this.recordDecision(tx, actor, application, 'application', body);
      return applicationId;
    });
  }

  /** Oldest first; for those who see the application. */
  async list(actor: Actor, applicationId: string): Promise<PanelDecisionDto[]> {
    await this.queries.one(actor, applicationId);
    return this.database.rows<PanelDecisionDto>(
      `
        select
          ${columnsOf(PanelDecision, 'd', 'id', 'about', 'outcome', 'grade', 'reasons', 'appealUntil', 'decidedOn')},
          (
            select coalesce(
              json_agg(
                json_build_object('personId', m.person_id, 'livedExperience', m.lived_experience)
                order by m.person_id
              ),
              '[]'
            )
            from panel_member m
            where m.decision_id = d.id and m.lived_experience is not null
          ) as members
        from panel_decision d
        where d.application_id = $1
        order by d.about = 'appeal', d.recorded_at
        limit 200`,
      [applicationId],
    );
  }

  /**
   * Those of the pairs whose reader may come to decide on an application of the author. Who will sit is open until the
   * decision, so that everybody who holds the role may, from the first draft until nothing can be decided any more
   * (BR-92, BR-126).
   */
  async mayDecideOn<Pair extends { authorId: string; readerId: string }>(
    tx: Tx,
    pairs: readonly Pair[],
  ): Promise<Pair[]> {
    const found = await rows<{
      authorId: string;
      readerId: string;
      state: ApplicationState;
      touchedAt: Date;
      appealUntil: string | null;
    }>(tx, applicationsBeforePanelMember, [
      pairs.map(({ authorId }) => authorId),
      pairs.map(({ readerId }) => readerId),
      statesOver,
    ]);
    if (found.length === 0) return [];
    const { policy, timeZone } = await this.college.current(tx);
    const today = dateAt(this.clock.now(), timeZone);
    const open = found.filter(({ state, touchedAt, appealUntil }) =>
      mayBeDecided(
        stateOn(state, dateAt(touchedAt, timeZone), today, policy.applicationIdleMonths),
        appealUntil,
        today,
      ),
    );
    return pairs.filter(({ authorId, readerId }) =>
      open.some((each) => each.authorId === authorId && each.readerId === readerId),
    );
  }

  /**
   * Refuses the panel that is being recorded where another module knows of two who are too close; with the one refusal
   * for every closeness.
   */
  async refuseWhere(
    tx: Tx,
    decisionId: string,
    areClose: (tx: Tx, applicantId: string, memberIds: string[], since: string) => Promise<boolean>,
  ): Promise<void> {
    const seats = await row<{ applicantId: string; memberIds: string[]; decidedOn: string }>(
      tx,
      `
        select d.person_id as "applicantId", d.decided_on::text as "decidedOn", array_agg(m.person_id) as "memberIds"
        from panel_decision d
        join panel_member m on m.decision_id = d.id
        where d.id = $1
        group by d.id`,
      [decisionId],
    );
    const { panelConflictMonths } = await this.college.policy(tx);
    if (
      seats &&
      (await areClose(tx, seats.applicantId, seats.memberIds, monthsLater(seats.decidedOn, -panelConflictMonths)))
    )
      throw refuse(certificationRefusals.panel_composition);
  }

  /** Records what a panel decided, and grants or refuses by it; under the lock of the application. */
  async recordDecision(
    tx: Tx,
    actor: Actor,
    application: LockedApplication,
    about: PanelDecision['about'],
    { members, reasons, outcome, grade: wanted }: PanelBody & { outcome: PanelOutcome | AppealOutcome },
  ): Promise<void> {
    const grants = outcome === 'approve' || outcome === 'overturn';
    if (!grants && !reasons) throw refuse(certificationRefusals.reasons_required);
    await this.refuseOddPanel(tx, actor, application, members);
    const grade = grants ? (wanted ?? 'full') : null;
    if (grade === 'full') {
      const errors = fullPracticeMissing(application.terms, await this.queries.progress(tx, application));
      if (errors.length > 0) throw refuse(certificationRefusals.stage_incomplete, { errors });
    }
    const id = newId();
    const appealUntil =
      outcome === 'refuse'
        ? await this.businessDays.later(tx, application.today, (await this.college.policy(tx)).appealBusinessDays)
        : null;
    await tx.insert(PanelDecision, {
      id,
      applicationId: application.id,
      personId: application.personId,
      about,
      outcome,
      grade,
      reasons: reasons ?? null,
      appealUntil,
      decidedOn: application.today,
      recordedBy: actor.personId,
      recordedAt: this.clock.now(),
    });
    await tx.insert(
      PanelMember,
      members.map(({ personId, livedExperience }) => ({
        decisionId: id,
        applicantId: application.personId,
        personId,
        livedExperience,
      })),
    );
    await this.events.checkBefore(tx, 'certification_panel', id, actor);
    const certificationId = grade ? await this.grant(tx, actor, application, grade) : null;
    await this.applications.moveApplication(tx, actor, application, stateAfter[outcome], certificationId);
  }

  /** One refusal for every kind of closeness, so that it tells nothing about which it is. */
  private async refuseOddPanel(
    tx: Tx,
    actor: Actor,
    { personId, today }: LockedApplication,
    members: PanelBody['members'],
  ): Promise<void> {
    const { certificationPanelMinimum, panelConflictMonths } = await this.college.policy(tx);
    const ids = members.map((member) => member.personId);
    if (!isComplete(members, certificationPanelMinimum) || !ids.includes(actor.personId) || ids.includes(personId))
      throw refuse(certificationRefusals.panel_composition);
    const unfit = await row(
      tx,
      `
        select
        from unnest($1::uuid[]) as m(id)
        where not ${holdsRoleSql('m.id', 'panel_member')}
          or exists (
            select
            from supervision s
            where (s.supervisor_id, s.person_id) in ((m.id, $2), ($2, m.id))
              and (s.ended_on is null or s.ended_on >= $3)
          )`,
      [ids, personId, monthsLater(today, -panelConflictMonths)],
    );
    if (unfit) throw refuse(certificationRefusals.panel_composition);
  }

  private async grant(
    tx: Tx,
    actor: Actor,
    { personId, schemeId, requirementSetId, terms, today }: LockedApplication,
    grade: Grade,
  ): Promise<string> {
    if (await this.certificationQueries.holdsUnder(tx, personId, schemeId))
      throw refuse(certificationRefusals.certified_already);
    if (requirementSetId === null) throw refuse(certificationRefusals.nothing_required_yet);
    return this.certifications.grant(tx, actor, { personId, schemeId, setId: requirementSetId, terms, grade, today });
  }
}
