import { SqlMigration } from './sql-migration.js';

/**
 * Whatever a calendar shows raises the SEQUENCE of a session and says when, also a venue that is called or found otherwise and a course that
 * is called otherwise; and who facilitates hears of a run that is cancelled.
 */
export class WhatACalendarShows1795000000219 extends SqlMigration {
  readonly name = 'WhatACalendarShows1795000000219';
  protected readonly sql = `
alter table session disable trigger user, add column shown_at timestamptz;
update session s set shown_at = greatest(s.published_at, s.cancelled_at, (select max(m.moved_at) from session_rescheduling m where m.session_id = s.id))
where s.published_at is not null;
alter table session enable trigger user;

-- The command that changes something has told the time; what is published or cancelled says it itself.
create or replace function raise_sequence() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if (old.local_start, old.local_end, old.time_zone, old.starts_at, old.ends_at, old.venue_id, old.title, old.plan_order, old.published_at, old.cancelled_at)
       is distinct from (new.local_start, new.local_end, new.time_zone, new.starts_at, new.ends_at, new.venue_id, new.title, new.plan_order, new.published_at, new.cancelled_at)
    then new.sequence := old.sequence + 1; end if;
    if new.sequence = old.sequence then return new; end if;
  end if;
  new.shown_at := greatest(new.shown_at, new.published_at, new.cancelled_at, college_now());
  return new;
end $$;
drop trigger session_sequence on session;
create trigger session_sequence before insert or update on session for each row execute function raise_sequence();
alter table session add constraint session_published_is_shown check (published_at is null or (shown_at is not null and shown_at >= greatest(published_at, cancelled_at))) not valid;
alter table session validate constraint session_published_is_shown;

create or replace function raise_sequences_of_run() returns trigger language plpgsql as $$
begin
  update session set sequence = sequence + 1 where run_id = new.id and published_at is not null;
  return null;
end $$;

-- No calendar shows what was over 60 days ago.
create function raise_sequences_of_venue() returns trigger language plpgsql as $$
begin
  update session s set sequence = s.sequence + 1 from run r
  where r.id = s.run_id and coalesce(s.venue_id, r.venue_id) = new.id and r.mode <> 'online' and s.published_at is not null
    and s.ends_at > coalesce(college_now(), '-infinity') - interval '1440 hours';
  return null;
end $$;
create trigger venue_raises_sequences after update of name, address on venue for each row
  when ((old.name, old.address) is distinct from (new.name, new.address)) execute function raise_sequences_of_venue();

create function raise_sequences_of_course() returns trigger language plpgsql as $$
begin
  update session s set sequence = s.sequence + 1 from run r join course_version v on v.id = r.version_id
  where r.id = s.run_id and v.course_id = new.id and s.published_at is not null
    and s.ends_at > coalesce(college_now(), '-infinity') - interval '1440 hours';
  return null;
end $$;
create trigger course_raises_sequences after update of title on course for each row
  when (old.title is distinct from new.title) execute function raise_sequences_of_course();

alter table message drop constraint message_kind, add constraint message_kind check (kind in ('place_confirmed', 'place_waitlisted', 'place_offered', 'offer_expired', 'place_cancelled', 'place_released', 'request_declined', 'session_reminder', 'session_rescheduled', 'session_cancelled', 'run_cancelled', 'facilitation_offered', 'certification_ending', 'certification_news', 'emergency_contact_used', 'contact_change_waiting', 'second_factor_removed', 'password_card_made', 'password_card_used', 'advising_asked', 'advising_accepted', 'advising_declined', 'measure_offered', 'administrator_ending', 'administrators_changed', 'calendar_feed_made', 'emergency_contact_changed', 'safe_contact_changed', 'recovery_codes_made', 'address_entered', 'account_watch', 'waiting_ended')) not valid;
alter table message validate constraint message_kind;
alter table staff_task drop constraint staff_task_about, add constraint staff_task_about check (about in ('place_confirmed', 'place_waitlisted', 'place_offered', 'offer_expired', 'place_cancelled', 'place_released', 'request_declined', 'session_reminder', 'session_rescheduled', 'session_cancelled', 'run_cancelled', 'facilitation_offered', 'certification_ending', 'certification_news', 'emergency_contact_used', 'contact_change_waiting', 'second_factor_removed', 'password_card_made', 'administrator_ending', 'administrators_changed')) not valid;
alter table staff_task validate constraint staff_task_about;
`;
}
