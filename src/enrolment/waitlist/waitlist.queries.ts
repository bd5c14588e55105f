import { columnsOf } from '../../platform/database/tables.js';
import { instant } from '../../platform/database/sql.js';
import { Enrolment } from '../enrolments/enrolment.entity.js';
import { facilitatesSql, withinRosterDaysSql } from '../../sessions/facilitators/facilitation.sql.js';

/**
 * The queues of open runs with anybody in them. $1 who reads, $2 now, $3 whether they book for others; to those who
 * facilitate, those of their own runs on the days of the roster (BR-210). $4 the last of the page before, $5 how many.
 */
export const queues = `
  select r.id as "runId", c.title as "courseTitle", ${instant(`nullif(r.first_start, 'infinity')`)} as "firstStart",
    r.time_zone as "timeZone", q.waiting, q."openOffers"
  from run r
  join course_version v on v.id = r.version_id
  join course c on c.id = v.course_id
  cross join lateral (
    select count(*) filter (where e.state = 'waitlisted')::integer as waiting,
      count(*) filter (where e.state = 'offered')::integer as "openOffers"
    from enrolment e
    where e.run_id = r.id and (e.state = 'waitlisted' or (e.state = 'offered' and e.offer_expires_at > $2))
  ) q
  where r.state = 'open'
    and (q.waiting > 0 or q."openOffers" > 0)
    and ($3 or (${facilitatesSql('$1', 'r.id')} and ${withinRosterDaysSql('r.id', '$2')}))
    and ($4::uuid is null or r.id < $4)
  order by r.id desc
  limit $5`;

/** How many wait for each of these runs ($1) for which anybody does. */
export const queueLengths = `
  select ${columnsOf(Enrolment, 'e', 'runId')}, count(*)::integer as waiting
  from enrolment e
  where e.run_id = any ($1) and e.state = 'waitlisted'
  group by e.run_id`;
