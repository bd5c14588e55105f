import { SqlMigration } from './sql-migration.js';

/** What people ask others of the college for is a task of staff, which one of them takes; since when it is asked is known. */
export class Wishes1795000000221 extends SqlMigration {
  readonly name = 'Wishes1795000000221';
  protected readonly sql = `
alter table registration add column welcome_conversation_asked_at timestamptz;
alter table session_debrief add column supervision_asked_at timestamptz;
update registration set welcome_conversation_asked_at = date_trunc('milliseconds', now())
 where welcome_conversation_wanted and state not in ('paused', 'left');
update session_debrief set supervision_asked_at = date_trunc('milliseconds', now()) where supervision_wanted;
alter table registration drop column welcome_conversation_wanted;
alter table session_debrief drop column supervision_wanted;

alter table staff_task add column taken_by uuid, add column taken_at timestamptz;
alter table staff_task drop constraint staff_task_kind, drop constraint staff_task_outcome,
  add constraint staff_task_kind check (kind in ('message_not_sent', 'welfare_follow_up', 'session_at_risk', 'data_request', 'password_card', 'welcome_conversation', 'adjustment', 'approval', 'supervision')) not valid,
  add constraint staff_task_outcome check (outcome in ('reached', 'message_left', 'not_reached', 'not_contacted', 'no_longer_needed', 'held', 'date_offered', 'declined', 'answered')) not valid,
  add constraint staff_task_taker foreign key (taken_by) references person (id) not valid,
  add constraint staff_task_taken_by_another check (taken_by <> person_id),
  add constraint staff_task_taken_is_dated check ((taken_by is null) = (taken_at is null)),
  add constraint staff_task_wish_is_answered check (
    case kind
      when 'welcome_conversation' then outcome not in ('reached', 'message_left', 'answered') and (outcome = 'no_longer_needed') = (done_by is null)
      when 'supervision' then outcome not in ('reached', 'message_left', 'answered') and (outcome = 'no_longer_needed') = (done_by is null)
      when 'adjustment' then outcome in ('answered', 'no_longer_needed') and done_by is null
      when 'approval' then outcome in ('answered', 'no_longer_needed') and done_by is null
      else outcome not in ('held', 'date_offered', 'declined', 'answered')
    end) not valid;
alter table staff_task validate constraint staff_task_kind;
alter table staff_task validate constraint staff_task_outcome;
alter table staff_task validate constraint staff_task_taker;
alter table staff_task validate constraint staff_task_wish_is_answered;
select grant_api('update (taken_by, taken_at)', 'staff_task');
create index staff_task_taken on staff_task (taken_by) where done_at is null and taken_by is not null;

alter table message drop constraint message_kind, add constraint message_kind check (kind in ('place_confirmed', 'place_waitlisted', 'place_offered', 'offer_expired', 'place_cancelled', 'place_released', 'request_declined', 'session_reminder', 'session_rescheduled', 'session_cancelled', 'run_cancelled', 'facilitation_offered', 'certification_ending', 'certification_news', 'emergency_contact_used', 'contact_change_waiting', 'second_factor_removed', 'password_card_made', 'password_card_used', 'advising_asked', 'advising_accepted', 'advising_declined', 'measure_offered', 'administrator_ending', 'administrators_changed', 'calendar_feed_made', 'emergency_contact_changed', 'safe_contact_changed', 'recovery_codes_made', 'address_entered', 'account_watch', 'waiting_ended', 'wish_answered', 'wish_overdue')) not valid;
alter table message validate constraint message_kind;

-- What is asked for already has its days from today on, as somebody reads it only now.
with wish (kind, subject_id, person_id, asked_at, days, before) as (
  select 'welcome_conversation', person_id, person_id, welcome_conversation_asked_at, 5, null::timestamptz
    from registration where welcome_conversation_asked_at is not null
  union all
  select 'supervision', d.session_id, d.person_id, d.supervision_asked_at, 5, null
    from session_debrief d
   where d.supervision_asked_at is not null
     and not exists (select from registration g where g.person_id = d.person_id and g.state in ('paused', 'left'))
  union all
  select 'approval', e.id, e.person_id, e.joined_at, 3, null
    from enrolment e join run r on r.id = e.run_id and r.state = 'open'
   where e.state = 'requested'
  union all
  select 'adjustment', a.id, e.person_id, a.requested_at, 3,
         (select min(s.starts_at) from session s where s.run_id = e.run_id and s.starts_at > now() and s.state in ('draft', 'published'))
    from adjustment a join enrolment e on e.id = a.enrolment_id
   where a.state = 'requested' and e.state in ('requested', 'waitlisted', 'offered', 'confirmed')
)
insert into staff_task (id, kind, subject_id, occasion, person_id, opened_at, due_at)
select gen_random_uuid(), w.kind, w.subject_id,
       to_char(date_trunc('milliseconds', w.asked_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), w.person_id, w.asked_at,
       least((
         select (day::date + 1)::timestamp at time zone c.time_zone
           from generate_series((now() at time zone c.time_zone)::date + 1, (now() at time zone c.time_zone)::date + 400, interval '1 day') day
          where extract(isodow from day) <= 5 and not exists (select from closure_day d where d.day = day::date)
          order by day offset w.days - 1 limit 1), w.before)
  from wish w cross join college c;
`;
}
