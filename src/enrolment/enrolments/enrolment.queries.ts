import { instant } from '../../platform/database/sql.js';
import { comesAfter, type Order, orderBy, reversed } from '../../platform/listing/listing.js';
import type { RecordedOrder } from '../../platform/http/page-query.dto.js';
import { placesInWordsSql, placesToldSql } from '../../sessions/runs/run.sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { Enrolment } from './enrolment.entity.js';
import { canSql } from './enrolment.sql.js';
import { hasWithdrawnSql } from '../../people/consents/consent.sql.js';
import { standingsSql } from '../../people/registration/standing.sql.js';
import { isToFacilitateSql } from '../../sessions/facilitators/facilitation.sql.js';

/**
 * The state as dates decide it: an offer whose time is over has ended, whether or not a job has noticed. `now` is an
 * SQL expression.
 */
export const stateAt = (now: string): string =>
  `case when e.state = 'offered' and e.offer_expires_at <= ${now} then 'offer_expired' else e.state end`;

/** One enrolment as JSON. All are SQL expressions: who reads it, and whether they book for others. */
const enrolmentAt = (now: string, reader: string, books: string): string => `
  json_build_object(
    'id', e.id, 'personId', e.person_id, 'person', null,
    'run', json_build_object(
      'id', r.id, 'courseTitle', c.title, 'mode', r.mode, 'state', r.state, 'firstStart', ${instant('s.first_start')},
      'lastEnd', ${instant('s.last_end')}, 'timeZone', r.time_zone
    ),
    'state', ${stateAt(now)}, 'source', e.source, 'joinedAt', ${instant('e.joined_at')},
    'position', case when e.state = 'waitlisted' then (
      select count(*) + 1
      from enrolment w
      where w.run_id = e.run_id
        and w.state = 'waitlisted'
        and (w.priority_tier, w.joined_at, w.id) < (e.priority_tier, e.joined_at, e.id)
    ) end,
    'priority', json_build_object('tier', e.priority_tier, 'reason', p.reason),
    'offer', case when e.state = 'offered'
      and e.offer_expires_at > ${now} then json_build_object(
        'offeredAt', ${instant('e.offered_at')}, 'expiresAt', ${instant('e.offer_expires_at')}
      ) end,
    'confirmedAt', ${instant('e.confirmed_at')},
    'endedAt', ${instant(`coalesce(e.ended_at, case when e.state = 'offered' and e.offer_expires_at <= ${now} then e.offer_expires_at end)`)},
    'lateNotice', e.late_notice, 'transferredTo', e.transferred_to,
    'can', ${canSql({ state: stateAt(now), owner: 'e.person_id', runState: 'r.state', reader, books })},
    'version', e.version
  )`;

const described = `
  join priority_tier p on p.tier = e.priority_tier
  join run r on r.id = e.run_id
  join course_version v on v.id = r.version_id
  join course c on c.id = v.course_id
  left join lateral (
    select min(starts_at) as first_start, max(ends_at) as last_end
    from session
    where run_id = e.run_id and state <> 'cancelled'
  ) s on true`;

/** $1 id, $2 now, $3 who reads it, $4 whether they book for others. */
export const oneEnrolment = `
  select ${columnsOf(Enrolment, 'e', 'personId')},
    ${enrolmentAt('$2::timestamptz', '$3::uuid', '$4::boolean')} as enrolment
  from enrolment e ${described}
  where e.id = $1`;

const newest: Order = { by: ['e.joined_at', 'timestamptz'], id: 'e.id', descending: true };
const orders: Record<RecordedOrder, Order> = { newest, oldest: reversed(newest) };

/**
 * A page of enrolments as one JSON array, and where it ended. Those of `whichEnrolments` with its values, and $5 who reads
 * it, $6 whether they book for others, $7 and $8 the last row of the page before, $9 how many and one more.
 */
export const enrolmentsPage = (which: string, sort: RecordedOrder): string => `
  with mine as (
    select e.*, row_number() over (order by ${orderBy(orders[sort])}) as nth
    from enrolment e
    where ${which} and ${comesAfter(orders[sort], 7)}
    order by ${orderBy(orders[sort])}
    limit $9
  )
  select coalesce(
      json_agg(${enrolmentAt('$2::timestamptz', '$5::uuid', '$6::boolean')} order by e.nth) filter (where e.nth < $9), '[]'
    )::text as items,
    max(e.joined_at::text) filter (
      where e.nth = $9 - 1 and exists (select from mine where nth = $9)
    ) as "lastJoinedAt",
    max(e.id::text) filter (where e.nth = $9 - 1 and exists (select from mine where nth = $9)) as "lastId"
  from mine e ${described}`;

/** $1 the run, or where none is said the person; $2 now, $3 only in this state, $4 only of this person. */
export const whichEnrolments = ({ runId }: { runId?: string }): string => `
  ${runId === undefined ? 'e.person_id = $1' : 'e.run_id = $1'}
    and ($3::text is null or ${stateAt('$2::timestamptz')} = $3)
    and ($4::uuid is null or e.person_id = $4)`;

/**
 * The queue in its total order, with the open offers where they stood. $1 run, $2 now, $3 the last row of the page
 * before, $4 how many and one more.
 */
export const waitlistOfRun = `
  with queue as (
    select e.id, e.person_id, e.state, e.priority_tier, e.joined_at, e.offered_at, e.offer_expires_at,
      case
        when e.state = 'waitlisted' then row_number() over (
          partition by e.state
          order by e.priority_tier, e.joined_at, e.id
        )::integer
      end as position
    from enrolment e
    where e.run_id = $1 and (e.state = 'waitlisted' or (e.state = 'offered' and e.offer_expires_at > $2))
  )
  select q.id, q.person_id as "personId", n.chosen_name as "chosenName", q.state, q.position,
    ${instant('q.joined_at')} as "joinedAt",
    json_build_object('tier', q.priority_tier, 'reason', p.reason) as priority,
    case
      when q.state = 'offered' then json_build_object(
        'offeredAt', ${instant('q.offered_at')}, 'expiresAt', ${instant('q.offer_expires_at')}
      )
    end as offer
  from queue q
  join priority_tier p on p.tier = q.priority_tier
  join person n on n.id = q.person_id
  where (
    $3::uuid is null
      or (q.priority_tier, q.joined_at, q.id) > (
        select l.priority_tier, l.joined_at, l.id
        from enrolment l
        where l.id = $3
      )
  )
  order by q.priority_tier, q.joined_at, q.id
  limit $4`;

/** How many wait and hold an offer, and whether one waits oneself. $1 run, $2 now, $3 who asks. */
export const countsOfQueue = `
  select count(*) filter (where state = 'waitlisted')::integer as waiting,
    count(*) filter (where state = 'offered' and offer_expires_at > $2)::integer as "openOffers",
    coalesce(bool_or(state = 'waitlisted' and person_id = $3), false) as "waitsToo"
  from enrolment
  where run_id = $1 and state in ('waitlisted', 'offered')`;

/** The places of a run at the last full hour, and in words, as JSON. `run` is an alias with the instant as `now`. */
export const placesTold = (run: string): string => `
  (
    select json_build_object(
      'capacity', r.capacity, 'taken', told.taken, 'waiting', told.waiting,
      'places', ${placesInWordsSql('r', 'told', `${run}.now`)}
    )
    from run r
    cross join lateral ${placesToldSql('r.id', `${run}.now`)} told
    where r.id = ${run}.id
  )`;

/** Keeps them while the hour lasts. $1 run, $2 the full hour. */
export const keepPlacesTold = `
  update run
  set told_from = $2, told_taken = told.taken, told_waiting = told.waiting
  from ${placesToldSql('$1', '$2::timestamptz')} told
  where id = $1`;

/** Waits, and may be booked: whoever took that back is passed over (BR-182). */
export const isNext = `e.state = 'waitlisted' and not ${hasWithdrawnSql('e.person_id', 'registration_processing')}`;

/**
 * The open offers of a run, how many wait (counted as far as places could go), and the college's policy, as columns.
 * `run` is an alias.
 */
export const queueOfRun = (run: string): string => `
  coalesce(
    (
      select json_agg(json_build_object('id', o.id, 'personId', o.person_id, 'expiresAt', o.offer_expires_at))
      from enrolment o
      where o.run_id = ${run}.id and o.state = 'offered'
    ),
    '[]'
  ) as offers,
  (
    select count(*)::integer
    from (select from enrolment e where e.run_id = ${run}.id and ${isNext} limit coalesce(${run}.capacity, 10000) + 1) w
  ) as queue,
  (select policy from college) as policy`;

/**
 * The total order of the queue: tier, then who joined first, then the id (BR-49, I-07). Plain ORDER BY under the lock,
 * so nobody is overtaken.
 */
export const offerFirstInQueue = `
  update enrolment e
  set state = 'offered', offered_at = $3, offer_expires_at = $4
  where e.id in (
    select e.id
    from enrolment e
    where e.run_id = $1 and ${isNext}
    order by e.priority_tier, e.joined_at, e.id
    limit $2
  )
  returning ${columnsOf(Enrolment, 'e', 'id', 'personId')}`;

/** Confirmed, or offered and the offer still stands. */
const held = `
  (e.state = 'confirmed' or (e.state = 'offered' and e.offer_expires_at > $4))
    and e.run_id <> $1
    and e.run_id is distinct from $5::uuid`;

/**
 * What the rules need of people on one run, and how each stands. $1 run, $2 people, $3 its term, $4 now, $5 a run that
 * they leave in the same step.
 */
export const learnerFacts = `
  select p.*,
    (
      select e.id
      from enrolment e
      where e.run_id = $1 and e.person_id = p.id and e.state in ('requested', 'waitlisted', 'offered', 'confirmed')
    ) as "enrolledAs",
    ${isToFacilitateSql('p.id', '$1')} as "facilitatesHere",
    (
      select count(*)::integer
      from enrolment e
      join run r on r.id = e.run_id
      where e.person_id = p.id and r.term_id = $3::uuid and r.mode <> 'drop_in' and ${held}
    ) as "placesInTerm",
    (
      select coalesce(
        json_agg(
          json_build_object('runId', other.run_id, 'courseTitle', c.title, 'startsAt', other.starts_at)
          order by other.starts_at
        ),
        '[]'
      )
      from enrolment e
      join session other on other.run_id = e.run_id and other.state <> 'cancelled'
      join session mine on mine.run_id = $1
        and mine.state <> 'cancelled'
        and mine.starts_at < other.ends_at
        and other.starts_at < mine.ends_at
      join run r on r.id = e.run_id
      join course_version v on v.id = r.version_id
      join course c on c.id = v.course_id
      where e.person_id = p.id and mine.ends_at > $4 and ${held}
    ) as clashes
  from (${standingsSql('$2')}) p`;

/** The courses that each of these people has completed. $1 people. */
export const completedCourses = `
  select e.person_id as "personId", array_agg(distinct v.course_id::text) as "courseIds"
  from enrolment e
  join run r on r.id = e.run_id
  join course_version v on v.id = r.version_id
  where e.person_id = any ($1) and e.state = 'completed'
  group by e.person_id`;
