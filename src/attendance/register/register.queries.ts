import { hasPlaceSql } from '../../enrolment/enrolments/enrolment.sql.js';
import { isAwaySql } from '../../people/registration/registration.sql.js';
import {
  facilitatesSql,
  isFacilitatingSql,
  rosterDaysSql,
  runDaysSql,
} from '../../sessions/facilitators/facilitation.sql.js';
import { earlierSql, planOfSql } from '../../sessions/sessions/session.sql.js';

/** What minutes are counted by. */
export const sessionMinutes = (session: string): string => `
  coalesce(${session}.started_min, 0) as started,
  (extract(epoch from ${session}.ends_at - ${session}.starts_at) / 60)::integer as duration,
  coalesce(${session}.planned_contact_minutes, 0) as planned,
  coalesce(${session}.delivered_contact_minutes, ${session}.planned_contact_minutes, 0) as contact, ${planOfSql(session, 'cv')} as plan`;

/** What a person said about being contacted, as JSON; null while they have said nothing, and while they are away. */
export const contactOf = (person: string): string => `
  (
    select json_build_object(
      'channels', w.channels, 'learnerWillInitiate', w.learner_will_initiate, 'confirmedAt', w.confirmed_at, 'awaitsOwner', w.awaits_owner,
      'emailConfirmed', wp.email_confirmed_at is not null
    )
    from safe_contact w
    join person wp on wp.id = w.person_id
    where w.person_id = ${person} and not ${isAwaySql(person)}
    order by w.version desc
    limit 1
  )`;

/** On which days those who facilitate a run see its people. */
export const peopleDays = (run: string): string => `${runDaysSql(run)}, ${rosterDaysSql} as "rosterDays"`;

/**
 * Locks a register and reads all that decides about its marks, in one round trip. $1 session, $2 who asks, $3 one
 * person only (or null), $4 now.
 */
export const openRegister = `
  with locked as materialized (
    select (l.s).*, (l.a).enrolment_id, (l.a).person_id, (l.a).enrolment_state, (l.a).id as attendance_id,
      (l.a).state as attendance_state, (l.a).occurred_at, l.marks, l.apologised, l.client_events, l.dnas_before,
      l.followed
    from locked_register($1) l
  ),
  one as (select * from locked limit 1)
  select s.id, s.run_id as "runId", r.mode, s.state, s.starts_at as "startsAt", s.delivered_at as "deliveredAt",
    ${sessionMinutes('s')},
    r.first_session_mandatory
      and not exists (
        select
        from session o
        where o.run_id = s.run_id and o.state <> 'cancelled' and ${earlierSql('o', 's')}
      ) as "firstAndMandatory",
    ${facilitatesSql('$2', 's.run_id')} as facilitates, ${runDaysSql('s.run_id')}, c.policy, c.time_zone as "timeZone",
    array(select day::text from closure_day where day between $4::date - 2 and $4::date + 400) as "closureDays",
    coalesce(
      (
        select json_agg(
          json_build_object(
            'enrolmentId', p.enrolment_id, 'personId', p.person_id,
            'holdsPlace', ${hasPlaceSql('p.enrolment_state')},
            'attendanceId', p.attendance_id, 'state', p.attendance_state, 'occurredAt', p.occurred_at,
            'marks', p.marks, 'apologised', p.apologised, 'clientEvents', p.client_events,
            'dnasBefore', p.dnas_before, 'followed', p.followed, 'contact', ${contactOf('p.person_id')}
          )
        )
        from locked p
        where p.enrolment_id is not null and ($3::uuid is null or p.person_id = $3)
      ),
      '[]'
    ) as people
  from one s
  join run r on r.id = s.run_id
  join course_version cv on cv.id = r.version_id
  cross join college c`;

/**
 * Appends marks with the times of presence, opens follow-ups, and ends those that an absence no longer stands behind.
 */
export const writeMarks = `
  with marked as (insert into attendance_mark select * from jsonb_populate_recordset(null::attendance_mark, $1)),
  there as (
    insert into presence (mark_id, session_id, minutes)
    select mark_id, session_id, int4range(since, until)
    from jsonb_to_recordset($2) as p(mark_id uuid, session_id uuid, since integer, until integer)
  ),
  opened as (insert into welfare_follow_up select * from jsonb_populate_recordset(null::welfare_follow_up, $3))
  update welfare_follow_up f
  set state = 'not_needed'
  from unnest($4::uuid[]) as gone(enrolment_id)
  where f.enrolment_id = gone.enrolment_id
    and f.session_id = $5
    and f.trigger = 'dna'
    and f.state in ('open', 'no_safe_channel', 'not_contactable')
  returning f.id, f.enrolment_id as "enrolmentId"`;

/** The head of a register. $1 who asks, $2 session. */
export const registerHead = `
  select s.id, s.run_id as "runId", s.state, s.starts_at as "startsAt", s.ends_at as "endsAt",
    s.time_zone as "timeZone", coalesce(s.delivered_contact_minutes, s.planned_contact_minutes) as "contactMinutes",
    s.delivered_at as "deliveredAt", ${facilitatesSql('$1', 's.run_id')} as facilitates,
    (select policy from college) as policy,
    ${peopleDays('s.run_id')},
    (select count(*)::integer from attendance_mark m where m.session_id = s.id) as marks
  from session s
  where s.id = $2`;

const attendanceColumns = `
  a.id, a.enrolment_id as "enrolmentId", a.session_id as "sessionId", a.run_id as "runId", a.state,
  a.arrived_min as "arrivedMin", a.left_min as "leftMin", a.minutes_present as "minutesPresent", a.mode, a.source,
  a.note_code as "noteCode", a.occurred_at as "occurredAt", a.recorded_at as "recordedAt",
  (
    select count(*)::integer
    from attendance_mark m
    where m.enrolment_id = a.enrolment_id and m.session_id = a.session_id
  ) as version`;

/** The rows of a register, by name. $1 session. */
export const registerRows = `
  select ${attendanceColumns}, p.chosen_name as "chosenName", p.pronouns
  from attendance a
  join person p on p.id = a.person_id
  where a.session_id = $1
  order by p.chosen_name, a.enrolment_id`;

/** Rows of attendance with what ties the person who asks to them. $1 who asks; the caller adds the condition. */
export const attendanceRows = `
  select ${attendanceColumns}, a.person_id as "personId", a.starts_at as "startsAt", a.ends_at as "endsAt",
    a.session_state as "sessionState", ${facilitatesSql('$1', 'a.run_id')} as facilitates,
    ${peopleDays('a.run_id')},
    coalesce(
      (
        select json_agg(
          json_build_object(
            'state', m.state, 'arrivedMin', m.arrived_min, 'leftMin', m.left_min,
            'minutesPresent', attended_minutes(m.id, m.minutes_present, held),
            'source', m.source, 'occurredAt', m.occurred_at, 'recordedAt', m.recorded_at, 'recordedBy', m.recorded_by,
            'reason', m.reason
          )
          order by m.sequence
        )
        from attendance_mark m
        join session held on held.id = m.session_id
        where m.enrolment_id = a.enrolment_id and m.session_id = a.session_id
      ),
      '[]'
    ) as marks
  from attendance a`;

/** The delivered sessions of a run, and whether one person was there and held them. $1 run, $2 person. */
export const presentedSessions = `
  select s.id as "sessionId", s.local_start::date::text as day, ${sessionMinutes('s')},
    coalesce(
      (
        select p.present
        from facilitator_presence p
        where p.session_id = s.id and p.person_id = $2 and ${isFacilitatingSql('p.delivery_role')}
      ),
      false
    ) as present
  from session s
  join run r on r.id = s.run_id
  join course_version cv on cv.id = r.version_id
  where s.run_id = $1 and s.state = 'delivered'
  order by s.starts_at, s.id`;
