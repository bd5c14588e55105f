import { SqlMigration } from './sql-migration.js';

/** What lists need in order to find their rows without looking at what is over. */
export class FoundWithoutLookingAtWhatIsOver1795000000263 extends SqlMigration {
  readonly name = 'FoundWithoutLookingAtWhatIsOver1795000000263';
  protected readonly sql = `
-- A place is concluded once its run is over, so no session ends later than that. Where one does all the same, the run says until when.
alter table run add column went_on_until timestamptz;

create function note_going_on_after_conclusion() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update run r set went_on_until = late.ends_at
  from (select max(s.ends_at) as ends_at from session s where s.run_id = new.run_id and s.ends_at > new.ended_at) late
  where r.id = new.run_id and late.ends_at > coalesce(r.went_on_until, '-infinity');
  return null;
end $$;
create trigger enrolment_concluded_early after insert or update of state, ended_at on enrolment for each row
  when (new.state in ('completed', 'not_completed')) execute function note_going_on_after_conclusion();

-- The lock first, then a new look, as for the span of a run.
create function note_session_after_conclusion() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform from run where id = new.run_id for no key update;
  update run r set went_on_until = new.ends_at
  where r.id = new.run_id and new.ends_at > coalesce(r.went_on_until, '-infinity')
    and exists (
      select from enrolment e
      where e.run_id = new.run_id and e.state in ('completed', 'not_completed') and e.ended_at < new.ends_at
    );
  return null;
end $$;
create trigger session_after_conclusion after insert or update of run_id, ends_at on session for each row
  execute function note_session_after_conclusion();

update run r set went_on_until = late.ends_at
from (
  select s.run_id, max(s.ends_at) as ends_at
  from session s
  join (
    select run_id, min(ended_at) as ended_at
    from enrolment
    where state in ('completed', 'not_completed')
    group by run_id
  ) e on e.run_id = s.run_id and s.ends_at > e.ended_at
  group by s.run_id
) late
where r.id = late.run_id;

-- Whether somebody confirmed it stands with the practice too, so that what waits is found by an index.
alter table practice_log add column confirmed boolean not null default false;
create or replace trigger practice_log_only_grows before update on practice_log for each row
  when (to_jsonb(old) - 'confirmed' is distinct from to_jsonb(new) - 'confirmed') execute function refuse_change();

create function keep_practice_confirmed() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update practice_log set confirmed = tg_op <> 'DELETE' where id = coalesce(new.log_id, old.log_id);
  return null;
end $$;
create trigger practice_verification_confirms after insert or delete on practice_verification for each row
  execute function keep_practice_confirmed();
update practice_log l set confirmed = true from practice_verification v where v.log_id = l.id;

-- The newest mark by a join, and whoever was there from beginning to end without a function for each of them.
create or replace view report_place as
  select s.local_start::date as on_day, r.mode, coalesce(c.strand::text, 'none') as strand,
    counted_basis(e.person_id, extract(year from s.local_start)::integer, 'infinity') as eligibility_basis, e.person_id,
    case when m.state in ('present', 'late', 'left_early') then 'attended'
         when m.state = 'dna' then 'did_not_attend'
         else 'sent_word' end as outcome,
    case when m.id is null or m.state not in ('present', 'late', 'left_early') then 0
         when whole.mark_id is not null then coalesce(s.delivered_contact_minutes, s.planned_contact_minutes, 0)
         else attended_minutes(m.id, m.minutes_present, s) end as minutes
  from session s
  join run r on r.id = s.run_id and r.mode <> 'drop_in' and r.state <> 'draft'
  join course_version v on v.id = r.version_id
  join course c on c.id = v.course_id
  join enrolment e on e.run_id = r.id and e.confirmed_at is not null
  left join (
    select k.id, k.enrolment_id, k.session_id, k.state, k.minutes_present
    from attendance_mark k
    where not exists (
      select from attendance_mark n
      where n.enrolment_id = k.enrolment_id and n.session_id = k.session_id and (n.occurred_at, n.sequence) > (k.occurred_at, k.sequence)
    )
  ) m on m.enrolment_id = e.id and m.session_id = s.id
  left join presence whole on whole.mark_id = m.id and whole.minutes = '(,)'
  where s.state = 'delivered' and (e.state in ('confirmed', 'completed', 'not_completed') or m.state is not null)
    and (e.confirmed_at < s.ends_at or coalesce(m.state::text, 'expected') <> 'expected');
`;
}
