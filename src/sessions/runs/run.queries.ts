import { College } from '../../college/college.entity.js';
import { holdsRoleSql } from '../../people/roles/role.sql.js';
import { isSearchedForSql } from '../../courses/catalogue/course.sql.js';
import { isFoundSql } from '../../platform/database/found.sql.js';
import type { Order } from '../../platform/listing/listing.js';
import type { RunQuery } from './run-query.dto.js';
import { assignedRunsSql, assignedSql, facilitatesSql } from '../facilitators/facilitation.sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import { Run } from './run.entity.js';
import { placesInWordsSql, placesToldSql } from './run.sql.js';

/** What whoever counts the places of a run reads of the run itself. */
export const lockedRunFields = [
  'id',
  'versionId',
  'termId',
  'mode',
  'venueId',
  'onlineRoomId',
  'state',
  'capacity',
  'placesTaken',
  'toldFrom',
  'bookingClosesAt',
  'waitlistOn',
  'approvalNeeded',
  'firstSessionMandatory',
  'timeZone',
] as const;

/** What people may see of a run. $1 is the person who asks; `now` is a placeholder. */
export const runColumns = (now: string): string => `
  ${columnsOf(Run, 'r', ...lockedRunFields, 'cohortMinimum', 'cameraRule', 'cameraAlternative')},
    ${columnsOf(Run, 'r', 'cancellationReason', 'version')},
    coalesce(r.booking_opens_at, t.booking_opens_at) as "bookingOpensAt", c.id as "courseId",
    c.title as "courseTitle", s.first_start as "firstStart", s.last_end as "lastEnd",
    case
      when v.id is not null then json_build_object(
        'id', v.id, 'name', v.name, 'address', v.address, 'accessFeatures', v.access_features
      )
    end as venue,
    case
      when o.id is not null then json_build_object('id', o.id, 'provider', o.provider, 'joiningHelp', o.joining_help)
    end as online,
    ${placesInWordsSql('r', 'told', now)} as places,
    ${assignedSql('$1', 'r.id')} as assigned, ${facilitatesSql('$1', 'r.id')} as facilitates`;

/** Where that stands. */
export const fromRuns = (now: string): string => `
  from run r
  join course_version cv on cv.id = r.version_id
  join course c on c.id = cv.course_id
  left join term t on t.id = r.term_id
  left join venue v on v.id = r.venue_id
  left join online_room o on o.id = r.online_room_id
  left join lateral (
    select min(starts_at) as first_start, max(ends_at) as last_end
    from session
    where run_id = r.id and state <> 'cancelled'
  ) s on true
  left join lateral ${placesToldSql('r.id', now)} told on true`;

/** A run as people may see it. */
export const runView = (now: string): string => `select ${runColumns(now)} ${fromRuns(now)}`;

export const runsInOrder: Record<RunQuery['sort'], Order> = {
  newest: { id: 'r.id', descending: true },
  soonest: { by: ['r.first_start', 'timestamptz'], id: 'r.id' },
};

const hasSessionBetween = (from: string, to: string): string => `
  exists (
    select
    from session s
    where s.run_id = r.id
      and s.state <> 'cancelled'
      and (s.state <> 'draft' or $2 or ${assignedSql('$1', 'r.id')})
      and s.local_start::date between coalesce(${from}::date, '-infinity') and coalesce(${to}::date, 'infinity')
  )`;

/** No wall is more than 14 hours off, and an index finds the sessions from then on. */
const hasSessionFrom = (from: string): string => `
  r.id = any (
    array(
      select s.run_id
      from session s
      where s.starts_at >= ${from}::date::timestamp at time zone 'UTC' - interval '14 hours'
    )
  )`;

const isSearchedFor = (typed: string, text: string): string => `
  (
    r.version_id = any (
      array(
        select v.id
        from course_version v
        join course c on c.id = v.course_id
        where ${isSearchedForSql('v', 'c', typed, text)}
      )
    )
      or r.venue_id = any (array(select p.id from venue p where ${isFoundSql('p.name', typed, text)}))
  )`;

/**
 * Which runs a list has. $1 who asks, $2 whether they plan, $3 the term, $4 the version, $5 the state, $6 whether only
 * their own, $7 words of the title, $8 words, $9 the venue, $10 and $11 the days, $12 the runs at risk.
 */
export const whichRuns = ({ title, text, from, to, atRisk }: RunQuery): string => `
  ($2 or r.state <> 'draft' or ${assignedSql('$1', 'r.id')})
    and ($3::uuid is null or r.term_id = $3)
    and ($4::uuid is null or r.version_id = $4)
    and ($5::text is null or r.state = $5)
    and (not $6 or r.id = any (array(${assignedRunsSql('$1')})))
    and ${isFoundSql('c.title', '$7', title)}
    and ${text === undefined ? '$8::text is null' : isSearchedFor('$8', text)}
    and ($9::uuid is null or r.venue_id = $9)
    and ${from === undefined && to === undefined ? 'true' : hasSessionBetween('$10', '$11')}
    and ${from === undefined ? 'true' : hasSessionFrom('$10')}
    and ${atRisk === undefined ? 'true' : `($2 or ${facilitatesSql('$1', 'r.id')})`}
    and ${atRisk === undefined ? 'true' : `${atRisk ? '' : 'not '}r.id = any ($12)`}`;

/** Where they are counted. */
export const countedRuns = ({ title }: RunQuery): string =>
  title === undefined
    ? 'from run r'
    : 'from run r join course_version cv on cv.id = r.version_id join course c on c.id = cv.course_id';

/** What the gates of opening need to know, but for the certifications: with the college's own settings. */
const factsOf = `
  select ${columnsOf(Run, 'r', 'id', 'state', 'mode', 'capacity')}, cv.course_id as "courseId",
    cv.delivery_modes as "deliveryModes",
    cv.max_learners_per_facilitator as "maxLearnersPerFacilitator",
    (select max(local_end)::date::text from session where run_id = r.id and state <> 'cancelled') as "lastSessionOn",
    case
      when v.id is not null then json_build_object(
        'capacity', least(v.capacity, (
          select min(own.capacity)
          from session s
          join venue own on own.id = s.venue_id
          where s.run_id = r.id and s.state in ('draft', 'published')
        )), 'hasAccessFeatures', cardinality(v.access_features) > 0
      )
    end as venue,
    case when o.id is not null then json_build_object('hasJoinLink', o.join_link is not null) end as "onlineRoom",
    coalesce(
      (
        select json_agg(
          json_build_object(
            'personId', a.person_id, 'deliveryRole', a.delivery_role, 'state', a.state,
            'subjectExpert', a.subject_expert, 'conflictOpen', a.conflict = 'declared'
          )
          order by a.offered_at
        )
        from facilitator_assignment a
        where a.run_id = r.id and a.state in ('offered', 'accepted') and ${holdsRoleSql('a.person_id', 'facilitator')}
      ),
      '[]'
    ) as facilitators,
    ${columnsOf(College, 'college', 'policy', 'timeZone')}
  from run r
  cross join college
  join course_version cv on cv.id = r.version_id
  left join venue v on v.id = r.venue_id
  left join online_room o on o.id = r.online_room_id`;

export const runFacts = `${factsOf} where r.id = any ($1)`;

/** The same of open runs that are not over at $2: of those with these ids ($1), or of all. */
export const factsOfOpenRuns = `
  ${factsOf}
  where r.state = 'open' and (r.last_end > $2 or r.last_end = '-infinity') and ($1::uuid[] is null or r.id = any ($1))`;

const nextTurn = (run: string): string => `greatest($2::timestamptz, ${run}.turn_at + interval '1 millisecond')`;

/**
 * Locks a run and answers the instant of the command that does so: not before `now`, and after that of every command
 * before it, whichever process has its clock behind. A step is a millisecond, since a Date holds no less. `run` is SQL
 * for the id, with $1; $2 now.
 */
export const takeTurn = (run: string): string => `
  update run r
  set turn_at = ${nextTurn('r')}
  where id = ${run}
  returning turn_at as now`;

/** The same of several runs ($1) that are locked already: one instant for all of them. */
export const takeTurns = `
  update run r
  set turn_at = greatest(
    $2::timestamptz, (select max(o.turn_at) + interval '1 millisecond' from run o where o.id = any ($1))
  )
  where r.id = any ($1)
  returning turn_at as now`;

/** What whoever counts its places reads of a run `r`, the instant of the command with it. */
const read = (now: string): string => `
  ${columnsOf(Run, 'r', ...lockedRunFields)}, ${now} as now, c.title as "courseTitle",
    t.max_runs_per_learner as "termMaxRuns",
    coalesce(r.booking_opens_at, t.booking_opens_at) as "bookingOpensAt", cv.minimum_age as "minimumAge",
    cv.eligibility_rules as "eligibilityRules",
    (select min(starts_at) from session where run_id = r.id and state <> 'cancelled') as "firstStart",
    (select max(ends_at) from session where run_id = r.id and state <> 'cancelled') as "lastEnd",
    coalesce(
      (select array_agg(starts_at order by starts_at) from session where run_id = r.id and state <> 'cancelled'), '{}'
    ) as starts,
    (
      select max(m.moved_at)
      from session_rescheduling m
      join session s on s.id = m.session_id
      where s.run_id = r.id and s.state = 'published' and m.free_withdrawal
    ) as "movedFarAt"`;

const around = (run: string): string => `
  join course_version cv on cv.id = ${run}.version_id
  join course c on c.id = cv.course_id
  left join term t on t.id = ${run}.term_id`;

const withMore = (run: string, more: string): string =>
  more === '' ? run : `with run_now as (${run}) select run_now.*, ${more} from run_now`;

/**
 * A run without its lock. $1 run, $2 now. `more` are columns of whoever asks, over `run_now` and values from $3 on.
 */
export const seenRun = (more = ''): string =>
  withMore(`select ${read(`greatest($2::timestamptz, r.turn_at)`)} from run r ${around('r')} where r.id = $1`, more);

/**
 * A run locked and read at once, by the same values. All of it is as it was when the statement began, which is right as
 * long as nobody had their turn since: where somebody did, the run is locked and there is no row, and the same
 * statement once more finds what they left (decision 69).
 */
export const lockedRun = (more = ''): string =>
  withMore(
    `
      update run r
      set turn_at = ${nextTurn('r')}
      from run seen ${around('seen')}
      where seen.id = $1 and r.id = seen.id and r.turn_at is not distinct from seen.turn_at
      returning ${read('r.turn_at')}`,
    more,
  );
