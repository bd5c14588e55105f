import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { columnsOf } from '../platform/database/tables.js';
import { Event } from '../platform/events/event.entity.js';
import { decodeCursor } from '../platform/http/cursor.js';
import { type Page, pageOf } from '../platform/http/pagination.js';
import type { PersonalRecord } from '../platform/disclosure/personal-record.js';
import type { EventLogQuery, LoggedEventDto } from './event-log.dto.js';

/** Who reads the log reads about whoever did something, and whomever it concerned. */
export const eventLogRecord: PersonalRecord = {
  kind: 'event_log',
  reason: 'auditing',
  owners: 'select unnest(array[e.person_id, e.actor_id]) from event e where e.id = any($1::uuid[])',
};

type EventRow = Omit<LoggedEventDto, 'at'> & Pick<Event, 'number' | 'at'>;

/** The event log, for whoever audits. */
@Injectable()
export class EventLogService {
  constructor(private readonly database: Database) {}

  /** Newest first, in the order in which they were recorded. */
  async list({ type, subjectId, personId, from, to, cursor, limit }: EventLogQuery): Promise<Page<LoggedEventDto>> {
    const scope = { list: 'event-log', type, subjectId, personId, from, to };
    const [number = null, at = null, id = null] = decodeCursor(cursor, scope, 3) ?? [];
    const found = await this.database.rows<EventRow>(
      `
        select ${columnsOf(Event, 'e', 'id', 'number', 'at', 'type', 'subjectId', 'personId', 'actorId', 'requestId', 'refs')},
          e.from_state as "from", e.to_state as "to", s.seal
        from event e
        left join sealed s on s.log = 'event' and s.row_id = e.id
        where ($1::text is null or e.type = $1)
          and ($2::uuid is null or e.subject_id = $2)
          and ($3::uuid is null or e.person_id = $3)
          and ($4::timestamptz is null or e.at >= $4)
          and ($5::timestamptz is null or e.at < $5)
          and ($6::bigint is null or (e.number, e.at, e.id) < ($6, $7::timestamptz, $8::uuid))
        order by e.number desc, e.at desc, e.id desc
        limit $9`,
      [type ?? null, subjectId ?? null, personId ?? null, from ?? null, to ?? null, number, at, id, limit + 1],
    );
    return pageOf(found, limit, scope, (event) => [event.number, event.at.toISOString(), event.id], present);
  }
}

const present = ({
  id,
  at,
  type,
  subjectId,
  personId,
  actorId,
  requestId,
  from,
  to,
  refs,
  seal,
}: EventRow): LoggedEventDto => ({
  id,
  at: at.toISOString(),
  type,
  subjectId,
  personId,
  actorId,
  requestId,
  from,
  to,
  refs,
  seal,
});
