import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { changed, instant } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { courseRefusals } from '../course.refusals.js';
import { CoproductionMeeting } from './coproduction-meeting.entity.js';
import type { MeetingBody, MeetingDto } from './meeting.dto.js';
import { isInvolved } from '../versions/course-version.policy.js';
import { lockVersion } from '../versions/course-version.queries.js';
import { isEditable, isPublished } from '../versions/course-version.rules.js';
import { CourseVersionService } from '../versions/course-version.service.js';
import { relationTo } from '../versions/course-version.presenter.js';

const meetings = `
  select ${columnsOf(CoproductionMeeting, 'm', 'id', 'versionId', 'minutes', 'decisions', 'dissentNote', 'recordedBy')},
    ${instant('m.held_at')} as "heldAt", ${instant('m.recorded_at')} as "recordedAt",
    (
      select json_agg(json_build_object('contributorId', g.id, 'contributionRole', g.contribution_role) order by g.id)
      from coproduction_attendance a
      join contributor g on g.id = a.contributor_id
      where a.meeting_id = m.id
    ) as attendees
  from coproduction_meeting m`;

/** Meetings of the co-production group, with what was decided and what somebody saw differently (BR-2). */
@Injectable()
export class MeetingService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly versions: CourseVersionService,
  ) {}

  /**
   * 403 outside the group, 409 `version_immutable` or `version_not_editable`, 422 `not_held_yet` or
   * `attendee_not_contributor`.
   */
  recordMeeting(
    actor: Actor,
    versionId: string,
    { heldAt, minutes, attendeeIds, decisions, dissentNote }: MeetingBody,
  ): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const { version, standing } = await lockVersion(tx, actor, versionId);
      if (isPublished(version.state)) throw refuse(courseRefusals.version_immutable);
      if (!isInvolved(standing)) throw refuse(platformRefusals.forbidden);
      if (!isEditable(version.state))
        throw refuse(courseRefusals.version_not_editable, { values: { state: version.state } });
      if (new Date(heldAt) > this.clock.now()) throw refuse(courseRefusals.not_held_yet);
      const id = newId();
      await tx.insert(CoproductionMeeting, {
        id,
        versionId,
        heldAt: new Date(heldAt),
        minutes,
        decisions,
        dissentNote,
        recordedBy: actor.personId,
        recordedAt: this.clock.now(),
      });
      const present = await changed(
        tx,
        `
          insert into coproduction_attendance (meeting_id, contributor_id, version_id)
          select $1, id, version_id
          from contributor
          where version_id = $2 and id = any ($3) and state = 'active'`,
        [id, versionId, attendeeIds],
      );
      if (present < attendeeIds.length) throw refuse(courseRefusals.attendee_not_contributor);
      await this.events.record(tx, actor, {
        type: 'coproduction_meeting.recorded',
        subjectId: id,
        refs: { versionId },
      });
      return id;
    });
  }

  async one(id: string): Promise<MeetingDto> {
    const found = await this.database.row<MeetingDto>(`${meetings} where m.id = $1`, [id]);
    if (!found) throw refuse(platformRefusals.not_found);
    return found;
  }

  /** For the group and staff; 403 for others who see the version. */
  async list(actor: Actor, versionId: string): Promise<MeetingDto[]> {
    if (!isInvolved(relationTo(await this.versions.read(actor, versionId), actor)))
      throw refuse(platformRefusals.forbidden);
    return this.database.rows<MeetingDto>(`${meetings} where m.version_id = $1 order by m.held_at, m.id limit 200`, [
      versionId,
    ]);
  }
}
