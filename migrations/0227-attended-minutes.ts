import { SqlMigration } from './sql-migration.js';

/** How long somebody was there is one definition, and when they were there is told by the session, wherever it is moved. */
export class AttendedMinutes1795000000227 extends SqlMigration {
  readonly name = 'AttendedMinutes1795000000227';
  protected readonly sql = `
-- In minutes from the planned start, as the marks are; open where nobody noted when somebody came or left.
alter table presence add column minutes int4range;
alter table presence disable trigger presence_only_grows;
with noted as (
  select p.mark_id, p.during, m.arrived_min, m.left_min, coalesce(r.from_starts_at, s.starts_at) as starts_at,
    coalesce(r.from_ends_at, s.ends_at) as ends_at
  from presence p
  join attendance_mark m on m.id = p.mark_id
  join session s on s.id = p.session_id
  left join lateral (
    select from_starts_at, from_ends_at
    from session_rescheduling moved
    where moved.session_id = p.session_id and moved.moved_at >= m.recorded_at
    order by moved.moved_at
    limit 1
  ) r on true
)
update presence p
set minutes = int4range(
  case
    when noted.arrived_min is not null or lower(p.during) > noted.starts_at
      then round(extract(epoch from lower(p.during) - noted.starts_at) / 60)::integer
  end,
  case
    when noted.left_min is not null or upper(p.during) < noted.ends_at
      then round(extract(epoch from upper(p.during) - noted.starts_at) / 60)::integer
  end
)
from noted
where p.mark_id = noted.mark_id and p.during = noted.during;
alter table presence enable trigger presence_only_grows;
alter table presence
  drop column during,
  alter column minutes set not null,
  add constraint presence_sometime check (not isempty(minutes)),
  add constraint presence_pk primary key (mark_id, minutes),
  add constraint presence_never_overlaps exclude using gist (mark_id with =, minutes with &&);

create or replace function presence_inside_session() returns trigger language plpgsql as $$
begin
  if not exists (
    select from session
    where id = new.session_id
      and coalesce(make_interval(mins => lower(new.minutes)) >= - attendance_grace(), true)
      and coalesce(make_interval(mins => upper(new.minutes)) <= ends_at - starts_at + attendance_grace(), true)
  ) then
    raise exception using errcode = '23514', message = 'presence outside the session', constraint = 'presence_outside_session';
  end if;
  return new;
end $$;

-- How many minutes of what was held somebody was there for, by one mark: the presence that was noted, in the plan as it was held, without
-- its breaks. The same as minutesPresent of minutes.rules.ts, which a test holds against it.
create function attended_minutes(of_mark uuid, told integer, held session) returns integer language plpgsql stable as $$
declare
  contact integer := coalesce(held.delivered_contact_minutes, held.planned_contact_minutes, 0);
  started integer := coalesce(held.started_min, 0);
  duration integer := extract(epoch from held.ends_at - held.starts_at) / 60;
  spans int4multirange;
begin
  select range_agg(p.minutes) into spans from presence p where p.mark_id = of_mark;
  if spans is null then return least(coalesce(told, 0), contact); end if;
  if spans = '{(,)}' then return contact; end if;
  return (
    with plan as (
      select plan
      from run r
      join course_version v on v.id = r.version_id
      cross join lateral jsonb_array_elements(v.session_plans) plan
      where r.id = held.run_id and plan->>'order' = held.plan_order::text
      limit 1
    ),
    activity as (
      select place, (one->>'minutes')::integer as minutes, one->>'kind' = 'break' as is_break
      from plan
      cross join lateral jsonb_array_elements(plan->'activities') with ordinality as a(one, place)
    ),
    laid as (
      select place::numeric, minutes, is_break from activity
      union all
      -- A break without a place comes after the activity with which half of the contact time is over.
      select coalesce((select min(place) from (
          select place, sum(minutes) over (order by place) * 2 >= sum(minutes) over () as past_half from activity) half
        where past_half), 0) + 0.5, (plan->>'minutesBreak')::integer, true
      from plan
      where (plan->>'minutesBreak')::integer > 0 and not exists (select from activity where is_break)
    ),
    placed as (
      select minutes, is_break, started + sum(minutes) over (order by place) - minutes as since,
        greatest(contact - coalesce(sum(minutes) filter (where not is_break) over (order by place), 0)
          + case when is_break then 0 else minutes end, 0) as left_over
      from laid
    ),
    cut as (
      select is_break, since::integer as since,
        (since + case when is_break and left_over > 0 then minutes else least(minutes, left_over) end)::integer as until
      from placed
    ),
    whole as (
      select coalesce(max(until), started) as plan_ends,
        contact - coalesce(sum(until - since) filter (where not is_break), 0)::integer as beyond,
        coalesce(range_agg(int4range(since, until)) filter (where is_break), '{}') as breaks
      from cut
      where since < until
    )
    -- What was held beyond its plan, or without one, has no place of its own: it may be anywhere until the end.
    select least(coalesce(sum(upper(there) - lower(there)), 0), contact)::integer
    from whole
    cross join lateral unnest(
      spans * (int4multirange(int4range(started, case
        when beyond > 0 then greatest(plan_ends + beyond,
          started + least(duration, contact + duration - coalesce(held.planned_contact_minutes, 0)))
        else plan_ends end)) - breaks)
    ) as there
  );
end $$;
select grant_api('execute', 'function attended_minutes');

create or replace view attendance as
  select m.attendance_id as id, m.id as mark_id, e.id as enrolment_id, e.person_id, e.run_id, e.state as enrolment_state, s.id as session_id,
         s.starts_at, s.ends_at, s.state as session_state,
         case when s.state = 'cancelled' then 'session_cancelled'
              when m.state is not null and m.state <> 'expected' then m.state
              when e.confirmed_at >= s.ends_at then 'not_yet_enrolled'
              else 'expected' end as state,
         case when s.state <> 'cancelled' then m.arrived_min end as arrived_min,
         case when s.state <> 'cancelled' then m.left_min end as left_min,
         case when s.state = 'cancelled' or m.id is null then 0 else attended_minutes(m.id, m.minutes_present, s) end as minutes_present,
         m.mode, m.source, m.note_code, m.occurred_at, m.recorded_at
    from enrolment e
    join session s on s.run_id = e.run_id and s.state <> 'draft'
    left join lateral (select * from attendance_mark k where k.enrolment_id = e.id and k.session_id = s.id
                        order by k.occurred_at desc, k.sequence desc limit 1) m on true
   where e.confirmed_at is not null and (e.state in ('confirmed', 'completed', 'not_completed') or m.id is not null);

create or replace view report_place as
  select s.local_start::date as on_day, r.mode, coalesce(c.strand::text, 'none') as strand,
    counted_basis(e.person_id, extract(year from s.local_start)::integer, 'infinity') as eligibility_basis, e.person_id,
    case when m.state in ('present', 'late', 'left_early') then 'attended'
         when m.state = 'dna' then 'did_not_attend'
         else 'sent_word' end as outcome,
    case when m.id is null then 0 else attended_minutes(m.id, m.minutes_present, s) end as minutes
  from session s
  join run r on r.id = s.run_id and r.mode <> 'drop_in' and r.state <> 'draft'
  join course_version v on v.id = r.version_id
  join course c on c.id = v.course_id
  join enrolment e on e.run_id = r.id and e.confirmed_at is not null
  left join lateral (select k.id, k.state, k.minutes_present from attendance_mark k where k.enrolment_id = e.id and k.session_id = s.id
                      order by k.occurred_at desc, k.sequence desc limit 1) m on true
  where s.state = 'delivered' and (e.state in ('confirmed', 'completed', 'not_completed') or m.state is not null)
    and (e.confirmed_at < s.ends_at or coalesce(m.state::text, 'expected') <> 'expected');
`;
}
