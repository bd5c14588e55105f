import { SqlMigration } from './sql-migration.js';

/** A session carries the planned session that it holds. Its order follows from its dates, and from nothing else. */
export class PlannedSessions1795000000204 extends SqlMigration {
  readonly name = 'PlannedSessions1795000000204';
  protected readonly sql = `
alter table session add column plan_order integer;

create function planned_in(of_run uuid, of_order integer) returns boolean language sql stable as $$
  select exists (
    select
    from run r
    join course_version v on v.id = r.version_id
    cross join lateral jsonb_array_elements(v.session_plans) plan
    where r.id = of_run and plan->>'order' = of_order::text) $$;

-- Until now the number of a session in its run was that of its plan.
update session set plan_order = position where planned_in(run_id, position);
-- What replaces a cancelled one and is still to be held takes over its plan, as it does from now on.
with free as (
  select r.id as run_id, (plan->>'order')::integer as plan_order, row_number() over (partition by r.id order by (plan->>'order')::integer) as place
  from run r
  join course_version v on v.id = r.version_id
  cross join lateral jsonb_array_elements(v.session_plans) plan
  where not exists (
    select from session s where s.run_id = r.id and s.state <> 'cancelled' and s.plan_order = (plan->>'order')::integer)
), extra as (
  select s.id, s.run_id, row_number() over (partition by s.run_id order by s.starts_at, s.id) as place
  from session s
  where s.state in ('draft', 'published') and s.plan_order is null
    and not exists (select from attendance_mark m where m.session_id = s.id)
)
update session s set plan_order = free.plan_order from extra join free using (run_id, place) where s.id = extra.id;

create unique index session_plan_once on session (run_id, plan_order) where state <> 'cancelled';

create function require_planned_session() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if new.plan_order is not distinct from old.plan_order and new.run_id = old.run_id then return new; end if;
    if exists (select from attendance_mark m where m.session_id = new.id) then
      raise exception using errcode = '23514', message = 'marks stand on the plan of this session', constraint = 'session_plan_stands';
    end if;
  end if;
  if new.plan_order is not null and not planned_in(new.run_id, new.plan_order) then
    raise exception using errcode = '23514', message = 'the course plans no such session', constraint = 'session_plan_exists';
  end if;
  return new;
end $$;
create trigger session_planned before insert or update of plan_order, run_id on session for each row execute function require_planned_session();

-- Sessions are told by what they hold, which is their title where they have none of their own.
create or replace function raise_sequence() returns trigger language plpgsql as $$
begin
  if (old.local_start, old.local_end, old.time_zone, old.starts_at, old.ends_at, old.venue_id, old.title, old.plan_order, old.state)
     is distinct from (new.local_start, new.local_end, new.time_zone, new.starts_at, new.ends_at, new.venue_id, new.title, new.plan_order, new.state)
  then new.sequence := old.sequence + 1; end if;
  return new;
end $$;

-- The number in the run goes, and with it what shows it.
drop function locked_register;
drop view attendance;
alter table session drop column position;
create view attendance as
  select m.attendance_id as id, m.id as mark_id, e.id as enrolment_id, e.person_id, e.run_id, e.state as enrolment_state, s.id as session_id,
         s.starts_at, s.ends_at, s.state as session_state,
         case when s.state = 'cancelled' then 'session_cancelled'
              when m.state is not null and m.state <> 'expected' then m.state
              when e.confirmed_at >= s.ends_at then 'not_yet_enrolled'
              else 'expected' end as state,
         case when s.state <> 'cancelled' then m.arrived_min end as arrived_min,
         case when s.state <> 'cancelled' then m.left_min end as left_min,
         case when s.state = 'cancelled' then 0
              else least(coalesce(m.minutes_present, 0), coalesce(s.delivered_contact_minutes, s.planned_contact_minutes)) end as minutes_present,
         m.mode, m.source, m.note_code, m.occurred_at, m.recorded_at
    from enrolment e
    join session s on s.run_id = e.run_id and s.state <> 'draft'
    left join lateral (select * from attendance_mark k where k.enrolment_id = e.id and k.session_id = s.id
                        order by k.occurred_at desc, k.sequence desc limit 1) m on true
   where e.confirmed_at is not null and (e.state in ('confirmed', 'completed', 'not_completed') or m.id is not null);
select grant_api('select', 'attendance');

create function locked_register(of_session uuid) returns table (s session, a attendance, marks integer, apologised boolean, client_events text[], dnas_before integer)
language plpgsql as $$
begin
  perform from session where id = of_session for no key update;
  return query
    select held, mine,
           coalesce((select max(m.sequence) from attendance_mark m where m.enrolment_id = mine.enrolment_id and m.session_id = of_session), 0),
           exists (select from attendance_mark m where m.enrolment_id = mine.enrolment_id and m.session_id = of_session and m.state = 'apology' and m.occurred_at < held.ends_at),
           array(select m.client_event_id::text from attendance_mark m where m.enrolment_id = mine.enrolment_id and m.session_id = of_session and m.client_event_id is not null),
           (select count(*)::integer from attendance o where o.enrolment_id = mine.enrolment_id and o.session_id <> of_session and o.state = 'dna')
      from session held
      left join attendance mine on mine.session_id = held.id
     where held.id = of_session;
end $$;
select grant_api('execute', 'function locked_register');
`;
}
