import { SqlMigration } from './sql-migration.js';

/** Ending the role of another administrator needs a second one or two weeks, and whoever was one lately counts as one. */
export class SecondAdministratorEndsToo1795000000193 extends SqlMigration {
  readonly name = 'SecondAdministratorEndsToo1795000000193';
  protected readonly sql = `
alter table role_request add column ending boolean not null default false;
alter table role_request drop constraint role_request_second_administrator, drop constraint role_request_confirmed_in_time;
alter table role_request
  add constraint role_request_second_administrator check (state <> 'confirmed' or (decided_by <> person_id
    and (decided_by <> asked_by or (ending and decided_at >= asked_at + interval '336 hours')))) not valid,
  add constraint role_request_confirmed_in_time check (state <> 'confirmed'
    or decided_at < asked_at + case when ending then interval '672 hours' else interval '336 hours' end) not valid;
alter table role_request validate constraint role_request_second_administrator;

create or replace function refuse_unconfirmed_administrator() returns trigger language plpgsql as $$
begin
  if new.role = 'administrator' and new.granted_by is not null
     and (select count(distinct person_id) >= 2 from role_grant
           where role = 'administrator' and (ended_at is null or ended_at > new.granted_at - interval '336 hours'))
     and not exists (
       select from role_request r
         join role_grant first on first.person_id = r.asked_by and first.role = 'administrator' and first.ended_at is null
         join role_grant second on second.person_id = r.decided_by and second.role = 'administrator' and second.ended_at is null
        where r.id = new.id and r.person_id = new.person_id and r.role = new.role and r.asked_by = new.granted_by and r.state = 'confirmed'
          and not r.ending) then
    raise exception using errcode = '23514', message = 'a second administrator has to confirm this', constraint = 'role_grant_confirmed_by_second';
  end if;
  return new;
end $$;

-- Everybody ends their own. What nobody ended comes from the server's command line.
create function refuse_unconfirmed_ending() returns trigger language plpgsql as $$
begin
  if new.role = 'administrator' and old.ended_at is null and new.ended_at is not null and new.ended_by <> new.person_id
     and not exists (
       select from role_request r
         join role_grant first on first.person_id = r.asked_by and first.role = 'administrator' and first.ended_at is null
         join role_grant second on second.person_id = r.decided_by and second.role = 'administrator' and second.ended_at is null
        where r.ending and r.state = 'confirmed' and r.person_id = new.person_id and r.asked_by = new.ended_by
          and r.asked_at >= new.granted_at) then
    raise exception using errcode = '23514', message = 'a second administrator has to confirm this', constraint = 'role_grant_ended_by_second';
  end if;
  return new;
end $$;
create trigger role_grant_ended_by_second before update on role_grant for each row execute function refuse_unconfirmed_ending();

alter table message drop constraint message_kind, add constraint message_kind check (kind in ('place_confirmed', 'place_waitlisted', 'place_offered', 'offer_expired', 'place_cancelled', 'place_released', 'request_declined', 'session_reminder', 'session_rescheduled', 'session_cancelled', 'facilitation_offered', 'certification_ending', 'certification_news', 'emergency_contact_used', 'contact_change_waiting', 'second_factor_removed', 'password_card_made', 'advising_asked', 'advising_accepted', 'advising_declined', 'measure_offered', 'administrator_ending', 'administrators_changed', 'calendar_feed_made', 'emergency_contact_changed', 'safe_contact_changed', 'recovery_codes_made')) not valid;
alter table message validate constraint message_kind;
alter table staff_task drop constraint staff_task_about, add constraint staff_task_about check (about in ('place_confirmed', 'place_waitlisted', 'place_offered', 'offer_expired', 'place_cancelled', 'place_released', 'request_declined', 'session_reminder', 'session_rescheduled', 'session_cancelled', 'facilitation_offered', 'certification_ending', 'certification_news', 'emergency_contact_used', 'contact_change_waiting', 'second_factor_removed', 'password_card_made', 'administrator_ending', 'administrators_changed')) not valid;
alter table staff_task validate constraint staff_task_about;
`;
}
