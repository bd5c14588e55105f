import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { changed, row, type Tx } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { platformRefusals, stale } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { transition } from '../../platform/states/state-table.js';
import type { ContributionChange, ContributorDto, InvitationBody } from './contributor.dto.js';
import { Contributor } from './contributor.entity.js';
import { type ContributorState, contributorMoves } from './contributor.rules.js';
import { canActOn, type ContributorRow, presentContributor } from './contributor.presenter.js';
import { courseRefusals } from '../course.refusals.js';
import { isInvolved } from '../versions/course-version.policy.js';
import { lockVersion } from '../versions/course-version.queries.js';
import { isEditable, isPublished } from '../versions/course-version.rules.js';
import { CourseVersionService } from '../versions/course-version.service.js';
import { relationTo } from '../versions/course-version.presenter.js';

const contributors = `
  select ${columnsOf(Contributor, 'g')}, c.title as "courseTitle", p.chosen_name as "chosenName"
  from contributor g
  join person p on p.id = g.person_id
  join course_version v on v.id = g.version_id
  join course c on c.id = v.course_id`;

/**
 * The people who make a version together: who they are, what they give, and how they are credited (BR-1, BR-9, BR-10,
 * BR-16).
 */
@Injectable()
export class ContributorService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly versions: CourseVersionService,
  ) {}

  /** 409 `version_immutable`, `version_not_editable` or `contributor_already`; 422 `people_unknown`. */
  invite(actor: Actor, versionId: string, body: InvitationBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const { version } = await lockVersion(tx, actor, versionId);
      if (isPublished(version.state)) throw refuse(courseRefusals.version_immutable);
      if (!isEditable(version.state))
        throw refuse(courseRefusals.version_not_editable, { values: { state: version.state } });
      return this.insert(tx, actor, versionId, body);
    });
  }

  /** For a command of this module that invites somebody. */
  async insert(
    tx: Tx,
    actor: Actor,
    versionId: string,
    { personId, contributionRole }: InvitationBody,
  ): Promise<string> {
    const id = newId();
    await tx.insert(Contributor, { id, versionId, personId, contributionRole, invitedAt: this.clock.now() });
    await this.events.record(tx, actor, {
      type: 'contributor.invited',
      subjectId: id,
      personId,
      refs: { versionId, contributionRole },
    });
    return id;
  }

  /** Joins the group, oneself. 403 for somebody else's invitation, 409 `state_conflict`. */
  accept(actor: Actor, id: string): Promise<string> {
    return this.moveContributor(actor, id, 'active', 'joinedAt');
  }

  /** Leaves the group, or declines the invitation; what was given stays credited. */
  stepBack(actor: Actor, id: string): Promise<string> {
    return this.moveContributor(actor, id, 'stepped_back', 'endedAt');
  }

  /**
   * 403 `credit_is_personal` when somebody else's credit is changed, 412 stale, 422 `alias_missing`. Work and pay:
   * oneself or staff.
   */
  async change(
    actor: Actor,
    id: string,
    expected: number,
    { creditAs, workMinutes, remuneration }: ContributionChange,
  ): Promise<void> {
    await this.database.command(actor, async (tx) => {
      const contributor = await this.lockContributor(tx, actor, id);
      if (creditAs && contributor.personId !== actor.personId) throw refuse(courseRefusals.credit_is_personal);
      if (contributor.version !== expected) throw stale(contributor.version);
      const alias = creditAs?.alias ?? null;
      if (creditAs && (creditAs.kind === 'alias') !== (alias !== null)) throw refuse(courseRefusals.alias_missing);
      const creditChanged =
        creditAs !== undefined && (creditAs.kind !== contributor.creditKind || alias !== contributor.creditAlias);
      await tx.update(
        Contributor,
        { id },
        {
          id,
          workMinutes,
          remuneration,
          ...(creditChanged && { creditKind: creditAs.kind, creditAlias: alias, creditChangedAt: this.clock.now() }),
        },
      );
      const type = creditChanged ? 'contributor.credit_changed' : 'contributor.changed';
      await this.events.record(tx, actor, {
        type,
        subjectId: id,
        personId: contributor.personId,
        refs: { versionId: contributor.versionId },
      });
      return id;
    });
  }

  /** For the person, the group and staff. */
  async one(actor: Actor, id: string): Promise<ContributorDto> {
    const found = await this.database.row<ContributorRow>(`${contributors} where g.id = $1`, [id]);
    if (!found) throw refuse(platformRefusals.not_found);
    if (!canActOn(found, actor) && !isInvolved(relationTo(await this.versions.read(actor, found.versionId), actor)))
      throw refuse(platformRefusals.not_found);
    return presentContributor(found, actor);
  }

  /** The group of a version; 403 for others who see the version. */
  async list(actor: Actor, versionId: string): Promise<ContributorDto[]> {
    const standing = relationTo(await this.versions.read(actor, versionId), actor);
    if (!isInvolved(standing) && !standing.invited) throw refuse(platformRefusals.forbidden);
    const found = await this.database.rows<ContributorRow>(
      `${contributors} where g.version_id = $1 order by g.invited_at, g.id limit 200`,
      [versionId],
    );
    return found.map((each) => presentContributor(each, actor));
  }

  /** What I was invited to and take part in, newest first; at most 200. */
  async mine(actor: Actor): Promise<ContributorDto[]> {
    const found = await this.database.rows<ContributorRow>(
      `${contributors} where g.person_id = $1 order by g.id desc limit 200`,
      [actor.personId],
    );
    return found.map((each) => presentContributor(each, actor));
  }

  private moveContributor(actor: Actor, id: string, to: ContributorState, at: 'joinedAt' | 'endedAt'): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const contributor = await this.lockContributor(tx, actor, id);
      if (to === 'active' && contributor.personId !== actor.personId) throw refuse(platformRefusals.forbidden);
      transition(contributorMoves, contributor.state, to);
      await tx.update(Contributor, { id }, { state: to, [at]: this.clock.now() });
      const type = to === 'active' ? 'contributor.joined' : 'contributor.stepped_back';
      await this.events.record(tx, actor, {
        type,
        subjectId: id,
        personId: contributor.personId,
        from: contributor.state,
        to,
        refs: { versionId: contributor.versionId },
      });
      return id;
    });
  }

  /** For the person and staff; 403 for the rest of the group, 404 for everybody else. */
  private async lockContributor(tx: Tx, actor: Actor, id: string): Promise<ContributorRow> {
    await changed(
      tx,
      'select from course_version where id = (select version_id from contributor where id = $1) for no key update',
      [id],
    );
    const found = await row<ContributorRow>(tx, `${contributors} where g.id = $1`, [id]);
    if (!found) throw refuse(platformRefusals.not_found);
    if (canActOn(found, actor)) return found;
    const { standing } = await lockVersion(tx, actor, found.versionId);
    throw refuse(isInvolved(standing) ? platformRefusals.forbidden : platformRefusals.not_found);
  }
}
