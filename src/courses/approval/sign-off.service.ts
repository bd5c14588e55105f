import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { changed, instant, rows } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import type { SignOffBody, SignOffDto } from './approval.dto.js';
import { SignOff } from './sign-off.entity.js';
import { courseRefusals } from '../course.refusals.js';
import { canSignAs, isInvolved } from '../versions/course-version.policy.js';
import { lockVersion } from '../versions/course-version.queries.js';
import { isPublished, isSignable } from '../versions/course-version.rules.js';
import { CourseVersionService } from '../versions/course-version.service.js';
import { relationTo } from '../versions/course-version.presenter.js';

const signOffs = `
  select ${columnsOf(SignOff, 's', 'id', 'versionId', 'personId', 'asRole', 'contentHash')},
    ${instant('s.signed_at')} as "signedAt", ${instant('s.withdrawn_at')} as "withdrawnAt",
    ${instant('s.voided_at')} as "voidedAt", s.standing is not null as live
  from sign_off s`;

/** Signing off the content of a version, by those who wrote it (BR-3, BR-4). */
@Injectable()
export class SignOffService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly versions: CourseVersionService,
  ) {}

  /**
   * 403 `not_contributor_in_role`, 409 `content_changed_since_read`, `signed_off_already` or `version_not_editable`.
   */
  sign(actor: Actor, versionId: string, { asRole, contentHash }: SignOffBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const { version, standing } = await lockVersion(tx, actor, versionId);
      if (!canSignAs(standing, asRole))
        throw refuse(courseRefusals.not_contributor_in_role, { values: { role: asRole } });
      if (!isSignable(version.state))
        throw refuse(courseRefusals.version_not_editable, { values: { state: version.state } });
      if (version.contentHash !== contentHash) throw refuse(courseRefusals.content_changed_since_read);
      const id = newId();
      await changed(
        tx,
        `
          insert into sign_off (id, version_id, contributor_id, person_id, as_role, content_hash, signed_at)
          select $1, version_id, id, person_id, contribution_role, $5, $6
          from contributor
          where version_id = $2 and person_id = $3 and contribution_role = $4 and state = 'active'`,
        [id, versionId, actor.personId, asRole, contentHash, this.clock.now()],
      );
      await this.events.record(tx, actor, { type: 'sign_off.given', subjectId: id, refs: { versionId, asRole } });
      return id;
    });
  }

  /** Takes my live sign-offs back, before publication. 404 `nothing_signed_off`, 409 `version_immutable`. */
  async withdraw(actor: Actor, versionId: string): Promise<void> {
    await this.database.command(actor, async (tx) => {
      const { version } = await lockVersion(tx, actor, versionId);
      if (isPublished(version.state)) throw refuse(courseRefusals.version_immutable);
      const withdrawn = await rows<Pick<SignOff, 'id'>>(
        tx,
        `
          update sign_off
          set withdrawn_at = $3
          where version_id = $1 and person_id = $2 and standing is not null
          returning ${columnsOf(SignOff, 'sign_off', 'id')}`,
        [versionId, actor.personId, this.clock.now()],
      );
      if (withdrawn.length === 0) throw refuse(courseRefusals.nothing_signed_off);
      await this.events.record(
        tx,
        actor,
        ...withdrawn.map(({ id }) => ({ type: 'sign_off.withdrawn', subjectId: id, refs: { versionId } })),
      );
      return versionId;
    });
  }

  async one(id: string): Promise<SignOffDto> {
    const found = await this.database.row<SignOffDto>(`${signOffs} where s.id = $1`, [id]);
    if (!found) throw refuse(platformRefusals.not_found);
    return found;
  }

  /** For the group and staff; 403 for others who see the version. */
  async list(actor: Actor, versionId: string): Promise<SignOffDto[]> {
    const version = await this.versions.read(actor, versionId);
    if (!isInvolved(relationTo(version, actor))) throw refuse(platformRefusals.forbidden);
    return this.database.rows<SignOffDto>(`${signOffs} where s.version_id = $1 order by s.signed_at, s.id limit 200`, [
      versionId,
    ]);
  }
}
