import { SqlMigration } from './sql-migration.js';

/**
 * What was recorded for a date does not speak for the one that a session is moved to, unless it is kept; and a run moves to
 * another version of its course.
 */
export class MovedSessions1795000000228 extends SqlMigration {
  readonly name = 'MovedSessions1795000000228';
  protected readonly sql = `
alter table attendance_mark drop constraint attendance_mark_source,
  add constraint attendance_mark_source check (source in ('register', 'self', 'platform', 'correction', 'rescheduling'));

-- A row that only grows may be taken back once, and stays.
create function only_taken_back() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.taken_back_at is null and new.taken_back_at is not null
    and to_jsonb(new) - 'taken_back_at' = to_jsonb(old) - 'taken_back_at' then return new; end if;
  raise exception using errcode = 'RC001', message = format('%s only grows', tg_table_name), constraint = tg_table_name || '_only_grows';
end $$;

alter table drop_in add column taken_back_at timestamptz, drop constraint drop_in_person_once;
create unique index drop_in_person_once on drop_in (session_id, person_id) where taken_back_at is null;
create or replace trigger drop_in_only_grows before update or delete on drop_in for each row execute function only_taken_back();
select grant_api('update (taken_back_at)', 'drop_in');

alter table session_waiver add column taken_back_at timestamptz, drop constraint session_waiver_pk,
  add constraint session_waiver_pk primary key (session_id, given_at);
create unique index session_waiver_once on session_waiver (session_id) where taken_back_at is null;
create or replace trigger session_waiver_only_grows before update or delete on session_waiver for each row execute function only_taken_back();
select grant_api('update (taken_back_at)', 'session_waiver');

-- Somebody who was asked how they are may be absent from the date to which the session was moved as well.
drop index welfare_follow_up_dna_once;
create unique index welfare_follow_up_dna_once on welfare_follow_up (enrolment_id, session_id)
  where trigger = 'dna' and state in ('open', 'no_safe_channel', 'not_contactable');

-- An apology, and what was asked after an absence, count for a date until what stood for that date was cleared.
drop function locked_register;
create function locked_register(of_session uuid)
returns table (s session, a attendance, marks integer, apologised boolean, client_events text[], dnas_before integer, followed boolean)
language plpgsql as $$
begin
  perform from session where id = of_session for no key update;
  return query
    select held, mine,
           coalesce((select max(m.sequence) from attendance_mark m where m.enrolment_id = mine.enrolment_id and m.session_id = of_session), 0),
           exists (select from attendance_mark m where m.enrolment_id = mine.enrolment_id and m.session_id = of_session and m.state = 'apology' and m.occurred_at < held.ends_at
             and not exists (select from attendance_mark o where o.enrolment_id = m.enrolment_id and o.session_id = of_session
               and o.source = 'rescheduling' and (o.occurred_at, o.sequence) > (m.occurred_at, m.sequence))),
           array(select m.client_event_id::text from attendance_mark m where m.enrolment_id = mine.enrolment_id and m.session_id = of_session and m.client_event_id is not null),
           (select count(*)::integer from attendance o where o.enrolment_id = mine.enrolment_id and o.session_id <> of_session and o.state = 'dna'),
           exists (select from welfare_follow_up f where f.enrolment_id = mine.enrolment_id and f.session_id = of_session and f.trigger = 'dna'
             and f.state <> 'not_needed' and f.opened_at > coalesce((select max(o.recorded_at) from attendance_mark o
               where o.enrolment_id = mine.enrolment_id and o.session_id = of_session and o.source = 'rescheduling'), '-infinity'))
      from session held
      left join attendance mine on mine.session_id = held.id
     where held.id = of_session;
end $$;
select grant_api('execute', 'function locked_register');

create or replace view report_session as
  select s.local_start::date as on_day, r.mode, coalesce(c.strand::text, 'none') as strand, r.capacity,
    case when s.co_delivered then 'pair' else 'no_pair' end ||
    case when exists (select from session_waiver w where w.session_id = s.id and w.taken_back_at is null) then '_waived'
         when exists (select from facilitator_presence p where p.session_id = s.id and p.present and p.certified) then '_peer'
         else '_no_peer' end as outcome,
    coalesce((select sum(coalesce(d.anonymous_count, 1)) from drop_in d where d.session_id = s.id and d.taken_back_at is null), 0)::integer as drop_ins
  from session s
  join run r on r.id = s.run_id
  join course_version v on v.id = r.version_id
  join course c on c.id = v.course_id
  where s.state = 'delivered';

-- A run moves to another version of its course while nothing of it was held.
create function run_version_stands() returns trigger language plpgsql as $$
begin
  if new.version_id is distinct from old.version_id and (
    exists (
      select from session s
      where s.run_id = new.id
        and (s.state = 'delivered' or exists (select from attendance_mark m where m.session_id = s.id))
    )
    or (select course_id from course_version where id = new.version_id)
      is distinct from (select course_id from course_version where id = old.version_id)
  ) then
    raise exception using errcode = '23514', message = 'the version of this run stands', constraint = 'run_version_stands';
  end if;
  return new;
end $$;
create trigger run_version_stands before update of version_id on run for each row execute function run_version_stands();

alter table message drop constraint message_kind, add constraint message_kind check (kind in ('place_confirmed', 'place_waitlisted', 'place_offered', 'offer_expired', 'place_cancelled', 'place_released', 'request_declined', 'session_reminder', 'session_rescheduled', 'session_cancelled', 'run_cancelled', 'facilitation_offered', 'certification_ending', 'certification_news', 'emergency_contact_used', 'contact_change_waiting', 'second_factor_removed', 'password_card_made', 'password_card_used', 'advising_asked', 'advising_accepted', 'advising_declined', 'measure_offered', 'administrator_ending', 'administrators_changed', 'calendar_feed_made', 'emergency_contact_changed', 'safe_contact_changed', 'recovery_codes_made', 'address_entered', 'account_watch', 'waiting_ended', 'wish_answered', 'wish_overdue', 'run_changed')) not valid;
alter table message validate constraint message_kind;
alter table staff_task drop constraint staff_task_about, add constraint staff_task_about check (about in ('place_confirmed', 'place_waitlisted', 'place_offered', 'offer_expired', 'place_cancelled', 'place_released', 'request_declined', 'session_reminder', 'session_rescheduled', 'session_cancelled', 'run_cancelled', 'facilitation_offered', 'certification_ending', 'certification_news', 'emergency_contact_used', 'contact_change_waiting', 'second_factor_removed', 'password_card_made', 'administrator_ending', 'administrators_changed', 'run_changed')) not valid;
alter table staff_task validate constraint staff_task_about;
`;
}
