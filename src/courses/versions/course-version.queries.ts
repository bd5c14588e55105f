import type { Actor } from '../../platform/actor.js';
import { row, rows, type Tx } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { QaReview } from '../approval/qa-review.entity.js';
import { SignOff } from '../approval/sign-off.entity.js';
import { CourseVersion } from './course-version.entity.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import type { ContributionRole } from '../co-production/contributor.rules.js';
import type { ReadinessFacts } from '../approval/readiness.rules.js';
import type { SignOffFact } from '../approval/sign-off.rules.js';
import { canSeeVersion, isCourseStaff, type VersionRelation } from './course-version.policy.js';

/** What a person ($2) is to a version (`v`). */
export const relationColumns = `
  coalesce(
    (
      select array_agg(g.contribution_role::text)
      from contributor g
      where g.version_id = v.id and g.person_id = $2 and g.state = 'active'
    ),
    '{}'
  ) as roles,
  exists (
    select
    from contributor g
    where g.version_id = v.id and g.person_id = $2 and g.state = 'invited'
  ) as invited,
  exists (select from course_proposal p where p.id = v.id and p.proposed_by = $2) as proposer,
  exists (select from sign_off s where s.version_id = v.id and s.person_id = $2 and s.standing is not null) as signed`;

export interface LockedVersion {
  version: CourseVersion;
  standing: VersionRelation;
}

/** The version under its lock, and what the actor is to it. 404 when the actor may not see it. */
export async function lockVersion(tx: Tx, actor: Actor, id: string): Promise<LockedVersion> {
  const version = await tx.findOne(CourseVersion, { where: { id }, lock: { mode: 'for_no_key_update' } });
  const found = await row<Omit<VersionRelation, 'staff'>>(
    tx,
    `select ${columnsOf(CourseVersion, 'v', 'state')}, ${relationColumns} from course_version v where v.id = $1`,
    [id, actor.personId],
  );
  const standing = found && { ...found, staff: isCourseStaff(actor) };
  if (!version || !standing || !canSeeVersion(standing)) throw refuse(platformRefusals.not_found);
  return { version, standing };
}

/** Every sign-off that a version ever got, oldest first. */
export const signOffsOf = (tx: Tx, versionId: string): Promise<SignOffFact[]> =>
  rows<SignOffFact>(
    tx,
    `
      select ${columnsOf(SignOff, 's', 'id', 'personId', 'asRole', 'contentHash')}, s.standing is not null as live
      from sign_off s
      where s.version_id = $1
      order by s.signed_at, s.id`,
    [versionId],
  );

/** The facts that the gates on the way to publication look at. */
export async function readinessFacts(tx: Tx, version: CourseVersion, collegeIsFree: boolean): Promise<ReadinessFacts> {
  const group = await row<{ roles: ContributionRole[]; met: boolean }>(
    tx,
    `
      select coalesce(
          (
            select array_agg(distinct contribution_role::text)
            from contributor
            where version_id = $1 and state = 'active'
          ),
          '{}'
        ) as roles,
        exists (
          select
          from coproduction_attendance a
          join contributor c on c.id = a.contributor_id
          where a.version_id = $1
          group by a.meeting_id
          having bool_or(c.contribution_role = 'lived') and bool_or(c.contribution_role = 'learned')
        ) as met`,
    [version.id],
  );
  return {
    state: version.state,
    content: version,
    contentHash: version.contentHash,
    activeRoles: group?.roles ?? [],
    sharedMeeting: group?.met ?? false,
    signOffs: await signOffsOf(tx, version.id),
    collegeIsFree,
  };
}

/** Voids the live sign-offs and reviews of a version whose content changes, and answers them (BR-4). */
export async function voidApprovals(tx: Tx, versionId: string, at: Date): Promise<Voided> {
  const signOffs = await rows<VoidedSignOff>(
    tx,
    `
      update sign_off
      set voided_at = $2
      where version_id = $1 and standing is not null
      returning ${columnsOf(SignOff, 'sign_off', 'id', 'personId', 'asRole', 'signedAt')}`,
    [versionId, at],
  );
  const reviews = await rows<Pick<QaReview, 'id'>>(
    tx,
    `
      update qa_review
      set voided_at = $2
      where version_id = $1 and voided_at is null
      returning ${columnsOf(QaReview, 'qa_review', 'id')}`,
    [versionId, at],
  );
  return { signOffs, reviewIds: reviews.map(({ id }) => id) };
}

export interface Voided {
  signOffs: VoidedSignOff[];
  reviewIds: string[];
}

export type VoidedSignOff = Pick<SignOff, 'id' | 'personId' | 'asRole' | 'signedAt'>;
