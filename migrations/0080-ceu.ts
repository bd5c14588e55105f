import { SqlMigration } from './sql-migration.js';

/** Continuing education: approvals, what counts towards them, the ledger that only grows, claims from elsewhere, transcripts and rosters. */
export class Ceu1795000000080 extends SqlMigration {
  readonly name = 'Ceu1795000000080';
  protected readonly sql = `
create table ce_approval (
  id uuid constraint ce_approval_pk primary key,
  name short_text not null,
  approver code_text not null constraint ce_approval_approver check (approver in ('iacet', 'naadac', 'nbcc', 'state_board', 'internal')),
  approval_number code_text not null,
  category_scope text[] not null default '{}' constraint ce_approval_scope_few check (cardinality(category_scope) <= 20),
  valid_from date not null,
  valid_to date,
  withdrawn_on date,
  rounding code_text not null constraint ce_approval_rounding check (rounding in ('iacet_nearest_tenth', 'floor_to_hour', 'hour_from_50_minutes')),
  minimum_minutes integer not null constraint ce_approval_minimum_counts check (minimum_minutes between 0 and 12000),
  attendance_percent integer not null constraint ce_approval_attendance_share check (attendance_percent between 1 and 100),
  partial_credit code_text not null constraint ce_approval_partial_credit check (partial_credit in ('actual', 'none')),
  max_minutes_per_day integer constraint ce_approval_day_counts check (max_minutes_per_day between 1 and 1440),
  evaluation_required boolean not null,
  assessment_required boolean not null,
  presenter_minutes boolean not null,
  certificate_text short_text,
  retention_years integer not null constraint ce_approval_retention_counts check (retention_years between 1 and 50),
  created_at timestamptz not null,
  version integer not null default 1,
  constraint ce_approval_number_once unique (approver, approval_number, valid_from),
  constraint ce_approval_dates_in_order check (valid_from <= valid_to)
);
create index ce_approval_by_name on ce_approval (name, id);
create trigger ce_approval_version before update on ce_approval for each row execute function raise_version();
select grant_api('select, insert, update', 'ce_approval');

-- What a version says about credit beyond its content: the content hash covers its minutes, approvals come and go each year.
create table ce_configuration (
  version_id uuid constraint ce_configuration_pk primary key constraint ce_configuration_of references course_version,
  outcomes jsonb not null default '[]' constraint ce_configuration_outcomes_bounded check (length(outcomes::text) <= 8000),
  version integer not null default 1
);
create trigger ce_configuration_version before update on ce_configuration for each row execute function raise_version();
select grant_api('select, insert, update', 'ce_configuration');

create table ce_attachment (
  id uuid constraint ce_attachment_pk primary key,
  version_id uuid not null constraint ce_attachment_configuration references ce_configuration,
  approval_id uuid not null constraint ce_attachment_approval references ce_approval,
  valid_from date not null,
  valid_to date,
  constraint ce_attachment_dates_in_order check (valid_from <= valid_to),
  constraint ce_attachment_once_at_a_time exclude using gist (version_id with =, approval_id with =, daterange(valid_from, valid_to, '[]') with &&)
);
create index ce_attachment_by_approval on ce_attachment (approval_id);
select grant_api('select, insert, delete', 'ce_attachment');

-- What a person did on a run, as it was last handed over; awards that still wait for something stand on it.
create table ce_completion (
  person_id uuid constraint ce_completion_person references person,
  run_id uuid constraint ce_completion_run references run,
  version_id uuid not null constraint ce_completion_version references course_version,
  role code_text not null constraint ce_completion_role check (role in ('learner', 'presenter')),
  completed boolean not null,
  mode code_text not null,
  completed_on date not null,
  sessions jsonb not null constraint ce_completion_bounded check (length(sessions::text) <= 100000),
  recorded_at timestamptz not null,
  constraint ce_completion_pk primary key (person_id, run_id)
);
create index ce_completion_by_run on ce_completion (run_id);
select grant_api('select, insert, update, delete', 'ce_completion');

-- That an evaluation was handed in or an assessment passed; never what it said. The last row counts.
create table ce_requirement (
  id uuid constraint ce_requirement_pk primary key,
  person_id uuid not null constraint ce_requirement_person references person,
  run_id uuid not null constraint ce_requirement_run references run,
  requirement code_text not null constraint ce_requirement_known check (requirement in ('evaluation', 'assessment')),
  met boolean not null,
  recorded_by uuid constraint ce_requirement_recorder references person,
  recorded_at timestamptz not null,
  constraint ce_requirement_not_for_oneself check (requirement <> 'assessment' or recorded_by is distinct from person_id)
);
create index ce_requirement_last on ce_requirement (person_id, run_id, requirement, recorded_at desc, id desc);
select grant_api('select, insert, delete', 'ce_requirement');

create table external_ce_claim (
  id uuid constraint external_ce_claim_pk primary key,
  person_id uuid not null constraint external_ce_claim_person references person,
  provider short_text not null,
  title short_text not null,
  starts_on date not null,
  ends_on date not null,
  minutes integer not null constraint external_ce_claim_minutes_count check (minutes between 1 and 60000),
  category code_text not null,
  mode code_text not null constraint external_ce_claim_mode check (mode in ('in_person', 'online', 'self_paced')),
  monitored boolean not null default false,
  kind code_text not null constraint external_ce_claim_kind check (kind in ('ce_hours', 'ceu_tenths')),
  objectives long_text,
  presenter short_text,
  fingerprint code_text not null,
  state code_text not null constraint external_ce_claim_state check (state in ('submitted', 'under_review', 'accepted_full', 'accepted_part', 'returned', 'rejected', 'appealed')),
  submitted_at timestamptz not null,
  accepted_minutes integer constraint external_ce_claim_accepted_fits check (accepted_minutes between 1 and minutes),
  decided_by uuid constraint external_ce_claim_decider references person,
  decided_at timestamptz,
  reasons long_text,
  appeal long_text,
  appealed_at timestamptz,
  version integer not null default 1,
  constraint external_ce_claim_once unique (person_id, fingerprint),
  constraint external_ce_claim_dates_in_order check (starts_on <= ends_on),
  constraint external_ce_claim_not_by_oneself check (decided_by is distinct from person_id),
  constraint external_ce_claim_accepted_has_minutes check ((state in ('accepted_full', 'accepted_part')) <= (accepted_minutes is not null)),
  constraint external_ce_claim_refusal_says_why check (state not in ('accepted_part', 'returned', 'rejected') or reasons is not null)
);
create index external_ce_claim_mine on external_ce_claim (person_id, id);
create index external_ce_claim_open on external_ce_claim (state, id);
create trigger external_ce_claim_version before update on external_ce_claim for each row execute function raise_version();
create trigger external_ce_claim_moves before update on external_ce_claim for each row execute function allow_moves(
  'submitted>under_review', 'submitted>accepted_full', 'submitted>accepted_part', 'submitted>returned', 'submitted>rejected',
  'under_review>accepted_full', 'under_review>accepted_part', 'under_review>returned', 'under_review>rejected',
  'returned>submitted', 'accepted_part>appealed', 'rejected>appealed',
  'appealed>accepted_full', 'appealed>accepted_part', 'appealed>rejected');
select grant_api('select, insert, update, delete', 'external_ce_claim');

-- Any sum of minutes: every line points the same way, and the lines make the whole.
create function ce_adds_up(minutes integer, categories jsonb) returns boolean language sql immutable as $$
  select coalesce(sum(value::integer) = minutes and bool_and(sign(value::integer) = sign(minutes)), false) from jsonb_each_text(categories) $$;

create table ce_entry (
  id uuid constraint ce_entry_pk primary key,
  person_id uuid not null constraint ce_entry_person references person,
  entry_type code_text not null constraint ce_entry_type check (entry_type in ('award', 'reversal')),
  run_id uuid constraint ce_entry_run references run,
  claim_id uuid constraint ce_entry_claim references external_ce_claim,
  event_id uuid not null generated always as (coalesce(run_id, claim_id)) stored,
  approval_id uuid constraint ce_entry_approval references ce_approval,
  number integer not null constraint ce_entry_number_counts check (number between 0 and 9999),
  kind code_text not null constraint ce_entry_kind check (kind in ('ce_hours', 'ceu_tenths')),
  role code_text not null constraint ce_entry_role check (role in ('learner', 'presenter')),
  minutes integer not null,
  categories jsonb not null,
  credits integer not null,
  title short_text not null,
  mode code_text not null,
  provider short_text not null,
  starts_on date not null,
  ends_on date not null,
  completed_on date not null,
  cycle_year integer not null,
  rule jsonb not null,
  approval jsonb,
  evidence jsonb not null constraint ce_entry_evidence_bounded check (length(evidence::text) <= 100000),
  cause code_text constraint ce_entry_cause check (cause in ('evidence_changed', 'administrator', 'appeal')),
  reason short_text,
  entered_at timestamptz not null,
  entered_by uuid constraint ce_entry_enterer references person,
  retained_until date not null,
  constraint ce_entry_once unique nulls not distinct (person_id, event_id, approval_id, number),
  constraint ce_entry_of_run_or_claim check ((run_id is null) <> (claim_id is null)),
  constraint ce_entry_run_under_approval check ((run_id is null) = (approval_id is null) and (approval_id is null) = (approval is null)),
  constraint ce_entry_awards_and_reversals_take_turns check ((entry_type = 'reversal') = (number % 2 = 1)),
  constraint ce_entry_adds_up check (ce_adds_up(minutes, categories)),
  constraint ce_entry_sign check ((entry_type = 'award' and minutes > 0 and credits >= 0) or (entry_type = 'reversal' and minutes < 0 and credits <= 0)),
  constraint ce_entry_reversal_says_why check ((entry_type = 'reversal') = (cause is not null) and (cause is not null or reason is null)),
  constraint ce_entry_ceu_is_iacet check (kind = 'ce_hours' or claim_id is not null or approval ->> 'approver' = 'iacet')
);
create index ce_entry_by_date on ce_entry (entered_at desc, id desc);
create index ce_entry_by_person on ce_entry (person_id, entered_at desc, id desc);
create index ce_entry_by_approval on ce_entry (approval_id, entered_at desc, id desc);
create index ce_entry_by_run on ce_entry (run_id) where run_id is not null;

-- An entry follows the one before; a reversal takes back exactly that one. So there is never a second live award of a chain.
create function ce_entry_follows() returns trigger language plpgsql as $$
declare before ce_entry;
begin
  if new.number > 0 then
    select * into before from ce_entry e where e.person_id = new.person_id and e.event_id = coalesce(new.run_id, new.claim_id)
       and e.approval_id is not distinct from new.approval_id and e.number = new.number - 1;
    if before.id is null or (new.entry_type = 'reversal' and (
         new.minutes + before.minutes <> 0 or new.credits + before.credits <> 0 or new.kind <> before.kind
         or new.categories is distinct from (select jsonb_object_agg(key, -value::integer) from jsonb_each_text(before.categories)))) then
      raise exception using errcode = '23514', message = 'An entry follows the one that it answers', constraint = 'ce_entry_follows';
    end if;
  end if;
  return new;
end $$;
create trigger ce_entry_follows before insert on ce_entry for each row execute function ce_entry_follows();
create trigger ce_entry_only_grows before update or delete on ce_entry for each row execute function refuse_change();
create trigger ce_entry_never_emptied before truncate on ce_entry execute function refuse_change();
select grant_api('select, insert', 'ce_entry');

-- Each award with what became of it: awarded, corrected (it stands in place of an earlier one), or reversed.
create view ce_award as
  select e.*, case when n.id is not null then 'reversed' when e.number > 0 then 'corrected' else 'awarded' end as state, n.entered_at as reversed_at
    from ce_entry e
    left join ce_entry n on n.person_id = e.person_id and n.event_id = e.event_id and n.approval_id is not distinct from e.approval_id and n.number = e.number + 1
   where e.entry_type = 'award';
select grant_api('select', 'ce_award');

-- One period of one person, printed under one number until it says something else.
create table transcript_copy (
  id uuid constraint transcript_copy_pk primary key,
  person_id uuid not null constraint transcript_copy_person references person,
  from_on date not null,
  to_on date not null,
  constraint transcript_copy_once unique (person_id, from_on, to_on)
);
select grant_api('select, insert, delete', 'transcript_copy');

create table transcript_release (
  id uuid constraint transcript_release_pk primary key,
  person_id uuid not null constraint transcript_release_person references person,
  recipient short_text not null,
  purpose short_text,
  from_on date not null,
  to_on date not null,
  state code_text not null constraint transcript_release_state check (state in ('requested', 'authorised', 'refused', 'withdrawn', 'released')),
  requested_by uuid not null constraint transcript_release_requester references person,
  requested_at timestamptz not null,
  answered_at timestamptz,
  released_by uuid constraint transcript_release_releaser references person,
  released_at timestamptz,
  version integer not null default 1,
  constraint transcript_release_dates_in_order check (from_on <= to_on),
  constraint transcript_release_is_dated check ((state = 'released') = (released_at is not null) and (state = 'requested') = (answered_at is null))
);
create index transcript_release_mine on transcript_release (person_id, id);
create index transcript_release_open on transcript_release (state, id);
create trigger transcript_release_version before update on transcript_release for each row execute function raise_version();
create trigger transcript_release_moves before update on transcript_release for each row execute function allow_moves(
  'requested>authorised', 'requested>refused', 'authorised>withdrawn', 'authorised>released');
select grant_api('select, insert, update, delete', 'transcript_release');

create table ce_roster (
  id uuid constraint ce_roster_pk primary key,
  approval_id uuid not null constraint ce_roster_approval references ce_approval,
  from_on date not null,
  to_on date not null,
  created_by uuid not null constraint ce_roster_creator references person,
  created_at timestamptz not null,
  posted_by uuid constraint ce_roster_poster references person,
  posted_at timestamptz,
  version integer not null default 1,
  constraint ce_roster_dates_in_order check (from_on <= to_on),
  constraint ce_roster_posted_by_somebody check ((posted_at is null) = (posted_by is null))
);
create index ce_roster_by_approval on ce_roster (approval_id, id);
create trigger ce_roster_version before update on ce_roster for each row execute function raise_version();
create function ce_roster_posted_stays() returns trigger language plpgsql as $$
begin raise exception using errcode = '23514', message = 'A posted roster stays as it is', constraint = 'ce_roster_posted_stays'; end $$;
create trigger ce_roster_posted_stays before update on ce_roster for each row when (old.posted_at is not null) execute function ce_roster_posted_stays();
select grant_api('select, insert, update', 'ce_roster');

-- What was told to an accreditor. A ledger entry is told once; what changes later is a line of a later roster.
create table ce_roster_line (
  id uuid constraint ce_roster_line_pk primary key,
  roster_id uuid not null constraint ce_roster_line_roster references ce_roster,
  position integer not null constraint ce_roster_line_position check (position > 0),
  entry_id uuid not null constraint ce_roster_line_entry references ce_entry constraint ce_roster_line_entry_once unique,
  constraint ce_roster_line_order unique (roster_id, position)
);
create trigger ce_roster_line_only_grows before update or delete on ce_roster_line for each row execute function refuse_change();
select grant_api('select, insert', 'ce_roster_line');

-- The name as it was told, apart, so that it can be erased.
create table ce_roster_name (
  line_id uuid constraint ce_roster_name_pk primary key constraint ce_roster_name_line references ce_roster_line,
  name short_text not null
);
create trigger ce_roster_name_stays before update on ce_roster_name for each row execute function refuse_change();
select grant_api('select, insert, delete', 'ce_roster_name');
`;
}
