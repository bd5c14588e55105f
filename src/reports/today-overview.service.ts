import { Injectable } from '@nestjs/common';
import { CollegeService } from '../college/college.service.js';
import { wishKinds } from '../college/wish.rules.js';
import { type Actor, is } from '../platform/actor.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { instant, wallTime } from '../platform/database/sql.js';
import type { JsonText } from '../platform/database/json-text.js';
import { ownTitleSql } from '../sessions/sessions/session.sql.js';
import { RunReadinessService } from '../sessions/runs/run-readiness.service.js';

/** How many, and the first hundred; `from` names an id and a rank. None where `may`, SQL, does not hold for who looks. */
const ids = (from: string, may: string): string =>
  `
    (
      select json_build_object(
        'count', count(*), 'ids', coalesce(json_agg(id order by place) filter (where place <= 100), '[]')
      )
      from (select id, row_number() over (order by rank, id) as place from (${from}) found where ${may}) placed
    )`;

/** How many open runs are judged. What comes after them is a task of staff as soon as it is at risk (BR-30). */
const mostJudged = 200;

/** The open runs with a session to come that begin first, found in that order by an index. */
const comingRuns = `
  select r.id
  from run r
  where r.state = 'open' and r.last_end > $1
    and exists (select from session s where s.run_id = r.id and s.starts_at > $1 and s.state in ('draft', 'published'))
  order by r.first_start, r.id
  limit ${mostJudged}`;

/** Sessions of the day, the first one first. */
const sessions = `
  (
    select coalesce(json_agg(each.item order by each.starts_at, each.id), '[]')
    from (
      select s.id, s.starts_at,
        json_build_object(
          'id', s.id, 'runId', s.run_id, 'courseTitle', c.title,
          'title', coalesce(${ownTitleSql('s', 'cv')}, c.title), 'state', s.state, 'startsAt', ${instant('s.starts_at')},
          'endsAt', ${instant('s.ends_at')}, 'timeZone', s.time_zone,
          'localStart', ${wallTime('s.local_start')},
          'localEnd', ${wallTime('s.local_end')}, 'placesTaken', r.places_taken
        ) as item
      from session s
      join run r on r.id = s.run_id
      join course_version cv on cv.id = r.version_id
      join course c on c.id = cv.course_id
      where s.starts_at >= span.starts and s.starts_at < span.ends and r.state <> 'draft'
      order by s.starts_at, s.id
      limit 200
    ) each
  )`;

/** Open runs with people waiting, the longest queue first. */
const waitlists = `
  (
    select coalesce(
        json_agg(
          json_build_object('runId', each.run_id, 'courseTitle', c.title, 'waiting', each.waiting, 'offered', each.offered)
          order by each.waiting desc, each.run_id
        ),
        '[]'
      )
    from (
      select e.run_id, count(*) filter (where e.state = 'waitlisted')::integer as waiting,
        count(*) filter (where e.state = 'offered' and e.offer_expires_at > $1)::integer as offered
      from enrolment e
      join run r on r.id = e.run_id and r.state = 'open'
      where e.state in ('waitlisted', 'offered') and $7
      group by e.run_id
      order by 2 desc, 1
      limit 100
    ) each
    join run r on r.id = each.run_id
    join course_version cv on cv.id = r.version_id
    join course c on c.id = cv.course_id
  )`;

/** The first hundred of them, with what they are runs of. */
const runsAtRisk = `
  (
    select json_build_object(
        'count', cardinality($4::uuid[]),
        'runs', coalesce(json_agg(json_build_object('id', r.id, 'courseTitle', c.title) order by risk.place), '[]')
      )
    from unnest($4::uuid[]) with ordinality risk (id, place)
    join run r on r.id = risk.id
    join course_version cv on cv.id = r.version_id
    join course c on c.id = cv.course_id
    where risk.place <= 100
  )`;

const welfareFollowUpsDue = `
  select f.id, f.due_at as rank
  from welfare_follow_up f
  where f.state in ('open', 'no_safe_channel') and f.due_at < span.ends`;

const certificationsDue = `
  select p.certification_id as id, p.valid_through as rank
  from certification_period p
  where p.verified_at is not null
    and p.valid_through between span.on_day - $3::integer and span.on_day + $2::integer
    and not exists (
      select
      from certification_period later
      where later.certification_id = p.certification_id and later.verified_at is not null
        and later.valid_through > p.valid_through
    )
    and not exists (
      select
      from certification_act a
      where a.certification_id = p.certification_id and a.kind = 'surrendered'
    )`;

const ceClaimsWaiting = `
  select c.id, c.submitted_at as rank
  from external_ce_claim c
  where c.state in ('submitted', 'under_review', 'appealed')`;

const ceRostersOpen = `
  select o.id, o.created_at as rank
  from ce_roster o
  where o.posted_at is null`;

/** What people asked for, a line for each kind; $5 says which kinds are for whoever looks, $6 who that is. */
const wishes = `
  (
    select coalesce(
        json_agg(
          json_build_object('kind', each.kind, 'open', each.open, 'overdue', each.overdue)
          order by each.place
        ),
        '[]'
      )
    from (
      select k.kind, k.place, count(t.id)::integer as open,
        count(*) filter (where t.due_at <= $1)::integer as overdue
      from unnest($5::text[]) with ordinality k (kind, place)
      left join staff_task t on t.kind = k.kind and t.done_at is null and t.person_id <> $6
      group by k.kind, k.place
    ) each
  )`;

/**
 * $1 now, $2 days of notice before a certification ends, $3 days after it ended, $4 the runs at risk, $5 and $6 as above, $7
 * whether who looks may open queues and follow-ups, $8 whether claims and rosters.
 */
const today = `
  with day as (
    select (($1::timestamptz) at time zone time_zone)::date as on_day, time_zone
    from college
  ),
  span as (
    select on_day, time_zone, on_day::timestamp at time zone time_zone as starts,
      (on_day + 1)::timestamp at time zone time_zone as ends
    from day
  )
  select json_build_object(
      'date', span.on_day,
      'timeZone', span.time_zone,
      'sessions', ${sessions},
      'runsAtRisk', ${runsAtRisk},
      'waitlists', ${waitlists},
      'welfareFollowUpsDue', ${ids(welfareFollowUpsDue, '$7')},
      'certificationsDue', ${ids(certificationsDue, 'true')},
      'ceClaimsWaiting', ${ids(ceClaimsWaiting, '$8')},
      'ceRostersOpen', ${ids(ceRostersOpen, '$8')},
      'wishes', ${wishes}
    )::text as json
  from span`;

/** What needs somebody's attention today. For staff; of each thing only what its reader may open (BR-237). */
@Injectable()
export class TodayOverviewService {
  constructor(
    private readonly database: Database,
    private readonly college: CollegeService,
    private readonly readiness: RunReadinessService,
    private readonly clock: Clock,
  ) {}

  async overview(actor: Actor): Promise<JsonText> {
    const { policy } = await this.college.current();
    const now = this.clock.now();
    const coming = (await this.database.rows<{ id: string }>(comingRuns, [now])).map(({ id }) => id);
    const atRisk = await this.readiness.atRisk(coming);
    return this.database.json(today, [
      now,
      policy.certificationWindowDays,
      policy.certificationGraceDays,
      coming.filter((id) => atRisk.has(id)),
      is(actor, 'coordinator') ? wishKinds : [],
      actor.personId,
      is(actor, 'coordinator'),
      is(actor, 'administrator'),
    ]);
  }
}
