import { sessionMinutes } from '../register/register.queries.js';
import { hasPlaceSql } from '../../enrolment/enrolments/enrolment.sql.js';

/** A run under its lock, as far as its end matters. $1 run, $2 now, $3 days until a register locks. */
export const endedRun = `
  select r.id, r.state, r.mode, c.title as "courseTitle",
    not exists (select from session s where s.run_id = r.id and s.state in ('draft', 'published'))
      and exists (select from session s where s.run_id = r.id and s.state = 'delivered') as delivered,
    not exists (
      select
      from session s
      where s.run_id = r.id and s.state = 'delivered' and s.delivered_at + make_interval(days => $3) > $2
    ) as locked
  from run r
  join course_version cv on cv.id = r.version_id
  join course c on c.id = cv.course_id
  where r.id = $1`;

/** What everybody with a place attended, with what was decided about them before. $1 run. */
export const attendanceOfRun = `
  select e.id as "enrolmentId", e.person_id as "personId", e.state,
    count(*) filter (where a.session_state = 'delivered' and a.state <> 'not_yet_enrolled')::integer as delivered,
    count(*) filter (
      where a.session_state = 'delivered' and a.minutes_present > 0
    )::integer as attended,
    count(*) filter (where a.session_state = 'delivered' and a.state = 'expected')::integer as unmarked,
    coalesce(sum(a.minutes_present) filter (where a.session_state = 'delivered'), 0)::integer as minutes,
    min(s.local_start) filter (where a.minutes_present > 0)::date::text as "firstDay",
    max(s.local_start) filter (where a.minutes_present > 0)::date::text as "lastDay",
    (
      select json_build_object(
        'sequence', k.sequence, 'outcome', k.outcome, 'attended', k.sessions_attended,
        'delivered', k.sessions_delivered, 'minutes', k.minutes
      )
      from completion_record k
      where k.enrolment_id = e.id
      order by k.sequence desc
      limit 1
    ) as last
  from enrolment e
  left join attendance a on a.enrolment_id = e.id
  left join session s on s.id = a.session_id
  where e.run_id = $1 and ${hasPlaceSql('e.state')}
  group by e.id
  order by e.id`;

/**
 * Runs over whose registers the lock has closed since, while somebody is still waiting for the outcome. $1 now, $2 days
 * until a register locks.
 */
export const runsToConclude = `
  select distinct e.run_id as "runId"
  from enrolment e
  join run r on r.id = e.run_id
  where e.state = 'confirmed'
    and r.state in ('open', 'finished')
    and exists (select from session s where s.run_id = r.id and s.state = 'delivered')
    and not exists (
      select
      from session s
      where s.run_id = r.id
        and (
          s.state in ('draft', 'published')
            or (s.state = 'delivered' and s.delivered_at + make_interval(days => $2) > $1)
        )
    )
  order by 1
  limit 500`;

/**
 * Who was there when, session by session, with the plan that says what counts. $1 run, $2 one enrolment only (or null).
 */
export const presenceOfRun = `
  select a.enrolment_id as "enrolmentId", a.person_id as "personId", a.session_id as "sessionId",
    a.mark_id as "markId", s.local_start::date::text as day, a.state, a.minutes_present as "minutesPresent",
    ${sessionMinutes('s')},
    coalesce(
      (
        select json_agg(json_build_object('from', lower(p.minutes), 'to', upper(p.minutes)) order by p.minutes)
        from presence p
        where p.mark_id = a.mark_id
      ),
      '[]'
    ) as spans
  from attendance a
  join session s on s.id = a.session_id
  join run r on r.id = a.run_id
  join course_version cv on cv.id = r.version_id
  where a.run_id = $1 and a.session_state = 'delivered' and ($2::uuid is null or a.enrolment_id = $2)
  order by a.enrolment_id, s.starts_at, s.id`;
