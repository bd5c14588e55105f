import { Injectable } from '@nestjs/common';
import { automatic } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { rows } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { Replays } from '../../platform/endings/restore.decorators.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { RoleGrant } from './role-grant.entity.js';

/** No restore gives a role back (BR-191). */
@Injectable()
export class RoleReplayService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** Also the last administrator: the command line on the server makes another. */
  @Replays('role_ended', { 'role.ended': 'subject' })
  endAgain(ids: string[]): Promise<void> {
    return this.database.transaction(async (tx) => {
      const ended = await rows<Pick<RoleGrant, 'id' | 'personId' | 'role'>>(
        tx,
        `
          update role_grant g
          set ended_at = $2
          where g.id = any ($1) and g.ended_at is null
          returning ${columnsOf(RoleGrant, 'g', 'id', 'personId', 'role')}`,
        [ids, this.clock.now()],
      );
      await this.events.record(
        tx,
        automatic(newId()),
        ...ended.map(({ id, personId, role }) => ({ type: 'role.ended', subjectId: id, personId, refs: { role } })),
      );
    });
  }
}
