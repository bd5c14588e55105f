import { Injectable } from '@nestjs/common';
import { CollegeService } from '../../college/college.service.js';
import { hasPlaceSql } from '../../enrolment/enrolments/enrolment.sql.js';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { RunService } from '../../sessions/runs/run.service.js';
import { SessionService } from '../../sessions/sessions/session.service.js';
import { isWithin, joinWindow } from './entitlement.rules.js';
import type { JoiningDto, MaterialFormatDto, MaterialsDto } from './join-link.dto.js';
import { timetableRefusals } from '../timetable.refusals.js';
import { takesPartSql } from '../../sessions/facilitators/facilitation.sql.js';

interface StoredMaterial extends MaterialFormatDto {
  title: string;
  licence?: string | null;
  alternativeFormats?: MaterialFormatDto[];
}

/**
 * What only those get who have a place on a run, or accepted to facilitate or watch it: the link to join, and the materials.
 */
@Injectable()
export class JoinLinkService {
  constructor(
    private readonly database: Database,
    private readonly college: CollegeService,
    private readonly runs: RunService,
    private readonly sessions: SessionService,
    private readonly clock: Clock,
  ) {}

  /**
   * The link to join a session online, around the session only (I-14). 404 when hidden, 403 for others or at another
   * time.
   */
  async join(actor: Actor, sessionId: string): Promise<JoiningDto> {
    const session = await this.sessions.one(actor, sessionId);
    if (!(await this.belongs(actor, session.runId, `state = 'confirmed'`))) throw refuse(platformRefusals.forbidden);
    const room = await this.database.row<{ joinLink: string | null; joiningHelp: string | null }>(
      `
        select o.join_link as "joinLink", o.joining_help as "joiningHelp"
        from run r
        join online_room o on o.id = r.online_room_id
        where r.id = $1 and r.mode <> 'in_person' and r.state = 'open'`,
      [session.runId],
    );
    if (!room?.joinLink || (session.state !== 'published' && session.state !== 'delivered'))
      throw refuse(timetableRefusals.no_join_link);
    const { joinWindowMinutes } = (await this.college.current()).policy;
    const window = joinWindow(new Date(session.startsAt), new Date(session.endsAt), joinWindowMinutes);
    if (!isWithin(window, this.clock.now())) {
      throw refuse(timetableRefusals.join_window_closed, {
        values: { minutes: joinWindowMinutes },
        extensions: { opensAt: window.opensAt.toISOString() },
      });
    }
    return { joinLink: room.joinLink, joiningHelp: room.joiningHelp, until: window.closesAt.toISOString() };
  }

  /**
   * The materials of the run's version, in every form that there is. 404 when hidden, 403 for others than those on the
   * run.
   */
  async materials(actor: Actor, runId: string): Promise<MaterialsDto> {
    const { versionId } = await this.runs.one(actor, runId);
    if (!(await this.belongs(actor, runId, hasPlaceSql('state')))) throw refuse(platformRefusals.forbidden);
    const found = await this.database.row<{ materials: StoredMaterial[] }>(
      'select materials from course_version where id = $1',
      [versionId],
    );
    return { runId, versionId, materials: (found?.materials ?? []).map(presentMaterial) };
  }

  /** Whether the person takes part to facilitate or to watch, or is enrolled so. */
  private async belongs(actor: Actor, runId: string, enrolled: string): Promise<boolean> {
    const found = await this.database.row<{ belongs: boolean }>(
      `
        select exists (select from enrolment where run_id = $2 and person_id = $1 and ${enrolled})
          or ${takesPartSql('$1', '$2')} as belongs`,
      [actor.personId, runId],
    );
    return found?.belongs === true;
  }
}

const presentMaterial = ({ title, licence = null, alternativeFormats = [], ...usual }: StoredMaterial) => ({
  title,
  licence,
  formats: [usual, ...alternativeFormats].map(({ format, url, fileId }) => ({
    format,
    url: url ?? null,
    fileId: fileId ?? null,
  })),
});
