import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { CollegeService } from '../../college/college.service.js';
import { monthsLater } from '../../platform/calendar.js';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { rows, type Tx } from '../../platform/database/sql.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse, refuseUnmet, type UnmetGate } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { transition } from '../../platform/states/state-table.js';
import { CourseVersion } from '../versions/course-version.entity.js';
import { courseRefusals } from '../course.refusals.js';
import { unmetForPublication, unmetForSubmission, unmetToPublish } from './readiness.rules.js';
import { signedPair } from './sign-off.rules.js';
import { isInvolved } from '../versions/course-version.policy.js';
import { lockVersion, readinessFacts } from '../versions/course-version.queries.js';
import { isPublished, versionMoves } from '../versions/course-version.rules.js';

/** The steps of a version from the group's hands to the prospectus, and out of it again. */
@Injectable()
export class PublicationService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly college: CollegeService,
    private readonly clock: Clock,
  ) {}

  /**
   * Every gate that is still closed on the way to publication. 404 for a draft of others, 403 for somebody outside the
   * group.
   */
  readiness(actor: Actor, id: string): Promise<UnmetGate[]> {
    return this.database.transaction(async (tx) => {
      const { version, standing } = await lockVersion(tx, actor, id);
      if (!isInvolved(standing)) throw refuse(platformRefusals.forbidden);
      return unmetToPublish(await this.facts(tx, version));
    });
  }

  /**
   * Hands a draft to review. 422 `coproduction_roles_missing` (BR-1), `no_shared_meeting` (BR-2), `content_incomplete`,
   * with all that is unmet.
   */
  async submit(actor: Actor, id: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const { version, standing } = await lockVersion(tx, actor, id);
      if (!isInvolved(standing)) throw refuse(platformRefusals.forbidden);
      const to = transition(versionMoves, version.state, 'in_review');
      refuseUnmet(unmetForSubmission(await this.facts(tx, version)));
      await tx.update(CourseVersion, { id }, { state: to });
      await this.events.record(tx, actor, { type: 'course_version.submitted', subjectId: id, from: version.state, to });
      return id;
    });
  }

  /**
   * Publishes an approved version on its two sign-offs; the version before is superseded. 409 `state_conflict` when it
   * was published already; 422 with every unmet gate: `signoff_missing`, `signoff_stale`, `signoff_same_person` (BR-3),
   * `warnings_undeclared` (BR-7), `warned_activity_not_skippable` (BR-8), `fee_while_free` (BR-19), `review_missing`.
   */
  async publish(actor: Actor, id: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      // The course is locked first, so that two versions of it are not published side by side.
      await rows(
        tx,
        'select from course where id = (select course_id from course_version where id = $1) for no key update',
        [id],
      );
      const { version } = await lockVersion(tx, actor, id);
      if (isPublished(version.state)) transition(versionMoves, version.state, 'approved');
      const facts = await this.facts(tx, version);
      refuseUnmet(unmetForPublication(facts));
      const to = transition(versionMoves, version.state, 'published');
      const pair = signedPair(facts.signOffs, version.contentHash);
      if (!pair) throw refuse(courseRefusals.signoff_missing, { values: { role: 'lived' } });
      await this.supersede(tx, actor, version.courseId, id);
      const { today } = await this.college.registrationPolicy(tx);
      const { reviewIntervalMonths } = await this.college.policy(tx);
      await tx.update(
        CourseVersion,
        { id },
        {
          state: to,
          coProduced: true,
          publishedAt: this.clock.now(),
          reviewDueOn: monthsLater(today, reviewIntervalMonths),
          livedSignOffId: pair.lived.id,
          livedSignerId: pair.lived.personId,
          learnedSignOffId: pair.learned.id,
          learnedSignerId: pair.learned.personId,
        },
      );
      await this.events.record(tx, actor, {
        type: 'course_version.published',
        subjectId: id,
        from: version.state,
        to,
        refs: { courseId: version.courseId },
      });
      return id;
    });
  }

  /** Takes a version out of use. Higher modules object while runs of it lie ahead: 422 `future_runs_exist` (BR-13). */
  async retire(actor: Actor, id: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const { version } = await lockVersion(tx, actor, id);
      const to = transition(versionMoves, version.state, 'retired');
      await this.events.checkBefore(tx, 'course_version.retirement', id, actor);
      await tx.update(CourseVersion, { id }, { state: to });
      await this.events.record(tx, actor, { type: 'course_version.retired', subjectId: id, from: version.state, to });
      return id;
    });
  }

  private async facts(tx: Tx, version: CourseVersion) {
    return readinessFacts(tx, version, (await this.college.current(tx)).freeOfCharge);
  }

  private async supersede(tx: Tx, actor: Actor, courseId: string, byId: string): Promise<void> {
    const earlier = await tx.find(CourseVersion, {
      select: { id: true, state: true },
      where: { courseId, state: In(['published', 'under_review']) },
      lock: { mode: 'for_no_key_update' },
    });
    const superseded = earlier.map(({ id, state }) => ({
      type: 'course_version.superseded',
      subjectId: id,
      from: state,
      to: transition(versionMoves, state, 'superseded'),
      refs: { byId },
    }));
    if (superseded.length === 0) return;
    await tx.update(CourseVersion, { id: In(earlier.map(({ id }) => id)) }, { state: 'superseded' });
    await this.events.record(tx, actor, ...superseded);
  }
}
