import { Injectable } from '@nestjs/common';
import { CollegeService } from '../college/college.service.js';
import { wishKinds } from '../college/wish.rules.js';
import { type Actor, is } from '../platform/actor.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { instant, wallTime } from '../platform/database/sql.js';
import type { JsonText } from '../platform/database/json-text.js';
import { RunReadinessService } from '../sessions/runs/run-readiness.service.js';

/** How many, and the first hundred; `from` names an id and a rank. */
const ids = (from: string): string =>
  `
    (
      select json_build_object(
        'count', count(*), 'ids', coalesce(json_agg(id order by place) filter (where place <= 100), '[]')
      )
      from (select id, row_number() over (order by rank, id) as place from (${from}) found) placed
    )`;

/** Open runs with a session to come, the next one first. */
const comingRuns = `
  select r.id
  from run r
  cross join lateral (
    select min(s.starts_at) as starts_at
    from session s
    where s.run_id = r.id and s.starts_at > $1 and s.state in ('draft', 'published')
  ) next
  where r.state = 'open' and next.starts_at is not null
  order by next.starts_at, r.id`;

/** Sessions of the day, the first one first. */
const sessions = `
  (
    select coalesce(json_agg(each.item order by each.starts_at, each.id), '[]')
    from (
      select s.id, s.starts_at,
        json_build_object(
          'id', s.id, 'runId', s.run_id, 'run', null, 'state', s.state, 'startsAt', ${instant('s.starts_at')},
          'endsAt', ${instant('s.ends_at')}, 'timeZone', s.time_zone,
          'localStart', ${wallTime('s.local_start')},
          'localEnd', ${wallTime('s.local_end')}, 'placesTaken', r.places_taken
        ) as item
      from session s
      join run r on r.id = s.run_id
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
          json_build_object('runId', each.run_id, 'run', null, 'waiting', each.waiting, 'offered', each.offered)
          order by each.waiting desc, each.run_id
        ),
        '[]'
      )
    from (
      select e.run_id, count(*) filter (where e.state = 'waitlisted')::integer as waiting,
        count(*) filter (where e.state = 'offered' and e.offer_expires_at > $1)::integer as offered
      from enrolment e
      join run r on r.id = e.run_id and r.state = 'open'
      where e.state in ('waitlisted', 'offered')
      group by e.run_id
      order by 2 desc, 1
      limit 100
    ) each
  )`;

const runsAtRisk = `
  select risk.id, risk.place as rank
  from unnest($4::uuid[]) with ordinality risk (id, place)`;

const welfareFollowUpsDue = `
  select f.id, f.due_at as rank
  from welfare_follow_up f
  where f.state in ('open', 'no_safe_channel') and f.due_at < span.ends`;

const certificationsDue = `
  select p.certification_id as id, max(p.valid_through) as rank
  from certification_period p
  where p.verified_at is not null
    and not exists (
      select
      from certification_act a
      where a.certification_id = p.certification_id and a.kind = 'surrendered'
    )
  group by 1
  having max(p.valid_through) between span.on_day - $3::integer and span.on_day + $2::integer`;

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

/** $1 now, $2 days of notice before a certification ends, $3 days after it ended, $4 the runs at risk, $5 and $6 as above. */
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
      'runsAtRisk', ${ids(runsAtRisk)},
      'waitlists', ${waitlists},
      'welfareFollowUpsDue', ${ids(welfareFollowUpsDue)},
      'certificationsDue', ${ids(certificationsDue)},
      'ceClaimsWaiting', ${ids(ceClaimsWaiting)},
      'ceRostersOpen', ${ids(ceRostersOpen)},
      'wishes', ${wishes}
    )::text as json
  from span`;

/** What needs somebody's attention today. For staff; what people asked for is for those who may answer it. */
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
    ]);
  }
}
