import { hasPlaceSql } from '../../enrolment/enrolments/enrolment.sql.js';
import { ownTitleSql } from '../../sessions/sessions/session.sql.js';
import { isTakingPartSql } from '../../sessions/facilitators/facilitation.sql.js';

/**
 * Runs that a person takes part in to facilitate or watch, or has one of these places on, since when, and by which
 * enrolment, the last one. $1 is the person; places are rows of the run, since when, and the enrolment with its state.
 */
export const runsOf = (places: string): string => `
  select run_id, bool_or(facilitates) as facilitates, min(since) as since,
    (array_agg(enrolment_id order by enrolment_id desc nulls last))[1] as enrolment_id,
    (array_agg(enrolment_state order by enrolment_id desc nulls last))[1] as enrolment_state
  from (
    select place.run_id, false as facilitates, place.since, place.enrolment_id, place.enrolment_state
    from (${places}) place (run_id, since, enrolment_id, enrolment_state)
    union all
    select a.run_id, true, a.answered_at, null, null
    from facilitator_assignment a
    where a.person_id = $1 and ${isTakingPartSql('a')}
  ) mine
  group by run_id`;

/** The places of a person, also those that the college cancelled. */
const placesEver = `
  select e.run_id, e.confirmed_at, e.id, e.state
  from enrolment e
  where e.person_id = $1
    and (${hasPlaceSql('e.state')} or e.state = 'cancelled_by_college' and e.confirmed_at is not null)`;

/**
 * The sessions in a person's calendar, those of the last 60 days and all to come; cancelled ones for 30 days where the
 * person had them in it before. $1 the person, $2 now.
 */
export const calendarEntries = `
  select s.id,
    coalesce(${ownTitleSql('s', 'cv')} || ' – ', '') || c.title as title,
    case when r.mode <> 'online' then concat_ws(', ', v.name, v.address) end as place, s.starts_at as "startsAt",
    s.ends_at as "endsAt", s.sequence, s.state = 'cancelled' as cancelled,
    s.shown_at as "shownAt"
  from (${runsOf(placesEver)}) mine
  join session s on s.run_id = mine.run_id
  join run r on r.id = s.run_id
  join course_version cv on cv.id = r.version_id
  join course c on c.id = cv.course_id
  left join venue v on v.id = coalesce(s.venue_id, r.venue_id)
  where s.published_at is not null
    and r.state <> 'draft'
    and s.ends_at > $2::timestamptz - interval '60 days'
    and (
      s.state <> 'cancelled'
        or s.cancelled_at > $2::timestamptz - interval '30 days'
        and s.cancelled_at >= greatest(mine.since, coalesce(r.opened_at, 'infinity'))
    )
  order by s.starts_at, s.id
  limit 1000`;
