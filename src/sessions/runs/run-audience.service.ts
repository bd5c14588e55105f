import { Injectable } from '@nestjs/common';
import { holdsRoleSql } from '../../people/roles/role.sql.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { row, type Tx } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { FacilitatorAssignment } from '../facilitators/facilitator-assignment.entity.js';
import { assignedSql, isAssignedSql } from '../facilitators/facilitation.sql.js';

/** Somebody who is told of a run. */
export interface Concerned {
  runId: string;
  personId: string;
}

/** Which runs a change elsewhere concerns, and who facilitates them (BR-180). */
@Injectable()
export class RunAudienceService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Everybody who accepted a part on one of these runs or is asked to, and is a facilitator of the college. */
  async facilitatorsOf(runIds: readonly string[]): Promise<Concerned[]> {
    return await this.database.rows<Concerned>(
      `
        select ${columnsOf(FacilitatorAssignment, 'a', 'runId', 'personId')}
        from facilitator_assignment a
        where a.run_id = any ($1) and ${isAssignedSql('a')} and ${holdsRoleSql('a.person_id', 'facilitator')}
        order by 1, 2`,
      [runIds],
    );
  }

  /** Whether this person accepted a part on one of these runs, or is asked to. */
  async isToFacilitate(tx: Tx, runIds: readonly string[], personId: string): Promise<boolean> {
    const text = `select from unnest($1::uuid[]) as of_run (id) where ${assignedSql('$2', 'of_run.id')} limit 1`;
    return (await row(tx, text, [runIds, personId])) !== undefined;
  }

  /** Open runs with an announced session to come at this venue, where people meet there. */
  meetingAt(venueId: string): Promise<string[]> {
    return this.meeting(`coalesce(s.venue_id, r.venue_id) = $1 and r.mode <> 'online'`, venueId);
  }

  /** The same of an online room. */
  meetingIn(onlineRoomId: string): Promise<string[]> {
    return this.meeting(`r.online_room_id = $1 and r.mode <> 'in_person'`, onlineRoomId);
  }

  private async meeting(there: string, id: string): Promise<string[]> {
    const found = await this.database.rows<{ id: string }>(
      `
        select distinct r.id
        from run r
        join session s on s.run_id = r.id
        where r.state = 'open' and s.state = 'published' and s.ends_at > $2 and ${there}
        order by 1`,
      [id, this.clock.now()],
    );
    return found.map((run) => run.id);
  }
}
