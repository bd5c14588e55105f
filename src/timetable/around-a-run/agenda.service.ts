import { Injectable } from '@nestjs/common';
import { placesStillOnSql } from '../../enrolment/enrolments/enrolment.sql.js';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { decodeCursor, encodeCursor } from '../../platform/http/cursor.js';
import { instant, wallTime } from '../../platform/database/sql.js';
import { JsonText } from '../../platform/database/json-text.js';
import type { AgendaQuery } from './agenda.dto.js';
import { runsOf } from './timetable.queries.js';
import { ownTitleSql } from '../../sessions/sessions/session.sql.js';

const agendaPage = `
  with page as (
    select s.id, s.starts_at,
      json_build_object(
        'sessionId', s.id, 'runId', s.run_id, 'courseTitle', c.title, 'title', coalesce(${ownTitleSql('s', 'cv')}, c.title),
        'as', case when mine.facilitates then 'facilitator' else 'learner' end, 'state', s.state, 'mode', r.mode,
        'startsAt', ${instant('s.starts_at')}, 'endsAt', ${instant('s.ends_at')}, 'timeZone', s.time_zone,
        'localStart', ${wallTime('s.local_start')}, 'localEnd', ${wallTime('s.local_end')}, 'venueName', v.name,
        'venueAddress', v.address
      ) as item,
      row_number() over (order by s.starts_at, s.id) as place
    from (${runsOf(placesStillOnSql('$1', '$8'))}) mine
    join session s on s.run_id = mine.run_id
    join run r on r.id = s.run_id
    join course_version cv on cv.id = r.version_id
    join course c on c.id = cv.course_id
    left join venue v on v.id = coalesce(s.venue_id, r.venue_id) and r.mode <> 'online'
    where (mine.facilitates or (s.state <> 'draft' and r.state <> 'draft'))
      and ($3::date is not null or s.ends_at > $2)
      and ($3::date is null or s.local_end::date >= $3)
      and ($4::date is null or s.local_start::date <= $4)
      and ($5::timestamptz is null or (s.starts_at, s.id) > ($5, $6::uuid))
    order by s.starts_at, s.id
    limit $7::int + 1
  )
  select coalesce(json_agg(item order by place) filter (where place <= $7), '[]')::text as items,
    count(*)::int as found, (array_agg(id order by place desc) filter (where place <= $7))[1] as "lastId",
    max(${instant('starts_at')}) filter (where place <= $7) as "lastStart"
  from page`;

/** What I attend and what I facilitate, in one ordered list. */
@Injectable()
export class AgendaService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async mine(actor: Actor, { from, through, cursor, limit }: AgendaQuery): Promise<JsonText> {
    const scope = { list: 'agenda', from, through };
    const [startsAt = null, id = null] = decodeCursor(cursor, scope, 2) ?? [];
    const now = this.clock.now();
    const found = await this.database.row<{ items: string; found: number; lastId: string; lastStart: string }>(
      agendaPage,
      [actor.personId, now, from ?? null, through ?? null, startsAt, id, limit, endsSince(from, now)],
    );
    if (!found) throw new Error('An aggregate always answers');
    return JsonText.page(
      found.items,
      found.found > limit ? encodeCursor([found.lastStart, found.lastId], scope) : null,
    );
  }
}

/** Before which nothing ends that is asked for: a day begins in no zone sooner than a day before it does in UTC. */
const endsSince = (from: string | undefined, now: Date): Date => (from ? new Date(Date.parse(from) - 86_400_000) : now);
