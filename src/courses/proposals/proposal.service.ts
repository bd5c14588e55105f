import { Injectable } from '@nestjs/common';
import { RegistrationService } from '../../people/registration/registration.service.js';
import type { Actor } from '../../platform/actor.js';
import { isOwnRecord, refuseOwnRecord } from '../../platform/access/own-record.rules.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { isFoundSql } from '../../platform/database/found.sql.js';
import { instant, row } from '../../platform/database/sql.js';
import { columnsOf, findRow } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { decodeCursor } from '../../platform/http/cursor.js';
import { type Page, pageOf } from '../../platform/http/pagination.js';
import { transition } from '../../platform/states/state-table.js';
import { ContributorService } from '../co-production/contributor.service.js';
import { CourseVersion } from '../versions/course-version.entity.js';
import { courseRefusals } from '../course.refusals.js';
import { CourseService } from '../catalogue/course.service.js';
import { CourseProposal } from './course-proposal.entity.js';
import type { DeclineBody, ProposalBody, ProposalDto, ProposalQuery } from './proposal.dto.js';
import { isCourseStaff } from '../versions/course-version.policy.js';
import { lockVersion } from '../versions/course-version.queries.js';
import { versionMoves, type VersionState } from '../versions/course-version.rules.js';
import { CourseVersionService } from '../versions/course-version.service.js';

/** Proposals that a person ($1, staff: $2) may see: their own, and all for staff. */
const seenProposals = `
  select *
  from (
    select ${columnsOf(CourseProposal, 'p', 'id', 'idea', 'proposedBy', 'contributionRole', 'declineReason')},
      ${columnsOf(CourseProposal, 'p', 'declineNote', 'version')}, ${instant('p.proposed_at')} as "proposedAt",
      ${instant('p.decided_at')} as "decidedAt", v.course_id as "courseId", c.title, c.topic,
      case
        when p.decided_at is null then 'open'
        when p.decline_reason is null then 'accepted'
        else 'declined'
      end as state
    from course_proposal p
    join course_version v on v.id = p.id
    join course c on c.id = v.course_id
    where $2 or p.proposed_by = $1
  ) seen`;

type ProposalRow = Omit<ProposalDto, 'can'>;

/** Courses that learners would like the college to make (BR-17). */
@Injectable()
export class ProposalService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly registrations: RegistrationService,
    private readonly courses: CourseService,
    private readonly versions: CourseVersionService,
    private readonly contributors: ContributorService,
  ) {}

  /** Any learner with an active registration; else 422 `not_an_active_learner` with what is missing. */
  propose(actor: Actor, { title, topic, idea, contributionRole }: ProposalBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const missing = await this.registrations.missing(tx, actor.personId);
      if (missing.length > 0) throw refuse(courseRefusals.not_an_active_learner, { errors: missing });
      const courseId = await this.courses.insert(tx, actor, { title, topic });
      const id = await this.versions.insert(tx, actor, {
        courseId,
        semver: '1.0.0',
        derivedFromId: null,
        state: 'proposed',
        content: await this.versions.blank(tx),
      });
      await tx.insert(CourseProposal, {
        id,
        proposedBy: actor.personId,
        idea,
        contributionRole,
        proposedAt: this.clock.now(),
      });
      await this.events.record(tx, actor, { type: 'course_proposal.made', subjectId: id });
      return id;
    });
  }

  /**
   * Takes the idea up; whoever proposed it is invited to the group, if they wish. 409 `state_conflict` when it was
   * decided already, 422 `own_record` for one's own.
   */
  accept(actor: Actor, id: string): Promise<string> {
    return this.decideProposal(actor, id, 'in_coproduction', {});
  }

  /** Declines with a reason that whoever proposed it sees. 409 `state_conflict` when it was decided already. */
  decline(actor: Actor, id: string, body: DeclineBody): Promise<string> {
    return this.decideProposal(actor, id, 'declined', body);
  }

  /** 404 for somebody else's, unless the actor is staff. */
  async read(actor: Actor, id: string): Promise<ProposalDto> {
    const found = await this.database.row<ProposalRow>(`${seenProposals} where id = $3`, [
      actor.personId,
      isCourseStaff(actor),
      id,
    ]);
    if (!found) throw refuse(platformRefusals.not_found);
    return present(found, actor);
  }

  /** Newest first. */
  async list(actor: Actor, { limit, cursor, title, state }: ProposalQuery): Promise<Page<ProposalDto>> {
    const scope = { list: 'course-proposals', title, state };
    const [before = null] = decodeCursor(cursor, scope, 1) ?? [];
    const found = await this.database.rows<ProposalRow>(
      `
        ${seenProposals}
        where ($3::text is null or state = $3) and ($4::uuid is null or id < $4)
          and ${isFoundSql('title', '$6', title)}
        order by id desc
        limit $5`,
      [actor.personId, isCourseStaff(actor), state ?? null, before, limit + 1, title ?? null],
    );
    return pageOf(
      found,
      limit,
      scope,
      ({ id }) => [id],
      (each) => present(each, actor),
    );
  }

  private decideProposal(
    actor: Actor,
    id: string,
    wanted: VersionState,
    { reason, note }: Partial<DeclineBody>,
  ): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const { version } = await lockVersion(tx, actor, id);
      refuseOwnRecord(actor, (await findRow(tx, CourseProposal, { id }, ['proposedBy']))?.proposedBy);
      const decided = await row<Pick<CourseProposal, 'proposedBy' | 'contributionRole'>>(
        tx,
        `
          update course_proposal
          set decided_by = $2, decided_at = $3, decline_reason = $4, decline_note = $5
          where id = $1
          returning ${columnsOf(CourseProposal, 'course_proposal', 'proposedBy', 'contributionRole')}`,
        [id, actor.personId, this.clock.now(), reason ?? null, note ?? null],
      );
      if (!decided) throw refuse(platformRefusals.not_found);
      const to = transition(versionMoves, version.state, wanted);
      await tx.update(CourseVersion, { id }, { state: to });
      const type = to === 'declined' ? 'course_proposal.declined' : 'course_proposal.accepted';
      await this.events.record(tx, actor, {
        type,
        subjectId: id,
        personId: decided.proposedBy,
        from: version.state,
        to,
      });
      if (to !== 'declined' && decided.contributionRole) {
        await this.contributors.insert(tx, actor, id, {
          personId: decided.proposedBy,
          contributionRole: decided.contributionRole,
        });
      }
      return id;
    });
  }
}

const present = (proposal: ProposalRow, actor: Actor): ProposalDto => ({
  id: proposal.id,
  courseId: proposal.courseId,
  title: proposal.title,
  topic: proposal.topic,
  idea: proposal.idea,
  proposedBy: proposal.proposedBy,
  contributionRole: proposal.contributionRole,
  proposedAt: proposal.proposedAt,
  state: proposal.state,
  decidedAt: proposal.decidedAt,
  declineReason: proposal.declineReason,
  declineNote: proposal.declineNote,
  version: proposal.version,
  can:
    isCourseStaff(actor) && !isOwnRecord(actor, proposal.proposedBy) && proposal.state === 'open'
      ? ['accept', 'decline']
      : [],
});
