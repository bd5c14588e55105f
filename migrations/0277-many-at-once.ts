import { SqlMigration } from './sql-migration.js';

/**
 * What became of each row of a batch is remembered for a day, for whatever is done to many at once, and no longer for bookings
 * alone; what was kept of those for ever goes as well. Those who run a course write to its learners.
 */
export class ManyAtOnce1795000000277 extends SqlMigration {
  readonly name = 'ManyAtOnce1795000000277';
  protected readonly sql = `
create table batch (
  id uuid constraint batch_pk primary key,
  person_id uuid not null constraint batch_person references person,
  at timestamptz not null,
  rows jsonb not null constraint batch_small check (length(rows::text) <= 200000)
);
create index batch_by_person on batch (person_id);
create index batch_age on batch (at);
select grant_api('select, insert, delete', 'batch');

drop trigger enrolment_batch_only_grows on enrolment_batch;
select grant_api('delete', 'enrolment_batch');

create table run_notice (
  id uuid constraint run_notice_pk primary key,
  person_id uuid not null constraint run_notice_person references person,
  run_id uuid not null constraint run_notice_run references run,
  sent_by uuid not null constraint run_notice_sender references person,
  sent_at timestamptz not null,
  key_id uuid not null,
  text bytea not null constraint run_notice_small check (octet_length(text) <= 8192),
  constraint run_notice_to_others check (sent_by <> person_id)
);
create index run_notice_by_person on run_notice (person_id);
create index run_notice_by_sender on run_notice (sent_by);
create index run_notice_by_run on run_notice (run_id);
create index run_notice_age on run_notice (sent_at);
select grant_api('select, insert, delete', 'run_notice');

alter table message drop constraint message_kind, add constraint message_kind check (kind in ('place_confirmed', 'place_waitlisted', 'place_offered', 'offer_expired', 'place_cancelled', 'place_released', 'request_declined', 'session_reminder', 'session_rescheduled', 'session_cancelled', 'run_cancelled', 'facilitation_offered', 'certification_ending', 'certification_news', 'emergency_contact_used', 'contact_change_waiting', 'second_factor_removed', 'password_card_made', 'password_card_used', 'advising_asked', 'advising_accepted', 'advising_declined', 'measure_offered', 'administrator_ending', 'administrators_changed', 'calendar_feed_made', 'emergency_contact_changed', 'safe_contact_changed', 'recovery_codes_made', 'address_entered', 'account_watch', 'waiting_ended', 'wish_answered', 'wish_overdue', 'run_changed', 'run_notice')) not valid;
alter table message validate constraint message_kind;
alter table staff_task drop constraint staff_task_about, add constraint staff_task_about check (about in ('place_confirmed', 'place_waitlisted', 'place_offered', 'offer_expired', 'place_cancelled', 'place_released', 'request_declined', 'session_reminder', 'session_rescheduled', 'session_cancelled', 'run_cancelled', 'facilitation_offered', 'certification_ending', 'certification_news', 'emergency_contact_used', 'contact_change_waiting', 'second_factor_removed', 'password_card_made', 'administrator_ending', 'administrators_changed', 'run_changed', 'run_notice')) not valid;
alter table staff_task validate constraint staff_task_about;
`;
}
