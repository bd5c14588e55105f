import { wallTime } from '../../platform/database/sql.js';
import {
  assignedRunsSql,
  assignedSql,
  facilitatesSql,
  isTakingPartSql,
  takenPartInSql,
} from '../facilitators/facilitation.sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { type Order, reversed } from '../../platform/listing/listing.js';
import type { DatedOrder } from '../../platform/http/page-query.dto.js';
import type { SessionsQuery } from './session.dto.js';
import { Session } from './session.entity.js';
import { ownTitleSql, registerLockDaysSql } from './session.sql.js';

/** What everybody who may see a session, and whoever works on it, reads of it. */
export const readFields = [
  'id',
  'runId',
  'seriesId',
  'planOrder',
  'state',
  'startsAt',
  'endsAt',
  'timeZone',
  'plannedContactMinutes',
  'deliveredContactMinutes',
  'version',
] as const;

/** What people may see of a session. $1 is the person who asks. */
export const sessionColumns = `
  ${columnsOf(Session, 's', ...readFields, 'accessNote', 'coDelivered', 'cancellationReason', 'deliveredAt')},
    ${registerLockDaysSql} as "registerLockDays",
    coalesce(${ownTitleSql('s', 'cv')}, c.title) as title, ${wallTime('s.local_start')} as "localStart",
    ${wallTime('s.local_end')} as "localEnd", r.state as "runState",
    case
      when v.id is not null then json_build_object(
        'id', v.id, 'name', v.name, 'address', v.address, 'accessFeatures', v.access_features
      )
    end as venue,
    coalesce(
      (
        select json_agg(
          json_build_object(
            'fromStartsAt', m.from_starts_at, 'fromEndsAt', m.from_ends_at, 'toStartsAt', m.to_starts_at,
            'toEndsAt', m.to_ends_at, 'freeWithdrawal', m.free_withdrawal, 'movedAt', m.moved_at,
            'movedBy', m.moved_by
          )
          order by m.moved_at
        )
        from session_rescheduling m
        where m.session_id = s.id
      ),
      '[]'
    ) as moves,
    c.title as "courseTitle",
    coalesce(
      (
        select json_agg(
          json_build_object('personId', a.person_id, 'chosenName', n.chosen_name, 'deliveryRole', a.delivery_role)
          order by a.id
        )
        from facilitator_assignment a
        join person n on n.id = a.person_id
        where a.run_id = s.run_id and ${isTakingPartSql('a')}
      ),
      '[]'
    ) as facilitators,
    ${assignedSql('$1', 's.run_id')} as assigned, ${facilitatesSql('$1', 's.run_id')} as facilitates`;

const atVenue = `
  join run r on r.id = s.run_id
  left join venue v on v.id = coalesce(s.venue_id, r.venue_id) and r.mode <> 'online'`;

/** Where that stands. */
export const fromSessions = `
  from session s
  ${atVenue}
  join course_version cv on cv.id = r.version_id
  join course c on c.id = cv.course_id`;

/** A session as people may see it. */
export const sessionView = `select ${sessionColumns} ${fromSessions}`;

/** By start; a cursor holds it to the microsecond. */
const byStart: Order = { by: ['s.starts_at', 'timestamptz'], id: 's.id' };
export const sessionOrders: Record<DatedOrder, Order> = { soonest: byStart, latest: reversed(byStart) };

/**
 * Of each of some runs, the next 40 that are not over, and the last ten of those that are, as whoever was asked for the
 * run sees them. $1 who reads, $2 the runs, $3 now.
 */
export const sessionsOfRuns = `
  ${sessionView}
  where s.id = any (
    array(
      select near.id
      from unnest($2::uuid[]) as of_run (id)
      cross join lateral (
        (select id from session where run_id = of_run.id and ends_at > $3 order by starts_at, id limit 40)
        union all
        (select id from session where run_id = of_run.id and ends_at <= $3 order by starts_at desc, id desc limit 10)
      ) near
    )
  )
  order by s.starts_at, s.id`;

const startsOn = 's.local_start::date';
const today = `($2::timestamptz at time zone (select time_zone from college))::date`;

/**
 * Which of the college's sessions a list has. What is left out asks nothing. $1 who asks, $2 now, $3 whether they plan and
 * so see those of all runs, $4 and $5 the days, $6 the venue, $7 the facilitator, $8 the state. The bounds of the
 * instants let the index find the days: no wall is more than 14 hours off.
 */
export function whichSessions({ venueId, facilitatorId, state, sort }: SessionsQuery, seesAll: boolean): string {
  const firstDay = `coalesce($4::date, ${sort === 'soonest' ? today : `'-infinity'`})`;
  return `
    ${seesAll ? '$3' : `s.run_id = any (array(${assignedRunsSql('$1')})) and not $3`}
    and ${startsOn} >= ${firstDay}
    and s.starts_at >= ${firstDay}::timestamp at time zone 'UTC' - interval '14 hours'
    and ($5::date is null or ${startsOn} <= $5)
    and s.starts_at < coalesce($5::date, 'infinity'::date)::timestamp at time zone 'UTC' + interval '38 hours'
    and ${venueId === undefined ? '$6::uuid is null' : `v.id = $6`}
    and ${facilitatorId === undefined ? '$7::uuid is null' : `s.run_id = any (array(${takenPartInSql('$7')}))`}
    and ${state === undefined ? '$8::text is null' : `s.state = $8`}`;
}

/** Where they are counted. */
export const countedSessions = ({ venueId }: SessionsQuery): string =>
  venueId === undefined ? 'from session s' : `from session s ${atVenue}`;

const lockedView = `
  select ${columnsOf(Session, 's', ...readFields, 'venueId', 'accessNote', 'deliveredAt')},
    ${wallTime('s.local_start')} as "localStart",
    ${wallTime('s.local_end')} as "localEnd", r.mode, r.state as "runState", r.time_zone as "runTimeZone",
    coalesce(
      s.access_note is not null
        or cardinality(v.access_features) > 0
        or (r.mode <> 'in_person' and o.join_link is not null),
      false
    ) as "hasAccessInfo"
  from session s
  join run r on r.id = s.run_id
  left join venue v on v.id = coalesce(s.venue_id, r.venue_id) and r.mode <> 'online'
  left join online_room o on o.id = r.online_room_id`;

/** A session under the lock of its run. */
export const lockedSession = `${lockedView} where s.id = $1`;

/** The drafts of a run ($1) under its lock, by start; $2 how many. */
export const lockedDrafts = `
  ${lockedView}
  where s.run_id = $1 and s.state = 'draft'
  order by s.starts_at, s.id
  limit $2`;

/**
 * What is planned to begin in the rest of today, each at its own place, by start. $1 now, $2 the venue or null for every
 * place, $3 whether also what is online alone, $4 how many. The bounds of the instants let the index find the day.
 */
export const restOfToday = `
  ${lockedView}
  where s.state in ('draft', 'published')
    and r.state not in ('finished', 'cancelled')
    and s.starts_at > $1::timestamptz
    and s.starts_at < $1::timestamptz + interval '26 hours'
    and s.local_start::date = ($1::timestamptz at time zone s.time_zone)::date
    and ($2::uuid is null or v.id = $2)
    and ($3 or r.mode <> 'online')
  order by s.starts_at, s.id
  limit $4`;

/**
 * What was announced of all that was cancelled in the same step as a session ($1), by start: by the same person, at the
 * same instant, within a day.
 */
export const cancelledTogether = `
  select ${columnsOf(Session, 'o', 'id', 'runId')}
  from session s
  join session o
    on o.cancelled_at = s.cancelled_at and o.cancelled_by is not distinct from s.cancelled_by
      and o.starts_at between s.starts_at - interval '26 hours' and s.starts_at + interval '26 hours'
  where s.id = $1 and o.published_at is not null and o.ends_at > o.cancelled_at
  order by o.starts_at, o.id`;

/** The planned sessions of the run ($1) that no session holds which was not cancelled, in their order. */
export const plansToHold = `
  select (plan->>'order')::integer as "planOrder", (plan->>'minutesContact')::integer as "plannedContactMinutes"
  from run r
  join course_version cv on cv.id = r.version_id
  cross join lateral jsonb_array_elements(cv.session_plans) as plan
  where r.id = $1
    and not exists (
      select
      from session s
      where s.run_id = r.id and s.state <> 'cancelled' and s.plan_order = (plan->>'order')::integer
    )
  order by 1`;
