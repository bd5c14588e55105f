import { SqlMigration } from './sql-migration.js';

/** Terms, places, runs, their sessions and facilitators, and the bookings that keep a person or a room out of two places. */
export class Sessions1795000000005 extends SqlMigration {
  readonly name = 'Sessions1795000000005';
  protected readonly sql = `
create extension if not exists btree_gist;

create table term (
  id uuid constraint term_pk primary key,
  name short_text not null,
  prospectus_opens_at timestamptz not null,
  booking_opens_at timestamptz not null,
  starts_on date not null,
  ends_on date not null,
  max_runs_per_learner integer not null constraint term_max_runs_plausible check (max_runs_per_learner between 1 and 50),
  version integer not null default 1,
  constraint term_dates_in_order check (prospectus_opens_at <= booking_opens_at and starts_on <= ends_on)
);
create index term_by_start on term (starts_on, id);
create trigger term_version before update on term for each row execute function raise_version();
select grant_api('select, insert, update', 'term');

-- A building, or a room of one (part_of). Between rooms of one building nobody needs travel time.
create table venue (
  id uuid constraint venue_pk primary key,
  part_of uuid constraint venue_building references venue,
  name short_text not null,
  time_zone code_text not null,
  address long_text not null,
  directions long_text,
  access_features text[] not null default '{}' constraint venue_access_known check (access_features <@
    array['step_free', 'hearing_loop', 'quiet_room', 'gender_neutral_wc', 'parking', 'transit']),
  access_notes long_text,
  capacity integer not null constraint venue_capacity_plausible check (capacity between 1 and 10000),
  verified_at timestamptz,
  verified_by uuid constraint venue_verifier references person,
  version integer not null default 1,
  constraint venue_not_part_of_itself check (part_of is distinct from id)
);
create index venue_by_name on venue (name, id);
create trigger venue_version before update on venue for each row execute function raise_version();
select grant_api('select, insert, update', 'venue');

-- The join link is a secret: it is read in one place only, for those who may join now.
create table online_room (
  id uuid constraint online_room_pk primary key,
  name short_text not null,
  provider short_text not null,
  join_link long_text,
  joining_help long_text,
  version integer not null default 1
);
create trigger online_room_version before update on online_room for each row execute function raise_version();
select grant_api('select, insert, update', 'online_room');

create table run (
  id uuid constraint run_pk primary key,
  version_id uuid not null constraint run_course_version references course_version,
  term_id uuid constraint run_term references term,
  mode code_text not null constraint run_mode check (mode in ('in_person', 'online', 'hybrid', 'drop_in')),
  venue_id uuid constraint run_venue references venue,
  online_room_id uuid constraint run_online_room references online_room,
  capacity integer,
  places_taken integer not null default 0,
  cohort_minimum integer not null constraint run_cohort_plausible check (cohort_minimum between 1 and 500),
  booking_opens_at timestamptz,
  booking_closes_at timestamptz,
  first_session_mandatory boolean not null default false,
  waitlist_on boolean not null default true,
  approval_needed boolean not null default false,
  camera_rule code_text not null default 'off_ok' constraint run_camera_rule check (camera_rule in ('off_ok', 'on_expected_with_alternatives')),
  camera_alternative short_text,
  time_zone code_text not null,
  state code_text not null default 'draft' constraint run_state check (state in ('draft', 'open', 'finished', 'cancelled')),
  opened_at timestamptz,
  ended_at timestamptz,
  cancellation_reason short_text,
  created_at timestamptz not null,
  version integer not null default 1,
  constraint run_capacity_limited check (capacity between 0 and 10000 or (capacity is null and mode = 'drop_in')),
  constraint run_places_within_capacity check (places_taken >= 0 and (capacity is null or places_taken <= capacity)),
  constraint run_booking_in_order check (booking_opens_at <= booking_closes_at),
  constraint run_camera_has_alternative check (camera_rule = 'off_ok' or camera_alternative is not null)
);
create index run_by_version on run (version_id);
create index run_by_term on run (term_id);
create index run_by_state on run (state, id);
-- Seats are counted by a trigger of enrolment; that alone is no new version of the run.
create trigger run_version before update of version_id, term_id, mode, venue_id, online_room_id, capacity, cohort_minimum, booking_opens_at,
  booking_closes_at, first_session_mandatory, waitlist_on, approval_needed, camera_rule, camera_alternative, time_zone, state
  on run for each row execute function raise_version();
create trigger run_moves before update on run for each row execute function allow_moves('draft>open', 'draft>cancelled', 'open>finished', 'open>cancelled');
select grant_api('select, insert, update', 'run');

create table session_series (
  id uuid constraint session_series_pk primary key,
  run_id uuid not null constraint session_series_run references run,
  first_date date not null,
  every_weeks integer not null constraint session_series_interval check (every_weeks between 1 and 8),
  start_time time not null,
  end_time time not null,
  version integer not null default 1,
  constraint session_series_time_in_order check (start_time < end_time)
);
create index session_series_by_run on session_series (run_id);
create trigger session_series_version before update on session_series for each row execute function raise_version();
select grant_api('select, insert, update', 'session_series');

-- local_start, local_end and time_zone are the intention; starts_at and ends_at are derived from them.
create table session (
  id uuid constraint session_pk primary key,
  run_id uuid not null constraint session_run references run,
  series_id uuid constraint session_series_of references session_series,
  edited_alone boolean not null default false,
  position integer not null constraint session_position_counts check (position between 1 and 200),
  title short_text,
  local_start timestamp not null,
  local_end timestamp not null,
  time_zone code_text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  planned_contact_minutes integer constraint session_planned_minutes check (planned_contact_minutes between 1 and 1440),
  delivered_contact_minutes integer constraint session_delivered_minutes check (delivered_contact_minutes between 1 and 1440),
  venue_id uuid constraint session_venue references venue,
  access_note long_text,
  state code_text not null default 'draft' constraint session_state check (state in ('draft', 'published', 'delivered', 'cancelled')),
  sequence integer not null default 0,
  published_at timestamptz,
  published_by uuid constraint session_publisher references person,
  delivered_at timestamptz,
  delivered_by uuid constraint session_deliverer references person,
  co_delivered boolean,
  cancelled_at timestamptz,
  cancelled_by uuid constraint session_canceller references person,
  cancellation_reason short_text,
  version integer not null default 1,
  constraint session_position_once unique (run_id, position),
  constraint session_ends_after_start check (starts_at < ends_at and ends_at - starts_at <= interval '24 hours'),
  constraint session_minutes_fit check (planned_contact_minutes <= extract(epoch from ends_at - starts_at) / 60),
  constraint session_published_is_complete check (state not in ('published', 'delivered') or (planned_contact_minutes is not null and published_at is not null)),
  constraint session_delivered_is_complete check ((state = 'delivered') = (delivered_at is not null and delivered_contact_minutes is not null and co_delivered is not null)),
  constraint session_cancelled_is_dated check ((state = 'cancelled') = (cancelled_at is not null))
);
create index session_by_run on session (run_id, starts_at);
create index session_by_series on session (series_id) where series_id is not null;
create index session_by_start on session (starts_at, id) where state in ('published', 'delivered');
create trigger session_version before update on session for each row execute function raise_version();
create trigger session_moves before update on session for each row execute function allow_moves(
  'draft>published', 'draft>cancelled', 'published>delivered', 'published>cancelled');
select grant_api('select, insert, update', 'session');

-- A calendar keeps its copy by SEQUENCE: whatever a calendar shows raises it, wherever the change came from.
create function raise_sequence() returns trigger language plpgsql as $$
begin
  if (old.local_start, old.local_end, old.time_zone, old.starts_at, old.ends_at, old.venue_id, old.title, old.state)
     is distinct from (new.local_start, new.local_end, new.time_zone, new.starts_at, new.ends_at, new.venue_id, new.title, new.state)
  then new.sequence := old.sequence + 1; end if;
  return new;
end $$;
create trigger session_sequence before update on session for each row execute function raise_sequence();
create function raise_sequences_of_run() returns trigger language plpgsql as $$
begin
  update session set sequence = sequence + 1 where run_id = new.id and state in ('published', 'delivered');
  return null;
end $$;
create trigger run_place_raises_sequences after update of venue_id, online_room_id, mode on run for each row
  when ((old.venue_id, old.online_room_id, old.mode) is distinct from (new.venue_id, new.online_room_id, new.mode))
  execute function raise_sequences_of_run();

create table session_rescheduling (
  id uuid constraint session_rescheduling_pk primary key,
  session_id uuid not null constraint session_rescheduling_session references session,
  from_starts_at timestamptz not null,
  from_ends_at timestamptz not null,
  from_time_zone code_text not null,
  from_venue_id uuid constraint session_rescheduling_from_venue references venue,
  to_starts_at timestamptz not null,
  to_ends_at timestamptz not null,
  to_time_zone code_text not null,
  to_venue_id uuid constraint session_rescheduling_to_venue references venue,
  free_withdrawal boolean not null,
  change_set uuid not null,
  moved_by uuid not null constraint session_rescheduling_mover references person,
  moved_at timestamptz not null
);
create index session_rescheduling_by_session on session_rescheduling (session_id, moved_at);
create trigger session_rescheduling_only_grows before update or delete on session_rescheduling for each row execute function refuse_change();
select grant_api('select, insert', 'session_rescheduling');

create table facilitator_assignment (
  id uuid constraint facilitator_assignment_pk primary key,
  run_id uuid not null constraint facilitator_assignment_run references run,
  person_id uuid not null constraint facilitator_assignment_person references person,
  delivery_role code_text not null constraint facilitator_assignment_role check (delivery_role in ('peer', 'learned', 'support', 'observer', 'shadow')),
  subject_expert boolean not null default false,
  state code_text not null default 'offered' constraint facilitator_assignment_state check (state in ('offered', 'accepted', 'declined', 'stood_down')),
  conflict code_text not null default 'none' constraint facilitator_assignment_conflict check (conflict in ('none', 'declared', 'resolved')),
  conflict_text long_text,
  conflict_resolution long_text,
  conflict_resolved_by uuid constraint facilitator_assignment_resolver references person,
  offered_by uuid constraint facilitator_assignment_offerer references person,
  offered_at timestamptz not null,
  answered_at timestamptz,
  stood_down_at timestamptz,
  stood_down_by uuid constraint facilitator_assignment_ender references person,
  stood_down_reason short_text,
  version integer not null default 1,
  constraint facilitator_assignment_conflict_told check ((conflict = 'none') = (conflict_text is null)),
  constraint facilitator_assignment_conflict_resolved check ((conflict = 'resolved') = (conflict_resolved_by is not null)),
  constraint facilitator_assignment_resolved_by_another check (conflict_resolved_by is distinct from person_id),
  constraint facilitator_assignment_end_dated check ((state = 'stood_down') = (stood_down_at is not null))
);
create unique index facilitator_assignment_live_once on facilitator_assignment (run_id, person_id) where state in ('offered', 'accepted');
create index facilitator_assignment_by_person on facilitator_assignment (person_id, state);
create trigger facilitator_assignment_version before update on facilitator_assignment for each row execute function raise_version();
create trigger facilitator_assignment_moves before update on facilitator_assignment for each row execute function allow_moves(
  'offered>accepted', 'offered>declined', 'offered>stood_down', 'accepted>stood_down');
select grant_api('select, insert, update', 'facilitator_assignment');

-- Who was really in the room. This, not the roster, decides whether a session was co-delivered.
create table facilitator_presence (
  session_id uuid not null constraint facilitator_presence_session references session,
  person_id uuid not null constraint facilitator_presence_person references person,
  delivery_role code_text not null constraint facilitator_presence_role check (delivery_role in ('peer', 'learned', 'support', 'observer', 'shadow')),
  present boolean not null,
  recorded_by uuid not null constraint facilitator_presence_recorder references person,
  recorded_at timestamptz not null,
  constraint facilitator_presence_pk primary key (session_id, person_id)
);
create index facilitator_presence_by_person on facilitator_presence (person_id);
create trigger facilitator_presence_only_grows before update or delete on facilitator_presence for each row execute function refuse_change();
select grant_api('select, insert', 'facilitator_presence');

create table session_waiver (
  session_id uuid constraint session_waiver_pk primary key constraint session_waiver_session references session,
  reason short_text not null,
  given_by uuid not null constraint session_waiver_giver references person,
  given_at timestamptz not null
);
create trigger session_waiver_only_grows before update or delete on session_waiver for each row execute function refuse_change();
select grant_api('select, insert', 'session_waiver');

-- Notes about practice. There is no column that could point at a learner.
create table session_debrief (
  session_id uuid not null constraint session_debrief_session references session,
  person_id uuid not null constraint session_debrief_person references person,
  went_well long_text,
  to_change long_text,
  co_facilitation long_text,
  supervision_wanted boolean not null default false,
  written_at timestamptz not null,
  version integer not null default 1,
  constraint session_debrief_pk primary key (session_id, person_id)
);
create trigger session_debrief_version before update on session_debrief for each row execute function raise_version();
select grant_api('select, insert, update', 'session_debrief');

-- Who or what is taken, where and when: one row per session and facilitator, venue or online room. Kept by triggers alone.
create table booking (
  session_id uuid not null constraint booking_session references session on delete cascade,
  kind code_text not null constraint booking_kind check (kind in ('facilitator', 'venue', 'online_room')),
  booked_id uuid not null,
  place_id uuid,
  during tstzrange not null,
  with_travel tstzrange not null,
  constraint booking_pk primary key (session_id, kind, booked_id),
  constraint booking_facilitator_once exclude using gist (booked_id with =, during with &&) where (kind = 'facilitator'),
  constraint booking_travel exclude using gist (booked_id with =, place_id with <>, with_travel with &&) where (kind = 'facilitator'),
  constraint booking_venue_once exclude using gist (booked_id with =, during with &&) where (kind = 'venue'),
  constraint booking_online_room_once exclude using gist (booked_id with =, during with &&) where (kind = 'online_room')
);
select grant_api('select', 'booking');

-- Writes the bookings of a run's sessions (or of one) anew. The lock on the run makes accepting and planning wait for each other.
create function rebook(of_run uuid, of_session uuid) returns void language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare travel interval;
begin
  perform from run where id = of_run for no key update;
  select make_interval(mins => coalesce((policy->>'travelBufferMinutes')::integer, 30)) into travel from college;
  delete from booking b using session s where s.id = b.session_id and s.run_id = of_run and (of_session is null or s.id = of_session);
  insert into booking (session_id, kind, booked_id, place_id, during, with_travel)
  select s.id, taken.kind, taken.id, coalesce(v.part_of, v.id), tstzrange(s.starts_at, s.ends_at), tstzrange(s.starts_at, s.ends_at + travel)
    from session s
    join run r on r.id = s.run_id
    left join venue v on r.mode <> 'online' and v.id = coalesce(s.venue_id, r.venue_id)
   cross join lateral (
      select 'venue' as kind, v.id where v.id is not null
      union all select 'online_room', r.online_room_id where r.online_room_id is not null and r.mode <> 'in_person'
      union all select 'facilitator', a.person_id from facilitator_assignment a where a.run_id = r.id and a.state = 'accepted') taken
   where s.run_id = of_run and (of_session is null or s.id = of_session) and s.state <> 'cancelled' and r.state <> 'cancelled'
   order by taken.id;
end $$;
create function rebook_session() returns trigger language plpgsql as $$ begin perform rebook(new.run_id, new.id); return null; end $$;
create function rebook_assignment() returns trigger language plpgsql as $$ begin perform rebook(new.run_id, null); return null; end $$;
create function rebook_run() returns trigger language plpgsql as $$ begin perform rebook(new.id, null); return null; end $$;
create trigger session_books after insert or update of starts_at, ends_at, venue_id, state on session for each row execute function rebook_session();
create trigger facilitator_assignment_books after insert or update of state on facilitator_assignment for each row execute function rebook_assignment();
create trigger run_books after update of venue_id, online_room_id, mode, state on run for each row execute function rebook_run();
revoke all on function rebook from public;
select grant_api('execute', 'function rebook');
`;
}
