import { Injectable } from '@nestjs/common';
import { IsNull, Not } from 'typeorm';
import { CollegeService } from '../../college/college.service.js';
import { monthsLater } from '../../platform/calendar.js';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { instant } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { transition } from '../../platform/states/state-table.js';
import type { PeriodicReviewBody, PeriodicReviewDto, ReviewBody, ReviewDto } from './approval.dto.js';
import { isIndependent, stateAfterPeriodicReview, stateAfterReview } from './approval.rules.js';
import { Contributor } from '../co-production/contributor.entity.js';
import { PeriodicReview, QaReview, QaReviewer } from './qa-review.entity.js';
import { CourseVersion } from '../versions/course-version.entity.js';
import { courseRefusals } from '../course.refusals.js';
import { isInvolved } from '../versions/course-version.policy.js';
import { lockVersion } from '../versions/course-version.queries.js';
import { versionMoves } from '../versions/course-version.rules.js';
import { CourseVersionService } from '../versions/course-version.service.js';
import { relationTo } from '../versions/course-version.presenter.js';

const reviews = `
  select ${columnsOf(QaReview, 'r', 'id', 'versionId', 'outcome', 'reasons', 'contentHash')},
    ${instant('r.recorded_at')} as "recordedAt", ${instant('r.voided_at')} as "voidedAt",
    (
      select coalesce(
        json_agg(
          json_build_object('personId', w.person_id, 'livedExperience', w.lived_experience)
          order by w.person_id
        ),
        '[]'
      )
      from qa_reviewer w
      where w.review_id = r.id and w.lived_experience is not null
    ) as reviewers
  from qa_review r`;

const periodicReviews = `
  select ${columnsOf(PeriodicReview, 'p', 'id', 'versionId', 'heldOn', 'learnerParticipants', 'evaluationSummary')},
    ${columnsOf(PeriodicReview, 'p', 'decision', 'nextDueOn')}, ${instant('p.recorded_at')} as "recordedAt"
  from periodic_review p`;

/** Looking at a version before it is published, and every year after (BR-6, BR-11). */
@Injectable()
export class ReviewService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly college: CollegeService,
    private readonly clock: Clock,
    private readonly versions: CourseVersionService,
  ) {}

  /**
   * Records what a review came to. 409 `state_conflict` when the version is not in review; 422 `qa_reviewer_conflict`
   * when an approval lacks an independent reviewer with lived experience (BR-6), `people_unknown`. Higher modules may
   * object to a reviewer.
   */
  review(actor: Actor, versionId: string, { outcome, reasons, reviewers }: ReviewBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const { version } = await lockVersion(tx, actor, versionId);
      const to = transition(versionMoves, version.state, stateAfterReview[outcome]);
      const contributors = await tx.find(Contributor, {
        select: { personId: true },
        where: { versionId, joinedAt: Not(IsNull()) },
      });
      if (
        outcome === 'approve' &&
        !isIndependent(
          reviewers,
          contributors.map(({ personId }) => personId),
        )
      )
        throw refuse(courseRefusals.qa_reviewer_conflict);
      const id = newId();
      await tx.insert(QaReview, {
        id,
        versionId,
        contentHash: version.contentHash,
        outcome,
        reasons,
        recordedBy: actor.personId,
        recordedAt: this.clock.now(),
      });
      await tx.insert(
        QaReviewer,
        reviewers.map(({ personId, livedExperience }) => ({ reviewId: id, personId, livedExperience })),
      );
      await this.events.checkBefore(tx, 'qa_review', id, actor);
      await tx.update(CourseVersion, { id: versionId }, { state: to });
      await this.events.record(tx, actor, {
        type: 'course_version.reviewed',
        subjectId: versionId,
        from: version.state,
        to,
        refs: { reviewId: id, outcome },
      });
      return id;
    });
  }

  /**
   * Records the yearly review of a published version: keeping it makes the next one due an interval later. 422
   * `not_held_yet`.
   */
  reviewPeriodically(actor: Actor, versionId: string, body: PeriodicReviewBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const { version } = await lockVersion(tx, actor, versionId);
      const { today } = await this.college.registrationPolicy(tx);
      if (body.heldOn > today) throw refuse(courseRefusals.not_held_yet);
      const to = stateAfterPeriodicReview[body.decision];
      if (version.state !== to) transition(versionMoves, version.state, to);
      const kept = body.decision === 'keep';
      const nextDueOn =
        kept || version.reviewDueOn === null
          ? monthsLater(body.heldOn, (await this.college.policy(tx)).reviewIntervalMonths)
          : version.reviewDueOn;
      const id = newId();
      await tx.insert(PeriodicReview, {
        id,
        versionId,
        heldOn: body.heldOn,
        learnerParticipants: body.learnerParticipants,
        evaluationSummary: body.evaluationSummary,
        decision: body.decision,
        nextDueOn,
        recordedBy: actor.personId,
        recordedAt: this.clock.now(),
      });
      await tx.update(CourseVersion, { id: versionId }, { state: to, reviewDueOn: nextDueOn });
      await this.events.record(tx, actor, {
        type: 'course_version.reviewed_periodically',
        subjectId: versionId,
        from: version.state,
        to,
        refs: { decision: body.decision, nextDueOn },
      });
      return id;
    });
  }

  one(id: string): Promise<ReviewDto> {
    return this.found<ReviewDto>(`${reviews} where r.id = $1`, id);
  }

  onePeriodic(id: string): Promise<PeriodicReviewDto> {
    return this.found<PeriodicReviewDto>(`${periodicReviews} where p.id = $1`, id);
  }

  /** For the group and staff; 403 for others who see the version. */
  async list(actor: Actor, versionId: string): Promise<ReviewDto[]> {
    await this.refuseOutsiders(actor, versionId);
    return this.database.rows<ReviewDto>(`${reviews} where r.version_id = $1 order by r.recorded_at, r.id limit 200`, [
      versionId,
    ]);
  }

  /** For the group and staff; 403 for others who see the version. */
  async listPeriodic(actor: Actor, versionId: string): Promise<PeriodicReviewDto[]> {
    await this.refuseOutsiders(actor, versionId);
    return this.database.rows<PeriodicReviewDto>(
      `${periodicReviews} where p.version_id = $1 order by p.held_on, p.id limit 200`,
      [versionId],
    );
  }

  private async refuseOutsiders(actor: Actor, versionId: string): Promise<void> {
    if (!isInvolved(relationTo(await this.versions.read(actor, versionId), actor)))
      throw refuse(platformRefusals.forbidden);
  }

  private async found<T extends object>(statement: string, id: string): Promise<T> {
    const found = await this.database.row<T>(statement, [id]);
    if (!found) throw refuse(platformRefusals.not_found);
    return found;
  }
}
