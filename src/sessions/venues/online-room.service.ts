import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.js';
import { Database } from '../../platform/database/database.js';
import { isFoundSql } from '../../platform/database/found.sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { platformRefusals, stale } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { decodeCursor } from '../../platform/http/cursor.js';
import { type Page, pageOf } from '../../platform/http/pagination.js';
import { newId } from '../../platform/ids.js';
import type { OnlineRoomBody, OnlineRoomChange, OnlineRoomDto, VenueQuery } from './venue.dto.js';
import { OnlineRoom } from './venue.entity.js';
import { changesShown, shownOfRoom } from './venue.rules.js';

const rooms = `
  select ${columnsOf(OnlineRoom, 'o', 'id', 'name', 'provider', 'joiningHelp', 'version')},
    o.join_link is not null as "hasJoinLink", false as "recordingAllowed", array['edit'] as can
  from online_room o`;

/** The places to meet online. The join link goes in here and comes out only in `timetable/joining`. */
@Injectable()
export class OnlineRoomService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
  ) {}

  /** Online rooms by name. */
  async list(query: VenueQuery): Promise<Page<OnlineRoomDto>> {
    const scope = { list: 'online-rooms', name: query.name };
    const [name = null, id = null] = decodeCursor(query.cursor, scope, 2) ?? [];
    const found = await this.database.rows<OnlineRoomDto>(
      `
        ${rooms}
        where ($1::text is null or (o.name, o.id) > ($1, $2::uuid))
          and ${isFoundSql('o.name', '$4', query.name)}
        order by o.name, o.id
        limit $3`,
      [name, id, query.limit + 1, query.name ?? null],
    );
    return pageOf(
      found,
      query.limit,
      scope,
      (room) => [room.name, room.id],
      (room) => room,
    );
  }

  /** 404 for an unknown room. */
  async one(id: string): Promise<OnlineRoomDto> {
    const found = await this.database.row<OnlineRoomDto>(`${rooms} where o.id = $1`, [id]);
    if (!found) throw refuse(platformRefusals.not_found);
    return found;
  }

  add(actor: Actor, body: OnlineRoomBody): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const id = newId();
      await tx.insert(OnlineRoom, { id, ...body });
      await this.events.record(tx, actor, { type: 'online_room.added', subjectId: id });
      return id;
    });
  }

  /** 404 for an unknown room, 412 when somebody else changed it meanwhile. */
  change(actor: Actor, id: string, expected: number, wish: OnlineRoomChange): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const room = await tx.findOne(OnlineRoom, { where: { id }, lock: { mode: 'for_no_key_update' } });
      if (!room) throw refuse(platformRefusals.not_found);
      if (room.version !== expected) throw stale(room.version);
      await tx.update(OnlineRoom, { id }, { id, ...wish });
      await this.events.record(tx, actor, {
        type: 'online_room.changed',
        subjectId: id,
        refs: { changeSet: this.events.changeSetOf(tx), announced: changesShown(room, wish, shownOfRoom) },
      });
      return id;
    });
  }
}
