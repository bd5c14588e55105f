import { SqlMigration } from './sql-migration.js';

/** Messages to people, and tasks for staff where no message may or can go out. */
export class Notifications1795000000008 extends SqlMigration {
  readonly name = 'Notifications1795000000008';
  protected readonly sql = `
-- The intention to tell one person one thing, once. Neither an address nor a text is kept: both are read when it is sent.
-- The occasion tells apart what may happen to a subject more than once, e.g. a change of time.
create table message (
  id uuid constraint message_pk primary key,
  person_id uuid not null constraint message_person references person,
  kind code_text not null constraint message_kind check (kind in ('place_confirmed', 'place_waitlisted', 'place_offered', 'offer_expired', 'place_cancelled', 'place_released', 'request_declined',
    'session_reminder', 'session_rescheduled', 'session_cancelled', 'facilitation_offered')),
  subject_id uuid not null,
  occasion code_text not null default 'once',
  requested boolean not null,
  planned_at timestamptz not null,
  not_after timestamptz not null,
  state code_text not null default 'planned' constraint message_state check (state in ('planned', 'queued', 'sent', 'failed', 'suppressed', 'withdrawn')),
  suppressed_because code_text constraint message_suppression check (suppressed_because in ('no_safe_channel', 'outside_hours', 'learner_initiates', 'consent_missing', 'emergency_only')),
  channel code_text constraint message_channel check (channel in ('email', 'inApp')),
  discreet boolean,
  attempts integer not null default 0 constraint message_attempts_few check (attempts between 0 and 5),
  attempted_at timestamptz,
  sent_at timestamptz,
  in_inbox_at timestamptz,
  read_at timestamptz,
  version integer not null default 1,
  constraint message_once unique (subject_id, person_id, kind, occasion),
  constraint message_suppressed_has_reason check ((state = 'suppressed') = (suppressed_because is not null)),
  constraint message_sent_is_dated check ((state = 'sent') = (sent_at is not null) and (state <> 'sent' or channel is not null)),
  constraint message_attempt_is_dated check ((attempts > 0) = (attempted_at is not null) and (state <> 'queued' or attempts > 0)),
  constraint message_read_was_there check (read_at is null or in_inbox_at is not null)
);
create index message_inbox on message (person_id, in_inbox_at desc, id desc) where in_inbox_at is not null;
create trigger message_version before update on message for each row execute function raise_version();
create trigger message_moves before update on message for each row execute function allow_moves(
  'planned>queued', 'planned>sent', 'planned>suppressed', 'planned>withdrawn', 'queued>sent', 'queued>failed',
  'failed>queued', 'failed>sent', 'failed>suppressed', 'failed>withdrawn');
select grant_api('select, insert, update (not_after, state, suppressed_because, channel, discreet, attempts, attempted_at, sent_at, in_inbox_at, read_at)', 'message');

-- Something that a person of the college does. How it ended is a code: there is no room for notes about health.
create table staff_task (
  id uuid constraint staff_task_pk primary key,
  kind code_text not null constraint staff_task_kind check (kind in ('message_not_sent', 'welfare_follow_up')),
  about code_text constraint staff_task_about check (about in ('place_confirmed', 'place_waitlisted', 'place_offered', 'offer_expired', 'place_cancelled', 'place_released', 'request_declined',
    'session_reminder', 'session_rescheduled', 'session_cancelled', 'facilitation_offered')),
  reason code_text constraint staff_task_reason check (reason in ('no_safe_channel', 'outside_hours', 'learner_initiates', 'consent_missing', 'emergency_only', 'not_delivered')),
  subject_id uuid not null,
  occasion code_text not null default 'once',
  person_id uuid not null constraint staff_task_person references person,
  opened_at timestamptz not null,
  due_at timestamptz not null,
  done_at timestamptz,
  done_by uuid constraint staff_task_doer references person,
  outcome code_text constraint staff_task_outcome check (outcome in ('reached', 'message_left', 'not_reached', 'not_contacted', 'no_longer_needed')),
  version integer not null default 1,
  constraint staff_task_once unique nulls not distinct (kind, about, subject_id, person_id, occasion),
  constraint staff_task_about_a_message check ((kind = 'message_not_sent') = (about is not null and reason is not null)),
  constraint staff_task_done_is_whole check ((done_at is null) = (outcome is null) and (done_at is not null or done_by is null))
);
create index staff_task_open on staff_task (due_at, id) where done_at is null;
create index staff_task_done on staff_task (due_at, id) where done_at is not null;
create index staff_task_by_subject on staff_task (subject_id) where done_at is null;
create trigger staff_task_version before update on staff_task for each row execute function raise_version();
select grant_api('select, insert, update (done_at, done_by, outcome)', 'staff_task');
`;
}
