import { SqlMigration } from './sql-migration.js';

/** The register, drop-ins, welfare follow-ups, completion, and the register of printed credentials. */
export class Attendance1795000000007 extends SqlMigration {
  readonly name = 'Attendance1795000000007';
  protected readonly sql = `
-- What was said about one person's attendance, and when. Nothing is overwritten: the view "attendance" says which mark counts.
create table attendance_mark (
  id uuid constraint attendance_mark_pk primary key,
  attendance_id uuid not null,
  enrolment_id uuid not null constraint attendance_mark_enrolment references enrolment,
  session_id uuid not null constraint attendance_mark_session references session,
  sequence integer not null constraint attendance_mark_sequence check (sequence between 1 and 1000),
  state code_text not null constraint attendance_mark_state check (state in ('expected', 'present', 'late', 'left_early', 'apology', 'dna', 'excused')),
  arrived_min integer,
  left_min integer,
  minutes_present integer not null constraint attendance_mark_minutes_plausible check (minutes_present between 0 and 1440),
  mode code_text constraint attendance_mark_mode check (mode in ('in_person', 'online')),
  source code_text not null constraint attendance_mark_source check (source in ('register', 'self', 'platform', 'correction')),
  note_code code_text constraint attendance_mark_note check (note_code in ('travel', 'technical', 'agreed_before')),
  client_event_id code_text,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  recorded_by uuid constraint attendance_mark_recorder references person,
  reason short_text,
  constraint attendance_mark_order unique (enrolment_id, session_id, sequence),
  constraint attendance_mark_event_once unique (session_id, client_event_id),
  constraint attendance_mark_times_in_order check (arrived_min < left_min),
  constraint attendance_mark_only_present_has_minutes check (state in ('present', 'late', 'left_early') or (minutes_present = 0 and arrived_min is null and left_min is null)),
  constraint attendance_mark_correction_says_why check ((source = 'correction') = (reason is not null))
);
create index attendance_mark_current on attendance_mark (enrolment_id, session_id, occurred_at desc, sequence desc);
create index attendance_mark_by_row on attendance_mark (attendance_id, sequence);
create trigger attendance_mark_only_grows before update or delete on attendance_mark for each row execute function refuse_change();
select grant_api('select, insert', 'attendance_mark');

create function attendance_grace() returns interval language sql stable as $$
  select make_interval(mins => coalesce((policy->>'attendanceGraceMinutes')::integer, 30)) from college $$;

create function mark_fits_session() returns trigger language plpgsql as $$
begin
  if new.minutes_present > (select coalesce(delivered_contact_minutes, planned_contact_minutes, 1440) from session where id = new.session_id) then
    raise exception using errcode = '23514', message = 'more minutes than the session has', constraint = 'minutes_exceed_session';
  end if;
  return new;
end $$;
create trigger attendance_mark_fits before insert on attendance_mark for each row execute function mark_fits_session();

-- When the person was there, according to one mark. Two spans of one mark never overlap.
create table presence (
  mark_id uuid not null constraint presence_mark references attendance_mark,
  session_id uuid not null constraint presence_session references session,
  during tstzrange not null constraint presence_bounded check (not (isempty(during) or lower_inf(during) or upper_inf(during))),
  constraint presence_pk primary key (mark_id, during),
  constraint presence_never_overlaps exclude using gist (mark_id with =, during with &&)
);
create function presence_inside_session() returns trigger language plpgsql as $$
begin
  if not exists (select from session where id = new.session_id
                  and tstzrange(starts_at - attendance_grace(), ends_at + attendance_grace(), '[]') @> new.during) then
    raise exception using errcode = '23514', message = 'presence outside the session', constraint = 'presence_outside_session';
  end if;
  return new;
end $$;
create trigger presence_inside before insert on presence for each row execute function presence_inside_session();
create trigger presence_only_grows before update or delete on presence for each row execute function refuse_change();
select grant_api('select, insert', 'presence');

-- One row per place and session. The mark that happened last counts, whenever it was recorded; a cancelled session counts nowhere.
create view attendance as
  select m.attendance_id as id, m.id as mark_id, e.id as enrolment_id, e.person_id, e.run_id, e.state as enrolment_state, s.id as session_id,
         s.position, s.starts_at, s.ends_at, s.state as session_state,
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

-- The register of one session under the session's lock. A function, because only a second statement sees what was committed while the
-- first one waited for the lock; so a whole register is locked and read in one round trip.
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

create table drop_in (
  id uuid constraint drop_in_pk primary key,
  session_id uuid not null constraint drop_in_session references session,
  person_id uuid constraint drop_in_person references person,
  anonymous_count integer constraint drop_in_count_plausible check (anonymous_count between 1 and 500),
  recorded_by uuid not null constraint drop_in_recorder references person,
  recorded_at timestamptz not null,
  constraint drop_in_person_or_count check ((person_id is null) <> (anonymous_count is null)),
  constraint drop_in_person_once unique (session_id, person_id)
);
create index drop_in_by_person on drop_in (person_id);
create trigger drop_in_only_grows before update or delete on drop_in for each row execute function refuse_change();
select grant_api('select, insert', 'drop_in');

-- Somebody asks how a learner is. There is no column for anything about health.
create table welfare_follow_up (
  id uuid constraint welfare_follow_up_pk primary key,
  enrolment_id uuid not null constraint welfare_follow_up_enrolment references enrolment,
  session_id uuid constraint welfare_follow_up_session references session,
  trigger code_text not null constraint welfare_follow_up_trigger check (trigger in ('dna', 'concern', 'request')),
  state code_text not null constraint welfare_follow_up_state check (state in ('open', 'no_safe_channel', 'contacted_ok', 'contacted_support_offered',
    'not_contactable', 'learner_prefers_no_contact', 'not_needed', 'closed')),
  conversation_offered boolean not null default false,
  first_session_missed boolean not null default false,
  opened_at timestamptz not null,
  opened_by uuid constraint welfare_follow_up_opener references person,
  due_at timestamptz not null,
  closed_at timestamptz,
  closed_by uuid constraint welfare_follow_up_closer references person,
  version integer not null default 1,
  constraint welfare_follow_up_dna_of_session check ((trigger = 'dna') = (session_id is not null)),
  constraint welfare_follow_up_closed_is_dated check ((state = 'closed') = (closed_at is not null))
);
create unique index welfare_follow_up_dna_once on welfare_follow_up (enrolment_id, session_id) where trigger = 'dna' and state <> 'not_needed';
create index welfare_follow_up_by_enrolment on welfare_follow_up (enrolment_id, opened_at);
create index welfare_follow_up_due on welfare_follow_up (due_at, id);
create trigger welfare_follow_up_version before update on welfare_follow_up for each row execute function raise_version();
create trigger welfare_follow_up_moves before update on welfare_follow_up for each row execute function allow_moves(
  'open>contacted_ok', 'open>contacted_support_offered', 'open>not_contactable', 'open>learner_prefers_no_contact', 'open>not_needed',
  'no_safe_channel>contacted_ok', 'no_safe_channel>contacted_support_offered', 'no_safe_channel>not_contactable',
  'no_safe_channel>learner_prefers_no_contact', 'no_safe_channel>not_needed', 'no_safe_channel>closed',
  'not_contactable>contacted_ok', 'not_contactable>contacted_support_offered', 'not_contactable>learner_prefers_no_contact', 'not_contactable>not_needed', 'not_contactable>closed',
  'contacted_ok>closed', 'contacted_support_offered>closed', 'learner_prefers_no_contact>closed');
select grant_api('select, insert, update (state, closed_at, closed_by)', 'welfare_follow_up');

create table welfare_attempt (
  id uuid constraint welfare_attempt_pk primary key,
  follow_up_id uuid not null constraint welfare_attempt_follow_up references welfare_follow_up,
  at timestamptz not null,
  by uuid not null constraint welfare_attempt_person references person,
  channel code_text not null constraint welfare_attempt_channel check (channel in ('email', 'sms', 'phone', 'post', 'inApp')),
  outcome code_text not null constraint welfare_attempt_outcome check (outcome in ('contacted_ok', 'contacted_support_offered', 'not_contactable', 'learner_prefers_no_contact'))
);
create index welfare_attempt_by_follow_up on welfare_attempt (follow_up_id, at);
create trigger welfare_attempt_only_grows before update or delete on welfare_attempt for each row execute function refuse_change();
select grant_api('select, insert', 'welfare_attempt');

-- Whether somebody completed a run, and on what that stands. A change of mind is a new row; the last one counts.
create table completion_record (
  id uuid constraint completion_record_pk primary key,
  enrolment_id uuid not null constraint completion_record_enrolment references enrolment,
  sequence integer not null constraint completion_record_sequence check (sequence between 1 and 1000),
  outcome code_text not null constraint completion_record_outcome check (outcome in ('completed', 'not_completed')),
  sessions_attended integer not null constraint completion_record_attended check (sessions_attended >= 0),
  sessions_delivered integer not null constraint completion_record_delivered check (sessions_delivered >= sessions_attended),
  minutes integer not null constraint completion_record_minutes check (minutes >= 0),
  decided_at timestamptz not null,
  constraint completion_record_order unique (enrolment_id, sequence)
);
create trigger completion_record_only_grows before update or delete on completion_record for each row execute function refuse_change();
select grant_api('select, insert', 'completion_record');

-- Everything that the college prints and that others may check. The token in the code leads to the public verification page.
create table certificate (
  id uuid constraint certificate_pk primary key,
  kind code_text not null constraint certificate_kind check (kind in ('attendance', 'completion', 'ceu', 'facilitator')),
  number code_text not null constraint certificate_number_once unique,
  person_id uuid not null constraint certificate_person references person,
  subject_id uuid not null,
  content_hash code_text not null,
  verify_token code_text not null constraint certificate_token_once unique,
  state code_text not null default 'issued' constraint certificate_state check (state in ('issued', 'reissued', 'withdrawn')),
  replaces_id uuid constraint certificate_replaces references certificate constraint certificate_replaced_once unique,
  issued_at timestamptz not null,
  ended_at timestamptz,
  version integer not null default 1,
  constraint certificate_end_is_dated check ((state = 'issued') = (ended_at is null))
);
create unique index certificate_one_current on certificate (kind, subject_id) where state = 'issued';
create index certificate_by_person on certificate (person_id, issued_at desc, id desc);
create trigger certificate_version before update on certificate for each row execute function raise_version();
create trigger certificate_moves before update on certificate for each row execute function allow_moves('issued>reissued', 'issued>withdrawn');
create trigger certificate_stays after update or delete on certificate for each row execute function only_these_change('state', 'ended_at', 'version');
select grant_api('select, insert, update (state, ended_at)', 'certificate');

-- What is printed on it, frozen. Apart, so that a name can be erased while the number stays known.
create table certificate_print (
  certificate_id uuid constraint certificate_print_pk primary key constraint certificate_print_of references certificate,
  content jsonb not null constraint certificate_print_bounded check (length(content::text) <= 10000)
);
create trigger certificate_print_stays before update on certificate_print for each row execute function refuse_change();
select grant_api('select, insert, delete', 'certificate_print');
`;
}
