import { practisedMinutesSql } from '../evidence/practice.sql.js';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { columnsOf, insertRow } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { TrainingEvidenceService } from '../evidence/training-evidence.service.js';
import { PeerMeeting, PeerMeetingAttendance } from './peer-meeting.entity.js';
import type { PeerSupportDto } from './peer-support.dto.js';
import type { PeerMeetingBody, PeerMeetingDto } from './supervision.dto.js';
import { SupervisionService } from './supervision.service.js';
import { CertificationQueryService } from '../certifications/certification-query.service.js';

const meetings = `
  select ${columnsOf(PeerMeeting, 'm', 'id', 'title', 'place', 'startsAt', 'minutes')},
    exists (select from peer_meeting_attendance a where a.meeting_id = m.id and a.person_id = $1) as attended
  from peer_meeting m`;

type MeetingRow = Omit<PeerMeetingDto, 'startsAt'> & Pick<PeerMeeting, 'startsAt'>;

/** The college's support of its peers, made visible to each of them, and their meetings with one another. */
@Injectable()
export class PeerSupportService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly certifications: CertificationQueryService,
    private readonly evidence: TrainingEvidenceService,
    private readonly supervisions: SupervisionService,
  ) {}

  /** My own page. */
  async mine(actor: Actor): Promise<PeerSupportDto> {
    const now = this.clock.now();
    const sums = await this.database.row<{ practice: number; meetings: number }>(
      `
        select (
            select coalesce(sum(${practisedMinutesSql('l')}), 0)::integer
            from practice_log l
            join practice_verification v on v.log_id = l.id
            where l.person_id = $1
          ) as practice,
          (
            select count(*)::integer
            from peer_meeting_attendance a
            join peer_meeting m on m.id = a.meeting_id
            where a.person_id = $1 and m.starts_at between $2::timestamptz - interval '1 year' and $2
          ) as meetings`,
      [actor.personId, now],
    );
    const supervision = await this.supervisions.list(actor, { limit: 200 });
    const next = await this.database.rows<MeetingRow>(
      `${meetings} where m.starts_at >= $2 order by m.starts_at, m.id limit 5`,
      [actor.personId, now],
    );
    const held = await this.certifications.list(actor, {
      limit: 200,
      personId: actor.personId,
      sort: 'newest',
      total: false,
    });
    return {
      certifications: held.items,
      training: await this.evidence.trainingOf(actor.personId),
      supervision: supervision.items.filter(({ personId }) => personId === actor.personId),
      practiceMinutes: sums?.practice ?? 0,
      nextMeetings: next.map(present),
      meetingsThisYear: sums?.meetings ?? 0,
    };
  }

  arrange(actor: Actor, { title, place, startsAt, minutes }: PeerMeetingBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const id = newId();
      await tx.insert(PeerMeeting, {
        id,
        title,
        place: place ?? null,
        startsAt: new Date(startsAt),
        minutes,
        arrangedBy: actor.personId,
      });
      await this.events.record(tx, actor, { type: 'peer_meeting.arranged', subjectId: id });
      return id;
    });
  }

  /** Says that I was there, or will be. */
  attend(actor: Actor, id: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      if (!(await tx.existsBy(PeerMeeting, { id }))) throw refuse(platformRefusals.not_found);
      const added = await insertRow(
        tx,
        PeerMeetingAttendance,
        { meetingId: id, personId: actor.personId, recordedAt: this.clock.now() },
        { unlessThere: true },
      );
      if (added === 0) return id;
      await this.events.record(tx, actor, { type: 'peer_meeting.attended', subjectId: id });
      return id;
    });
  }

  /** The latest first; at most 200. */
  async list(actor: Actor): Promise<PeerMeetingDto[]> {
    return (
      await this.database.rows<MeetingRow>(`${meetings} order by m.starts_at desc, m.id desc limit 200`, [
        actor.personId,
      ])
    ).map(present);
  }

  async meeting(actor: Actor, id: string): Promise<PeerMeetingDto> {
    const found = await this.database.row<MeetingRow>(`${meetings} where m.id = $2`, [actor.personId, id]);
    if (!found) throw refuse(platformRefusals.not_found);
    return present(found);
  }
}

const present = ({ startsAt, ...meeting }: MeetingRow): PeerMeetingDto => ({
  ...meeting,
  startsAt: startsAt.toISOString(),
});
