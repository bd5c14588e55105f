import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { CollegeService } from '../../college/college.service.js';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { instant, row, type Tx } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { platformRefusals, stale } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { lastRunnableDay } from '../approval/approval.rules.js';
import { differences, type Difference } from './comparison.rules.js';
import type { SessionPlan } from './content.dto.js';
import { blankContent, type Content, contentHash, contentOf, edited, fileIdsOf } from './content.rules.js';
import { Course } from '../catalogue/course.entity.js';
import { CourseFile } from './course-file.entity.js';
import { CourseVersion } from './course-version.entity.js';
import { courseRefusals } from '../course.refusals.js';
import { areEligible } from '../catalogue/eligibility.rules.js';
import type { CourseVersionBody, CourseVersionChange, CourseVersionSummary } from './course-version.dto.js';
import { isContributor, isCourseStaff } from './course-version.policy.js';
import { lockVersion, type Voided, voidApprovals } from './course-version.queries.js';
import { isCurrent, isEditable, isPublished, nextSemver } from './course-version.rules.js';
import { isVisible, type VersionRow, viewStatement } from './course-version.presenter.js';

const runnableFields = [
  'id',
  'courseId',
  'deliveryModes',
  'capacityDefault',
  'cohortMinimum',
  'maxLearnersPerFacilitator',
  'minimumAge',
  'sessionPlans',
  'coProduced',
] as const;

/** What a run takes from its version. */
export type RunnableVersion = Pick<CourseVersion, (typeof runnableFields)[number]> & { courseTitle: string };

/** Writing and reading the versions of a course. */
@Injectable()
export class CourseVersionService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly college: CollegeService,
    private readonly clock: Clock,
  ) {}

  /**
   * A new version: blank, with content, or derived. 404 for an unknown course, 409 `semver_taken`, 422
   * `different_courses`.
   */
  create(actor: Actor, courseId: string, { derivedFromId, semver, ...wish }: CourseVersionBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      if (!(await tx.existsBy(Course, { id: courseId }))) throw refuse(platformRefusals.not_found);
      const parent = derivedFromId === undefined ? null : await tx.findOneBy(CourseVersion, { id: derivedFromId });
      if (derivedFromId !== undefined && parent?.courseId !== courseId) throw refuse(courseRefusals.different_courses);
      const taken = await tx.find(CourseVersion, { select: { semver: true }, where: { courseId } });
      const start = parent ? contentOf(parent) : await this.blank(tx);
      const content = edited(start, wish);
      await this.refuseWhatMayNotStand(tx, courseId, content);
      const written = parent !== null || differences(start, content).length > 0;
      return this.insert(tx, actor, {
        courseId,
        content,
        derivedFromId: derivedFromId ?? null,
        semver: semver ?? nextSemver(taken.map((each) => each.semver)),
        state: written ? 'drafted' : 'in_coproduction',
      });
    });
  }

  /** For a command of this module that makes a version. */
  async insert(
    tx: Tx,
    actor: Actor,
    {
      content,
      ...version
    }: Pick<CourseVersion, 'courseId' | 'semver' | 'derivedFromId' | 'state'> & { content: Content },
  ): Promise<string> {
    const id = newId();
    await tx.insert(CourseVersion, {
      id,
      ...version,
      ...content,
      contentHash: contentHash(content),
      createdAt: this.clock.now(),
    });
    await this.events.record(tx, actor, {
      type: 'course_version.created',
      subjectId: id,
      to: version.state,
      refs: { courseId: version.courseId },
    });
    return id;
  }

  /** The college's own numbers, and nothing written yet. */
  async blank(tx: Tx): Promise<Content> {
    const policy = await this.college.policy(tx);
    return blankContent({
      capacityDefault: policy.runCapacityDefault,
      cohortMinimum: policy.runCohortMinimum,
      maxLearnersPerFacilitator: policy.runMaxLearnersPerFacilitator,
    });
  }

  /**
   * Edits a draft; answers what the edit made void (BR-4). 403 for somebody outside the group, 409 `version_immutable`
   * (BR-5) or `version_not_editable`, 412 when somebody else changed it meanwhile, 422 `ineligible_rule_type` (BR-20),
   * `fee_while_free` (BR-19) or `file_unknown`.
   */
  async edit(actor: Actor, id: string, expected: number, wish: CourseVersionChange): Promise<Voided> {
    let voided: Voided = { signOffs: [], reviewIds: [] };
    await this.database.command(actor, async (tx) => {
      const { version, standing } = await lockVersion(tx, actor, id);
      if (isPublished(version.state)) throw refuse(courseRefusals.version_immutable);
      if (!isContributor(standing)) throw refuse(platformRefusals.forbidden);
      if (!isEditable(version.state))
        throw refuse(courseRefusals.version_not_editable, { values: { state: version.state } });
      if (version.version !== expected) throw stale(version.version);
      const content = edited(version, wish);
      await this.refuseWhatMayNotStand(tx, version.courseId, content);
      if (differences(contentOf(version), content).length === 0) return id;
      voided = await voidApprovals(tx, id, this.clock.now());
      await tx.update(CourseVersion, { id }, { ...content, contentHash: contentHash(content), state: 'drafted' });
      await this.events.record(
        tx,
        actor,
        { type: 'course_version.edited', subjectId: id, from: version.state, to: 'drafted' },
        ...voided.signOffs.map(({ id: signOffId, personId }) => ({
          type: 'sign_off.voided',
          subjectId: signOffId,
          personId,
          refs: { versionId: id },
        })),
      );
      return id;
    });
    return voided;
  }

  /** 404 for a draft of others. */
  async read(actor: Actor, id: string): Promise<VersionRow> {
    const found = await this.database.row<VersionRow>(viewStatement, [id, actor.personId]);
    if (!found || !isVisible(found, actor)) throw refuse(platformRefusals.not_found);
    return found;
  }

  /**
   * The versions of a course that the actor may see, newest first; at most 200. 404 for a course that they may not see.
   */
  async list(actor: Actor, courseId: string): Promise<CourseVersionSummary[]> {
    const items = await this.database.rows<CourseVersionSummary>(
      `
        select ${columnsOf(CourseVersion, 'v', 'id', 'semver', 'state', 'reviewDueOn')},
          ${instant('v.published_at')} as "publishedAt"
        from course_version v
        where v.course_id = $1
          and (
            $3
              or v.state in ('published', 'under_review', 'superseded', 'retired')
              or exists (
                select
                from contributor g
                where g.version_id = v.id and g.person_id = $2 and g.state <> 'stepped_back'
              )
              or exists (select from course_proposal p where p.id = v.id and p.proposed_by = $2)
          )
        order by string_to_array(v.semver, '.')::int[] desc
        limit 200`,
      [courseId, actor.personId, isCourseStaff(actor)],
    );
    if (items.length === 0) await this.mustKnow(actor, courseId);
    return items;
  }

  /** Whoever sees no version of a course knows of the course only as one of its staff. */
  private async mustKnow(actor: Actor, courseId: string): Promise<void> {
    if (!isCourseStaff(actor) || !(await this.database.manager.existsBy(Course, { id: courseId })))
      throw refuse(platformRefusals.not_found);
  }

  /**
   * What differs from this version to another one of the same course. 404 for one that is hidden, 422
   * `different_courses`.
   */
  async compare(actor: Actor, fromId: string, toId: string): Promise<Difference[]> {
    const from = await this.read(actor, fromId);
    const to = await this.read(actor, toId);
    if (from.courseId !== to.courseId) throw refuse(courseRefusals.different_courses);
    return differences(contentOf(from), contentOf(to));
  }

  /**
   * What a new run needs of its version; the version cannot be retired or superseded until the transaction ends. 404
   * unknown, 409 `version_superseded` (BR-12), 422 `version_not_published` or `review_overdue` (BR-11).
   */
  async runnable(tx: Tx, versionId: string): Promise<RunnableVersion> {
    const found = await row<RunnableVersion & Pick<CourseVersion, 'state' | 'reviewDueOn'>>(
      tx,
      `
        select ${columnsOf(CourseVersion, 'v', ...runnableFields, 'state', 'reviewDueOn')}, c.title as "courseTitle"
        from course_version v
        join course c on c.id = v.course_id
        where v.id = $1
        for share of v`,
      [versionId],
    );
    if (!found) throw refuse(platformRefusals.not_found);
    const { state, reviewDueOn, ...version } = found;
    if (state === 'superseded') throw refuse(courseRefusals.version_superseded);
    if (!isCurrent(state) || reviewDueOn === null) throw refuse(courseRefusals.version_not_published);
    const { today } = await this.college.registrationPolicy(tx);
    const { reviewGraceDays } = await this.college.policy(tx);
    if (today > lastRunnableDay(reviewDueOn, reviewGraceDays))
      throw refuse(courseRefusals.review_overdue, { values: { due: reviewDueOn } });
    return version;
  }

  /** The version to which a run moves, as `runnable`, and the plans that it leaves. 422 `different_courses`. */
  async runnableInstead(
    tx: Tx,
    of: string,
    versionId: string,
  ): Promise<RunnableVersion & { heldPlans: SessionPlan[] }> {
    const version = await this.runnable(tx, versionId);
    const held = await tx.findOneByOrFail(CourseVersion, { id: of });
    if (held.courseId !== version.courseId) throw refuse(courseRefusals.different_courses);
    return { ...version, heldPlans: held.sessionPlans };
  }

  private async refuseWhatMayNotStand(tx: Tx, courseId: string, content: Content): Promise<void> {
    if (!areEligible(content.eligibilityRules)) throw refuse(courseRefusals.ineligible_rule_type);
    if (content.feeCents > 0 && (await this.college.current(tx)).freeOfCharge)
      throw refuse(courseRefusals.fee_while_free);
    const fileIds = fileIdsOf(content);
    if (fileIds.length === 0) return;
    const known = await tx.countBy(CourseFile, { courseId, id: In(fileIds) });
    if (known < fileIds.length) throw refuse(courseRefusals.file_unknown);
  }
}
