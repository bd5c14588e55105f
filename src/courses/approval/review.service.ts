import { Injectable } from '@nestjs/common';
import { CollegeService } from '../../college/college.service.js';
import { monthsLater } from '../../platform/calendar.js';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { changed, instant, rows } from '../../platform/database/sql.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { transition } from '../../platform/states/state-table.js';
import type { PeriodicReviewBody, PeriodicReviewDto, ReviewBody, ReviewDto } from './approval.dto.js';
import { isIndependent, stateAfterPeriodicReview, stateAfterReview } from './approval.rules.js';
import { CourseVersion } from '../versions/course-version.entity.js';
import { courseRefusals } from '../course.refusals.js';
import { isInvolved } from '../versions/course-version.policy.js';
import { lockVersion } from '../versions/course-version.queries.js';
import { versionMoves } from '../versions/course-version.rules.js';
import { CourseVersionService } from '../versions/course-version.service.js';
import { relationTo } from '../versions/course-version.presenter.js';

const reviews = `
  select r.id, r.version_id as "versionId", r.outcome, r.reasons, r.content_hash as "contentHash",
    ${instant('r.recorded_at')} as "recordedAt", ${instant('r.voided_at')} as "voidedAt",
    (
      select json_agg(
        json_build_object('personId', w.person_id, 'livedExperience', w.lived_experience)
        order by w.person_id
      )
      from qa_reviewer w
      where w.review_id = r.id
    ) as reviewers
  from qa_review r`;

const periodicReviews = `
  select id, version_id as "versionId", held_on::text as "heldOn", learner_participants as "learnerParticipants",
    evaluation_summary as "evaluationSummary", decision, next_due_on::text as "nextDueOn",
    ${instant('recorded_at')} as "recordedAt"
  from periodic_review`;

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
      const contributors = await rows<{ id: string }>(
        tx,
        'select distinct person_id as id from contributor where version_id = $1 and joined_at is not null',
        [versionId],
      );
      if (
        outcome === 'approve' &&
        !isIndependent(
          reviewers,
          contributors.map(({ id }) => id),
        )
      )
        throw refuse(courseRefusals.qa_reviewer_conflict);
      const id = newId();
      await changed(
        tx,
        `
          insert into qa_review (id, version_id, content_hash, outcome, reasons, recorded_by, recorded_at)
          values ($1, $2, $3, $4, $5, $6, $7)`,
        [id, versionId, version.contentHash, outcome, reasons, actor.personId, this.clock.now()],
      );
      await changed(
        tx,
        `
          insert into qa_reviewer (review_id, person_id, lived_experience)
          select $1, r."personId", r."livedExperience"
          from jsonb_to_recordset($2) as r("personId" uuid, "livedExperience" boolean)`,
        [id, JSON.stringify(reviewers)],
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
      await changed(
        tx,
        `
          insert into periodic_review (
            id, version_id, held_on, learner_participants, evaluation_summary, decision, next_due_on, recorded_by,
            recorded_at
          )
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          id,
          versionId,
          body.heldOn,
          body.learnerParticipants,
          body.evaluationSummary ?? null,
          body.decision,
          nextDueOn,
          actor.personId,
          this.clock.now(),
        ],
      );
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
    return this.found<PeriodicReviewDto>(`${periodicReviews} where id = $1`, id);
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
      `${periodicReviews} where version_id = $1 order by held_on, id limit 200`,
      [versionId],
    );
  }

  private async refuseOutsiders(actor: Actor, versionId: string): Promise<void> {
    if (!isInvolved(relationTo(await this.versions.read(actor, versionId), actor)))
      throw refuse(platformRefusals.forbidden);
  }

  private async found<T extends object>(statement: string, id: string): Promise<T> {
    const found = await this.database.row<T & Record<string, unknown>>(statement, [id]);
    if (!found) throw refuse(platformRefusals.not_found);
    return found;
  }
}
