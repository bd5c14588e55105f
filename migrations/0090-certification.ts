import { SqlMigration } from './sql-migration.js';

/** Requirement sets, applications with their evidence, panels, renewals, due process, supervision. */
export class Certification1795000000090 extends SqlMigration {
  readonly name = 'Certification1795000000090';
  protected readonly sql = `
-- What a scheme asks for, from a day on. A change of mind is a new row with a later day; what was decided stands on its own row.
create table requirement_set (
  id uuid constraint requirement_set_pk primary key,
  scheme_id uuid not null constraint requirement_set_scheme references certification_scheme,
  number integer not null constraint requirement_set_number check (number between 1 and 1000),
  effective_from date not null,
  terms jsonb not null constraint requirement_set_bounded check (length(terms::text) <= 20000),
  note short_text,
  added_by uuid constraint requirement_set_author references person,
  added_at timestamptz not null,
  constraint requirement_set_number_once unique (scheme_id, number),
  constraint requirement_set_day_once unique (scheme_id, effective_from),
  constraint requirement_set_of_scheme unique (id, scheme_id)
);
create trigger requirement_set_only_grows before update or delete on requirement_set for each row execute function refuse_change();
select grant_api('select, insert', 'requirement_set');

alter table certification add constraint certification_of_person unique (id, person_id);
alter table certification_period drop constraint certification_period_check;
alter table certification_period
  add constraint certification_period_way check (verified_how in ('number', 'link', 'decision')),
  add column kind code_text not null default 'recorded' constraint certification_period_kind check (kind in ('recorded', 'first', 'extension', 'renewal', 'reinstatement')),
  add column set_id uuid constraint certification_period_set references requirement_set,
  add column cycle_start date,
  add column late boolean not null default false,
  add constraint certification_period_granted check ((kind = 'recorded') = (set_id is null) and (kind = 'recorded' or (cycle_start is not null and verified_at is not null)));
create unique index certification_period_one_first on certification_period (certification_id) where kind = 'first';
create unique index certification_period_one_extension on certification_period (certification_id) where kind = 'extension';
create trigger certification_period_stays after update on certification_period for each row
  execute function only_these_change('verified_by', 'verified_at', 'verified_how', 'version');
create trigger certification_never_deleted before delete on certification for each row execute function refuse_change();

create table certification_application (
  id uuid constraint certification_application_pk primary key,
  person_id uuid not null constraint certification_application_person references person,
  scheme_id uuid not null constraint certification_application_scheme references certification_scheme,
  set_id uuid,
  state code_text not null default 'draft' constraint certification_application_state check (state in ('draft', 'submitted', 'returned', 'screening', 'training',
    'practice', 'assessment', 'panel', 'deferred', 'approved', 'refused', 'appeal', 'upheld', 'overturned', 'withdrawn', 'expired')),
  missing long_text,
  started_at timestamptz not null,
  submitted_at timestamptz,
  touched_at timestamptz not null,
  certification_id uuid constraint certification_application_led_to references certification,
  version integer not null default 1,
  constraint certification_application_set foreign key (set_id, scheme_id) references requirement_set (id, scheme_id),
  constraint certification_application_set_frozen check (state in ('draft', 'withdrawn', 'expired') or (set_id is not null and submitted_at is not null)),
  constraint certification_application_granted check ((state in ('approved', 'overturned')) = (certification_id is not null)),
  constraint certification_application_of_person unique (id, person_id)
);
create unique index certification_application_one_open on certification_application (person_id, scheme_id)
  where state not in ('approved', 'refused', 'upheld', 'overturned', 'withdrawn', 'expired');
create index certification_application_by_state on certification_application (state, id);
create function keep_requirement_set() returns trigger language plpgsql as $$
begin
  if old.set_id is not null and new.set_id is distinct from old.set_id then
    raise exception using errcode = '23514', message = 'the requirement set of an application stays', constraint = 'certification_application_set_stays';
  end if;
  return new;
end $$;
create trigger certification_application_set_stays before update on certification_application for each row execute function keep_requirement_set();
create trigger certification_application_version before update on certification_application for each row execute function raise_version();
create trigger certification_application_moves before update on certification_application for each row execute function allow_moves(
  'draft>submitted', 'submitted>screening', 'submitted>returned', 'screening>returned', 'returned>submitted', 'screening>training',
  'training>practice', 'practice>assessment', 'assessment>panel', 'panel>approved', 'panel>refused', 'panel>deferred', 'deferred>panel',
  'refused>appeal', 'appeal>upheld', 'appeal>overturned',
  'draft>withdrawn', 'submitted>withdrawn', 'returned>withdrawn', 'screening>withdrawn', 'training>withdrawn', 'practice>withdrawn',
  'assessment>withdrawn', 'panel>withdrawn', 'deferred>withdrawn',
  'draft>expired', 'submitted>expired', 'returned>expired', 'screening>expired', 'training>expired', 'practice>expired',
  'assessment>expired', 'panel>expired', 'deferred>expired');
select grant_api('select, insert, update, delete', 'certification_application');

-- Evidence belongs to the person: the same hours may serve several certifications, each by its own rule. It is removed only with the person.
create table training_evidence (
  id uuid constraint training_evidence_pk primary key,
  person_id uuid not null constraint training_evidence_person references person,
  title short_text not null,
  provider short_text not null,
  completed_on date not null,
  minutes integer not null constraint training_evidence_minutes check (minutes between 1 and 100000),
  live_minutes integer not null constraint training_evidence_live check (live_minutes between 0 and minutes),
  ethics_minutes integer not null constraint training_evidence_ethics check (ethics_minutes between 0 and minutes),
  recorded_by uuid not null constraint training_evidence_recorder references person,
  recorded_at timestamptz not null
);
create index training_evidence_by_person on training_evidence (person_id, completed_on);
create trigger training_evidence_only_grows before update on training_evidence for each row execute function refuse_change();
select grant_api('select, insert, delete', 'training_evidence');

create table practice_log (
  id uuid constraint practice_log_pk primary key,
  person_id uuid not null constraint practice_log_person references person,
  practised_on date not null,
  minutes integer not null constraint practice_log_minutes check (minutes between 1 and 1440),
  kind code_text not null constraint practice_log_kind check (kind in ('facilitation', 'co_facilitation', 'shadow', 'supervision_received', 'self_study')),
  note short_text,
  supervisor_id uuid constraint practice_log_supervisor references person,
  session_id uuid constraint practice_log_session references session,
  recorded_by uuid constraint practice_log_recorder references person,
  recorded_at timestamptz not null,
  constraint practice_log_session_once unique (person_id, session_id),
  constraint practice_log_of_person unique (id, person_id)
);
create index practice_log_by_person on practice_log (person_id, practised_on);
create trigger practice_log_only_grows before update on practice_log for each row execute function refuse_change();
select grant_api('select, insert, delete', 'practice_log');

create table practice_verification (
  log_id uuid constraint practice_verification_pk primary key,
  person_id uuid not null,
  verified_by uuid not null constraint practice_verification_verifier references person,
  verified_at timestamptz not null,
  constraint practice_verification_log foreign key (log_id, person_id) references practice_log (id, person_id),
  constraint practice_verified_by_another check (verified_by <> person_id)
);
create trigger practice_verification_only_grows before update on practice_verification for each row execute function refuse_change();
select grant_api('select, insert, delete', 'practice_verification');

create table ethics_signature (
  id uuid constraint ethics_signature_pk primary key,
  person_id uuid not null constraint ethics_signature_person references person,
  code_version code_text not null,
  lived_experience boolean not null,
  signed_at timestamptz not null
);
create index ethics_signature_by_person on ethics_signature (person_id, signed_at);
create trigger ethics_signature_only_grows before update on ethics_signature for each row execute function refuse_change();
select grant_api('select, insert, delete', 'ethics_signature');

-- A reference is asked for by a link that works once; only its SHA-256 is kept.
create table certification_reference (
  id uuid constraint certification_reference_pk primary key,
  application_id uuid not null,
  person_id uuid not null,
  kind code_text not null constraint certification_reference_kind check (kind in ('supervisor', 'colleague', 'community')),
  referee_name short_text not null,
  referee_email short_text not null,
  state code_text not null default 'request_sent' constraint certification_reference_state check (state in ('request_sent', 'received', 'accepted', 'not_accepted')),
  asked_at timestamptz not null,
  secret_hash bytea constraint certification_reference_secret_once unique,
  expires_at timestamptz not null,
  received_at timestamptz,
  worked_together_until date,
  recommends boolean,
  statement long_text,
  decided_by uuid constraint certification_reference_decider references person,
  decided_at timestamptz,
  version integer not null default 1,
  constraint certification_reference_application foreign key (application_id, person_id) references certification_application (id, person_id) on delete cascade,
  constraint certification_reference_judged_by_another check (decided_by is distinct from person_id),
  constraint certification_reference_whole check ((state = 'request_sent') = (received_at is null) and (received_at is null) = (statement is null)
    and (received_at is null) = (recommends is null) and (received_at is null) = (worked_together_until is null))
);
create index certification_reference_by_application on certification_reference (application_id, id);
create trigger certification_reference_version before update on certification_reference for each row execute function raise_version();
create trigger certification_reference_moves before update on certification_reference for each row execute function allow_moves(
  'request_sent>received', 'received>accepted', 'received>not_accepted');
select grant_api('select, insert, update, delete', 'certification_reference');

create table certification_assessment (
  id uuid constraint certification_assessment_pk primary key,
  application_id uuid not null,
  person_id uuid not null,
  kind code_text not null constraint certification_assessment_kind check (kind in ('selection', 'exam', 'observed_practice')),
  assessor_id uuid not null constraint certification_assessment_assessor references person,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  state code_text not null default 'booked' constraint certification_assessment_state check (state in ('booked', 'assessed', 'cancelled')),
  competencies jsonb constraint certification_assessment_bounded check (length(competencies::text) <= 10000),
  mark integer constraint certification_assessment_mark check (mark between 0 and 100),
  passed boolean,
  note long_text,
  assessed_at timestamptz,
  booked_by uuid not null constraint certification_assessment_booker references person,
  version integer not null default 1,
  constraint certification_assessment_application foreign key (application_id, person_id) references certification_application (id, person_id) on delete cascade,
  constraint certification_assessed_by_another check (assessor_id <> person_id),
  constraint certification_assessment_in_order check (starts_at < ends_at and ends_at - starts_at <= interval '12 hours'),
  constraint certification_assessment_whole check ((state = 'assessed') = (passed is not null and assessed_at is not null)),
  constraint assessor_once exclude using gist (assessor_id with =, tstzrange(starts_at, ends_at) with &&) where (state <> 'cancelled')
);
create index certification_assessment_by_application on certification_assessment (application_id, id);
create trigger certification_assessment_version before update on certification_assessment for each row execute function raise_version();
create trigger certification_assessment_moves before update on certification_assessment for each row execute function allow_moves('booked>assessed', 'booked>cancelled');
select grant_api('select, insert, update, delete', 'certification_assessment');

create table panel_decision (
  id uuid constraint panel_decision_pk primary key,
  application_id uuid not null,
  person_id uuid not null,
  about code_text not null constraint panel_decision_about check (about in ('application', 'appeal')),
  outcome code_text not null constraint panel_decision_outcome check (outcome in ('approve', 'refuse', 'defer', 'uphold', 'overturn')),
  grade code_text constraint panel_decision_grade check (grade in ('provisional', 'full')),
  reasons long_text,
  appeal_until date,
  decided_on date not null,
  recorded_by uuid not null constraint panel_decision_recorder references person,
  recorded_at timestamptz not null,
  constraint panel_decision_application foreign key (application_id, person_id) references certification_application (id, person_id) on delete cascade,
  constraint panel_decision_of_person unique (id, person_id),
  constraint panel_decision_graded check ((outcome in ('approve', 'overturn')) = (grade is not null)),
  constraint panel_decision_says_why check (outcome in ('approve', 'overturn') or length(reasons) > 0),
  constraint panel_refusal_can_be_appealed check ((outcome = 'refuse') = (appeal_until is not null))
);
create index panel_decision_by_application on panel_decision (application_id, recorded_at);
create trigger panel_decision_only_grows before update on panel_decision for each row execute function refuse_change();
select grant_api('select, insert, delete', 'panel_decision');

create table panel_member (
  decision_id uuid not null,
  applicant_id uuid not null,
  person_id uuid not null constraint panel_member_person references person,
  lived_experience boolean not null,
  constraint panel_member_pk primary key (decision_id, person_id),
  constraint panel_member_decision foreign key (decision_id, applicant_id) references panel_decision (id, person_id) on delete cascade,
  constraint panel_member_is_not_applicant check (person_id <> applicant_id)
);
create index panel_member_by_person on panel_member (person_id);
create trigger panel_member_only_grows before update on panel_member for each row execute function refuse_change();
select grant_api('select, insert, delete', 'panel_member');

-- Seen when everything of the decision is written: at least three, at least half of them with lived experience.
create function refuse_small_panel() returns trigger language plpgsql as $$
declare members integer; lived integer; fewest integer;
begin
  select count(*), count(*) filter (where lived_experience) into members, lived from panel_member where decision_id = new.id;
  select coalesce((policy->>'certificationPanelMinimum')::integer, 3) into fewest from college;
  if members < fewest or lived * 2 < members then
    raise exception using errcode = '23514', message = 'the panel is not complete', constraint = 'panel_composition';
  end if;
  return null;
end $$;
create constraint trigger panel_composition after insert on panel_decision deferrable initially deferred for each row execute function refuse_small_panel();

create table application_appeal (
  application_id uuid constraint application_appeal_pk primary key constraint application_appeal_of references certification_application on delete cascade,
  grounds long_text not null,
  appealed_at timestamptz not null
);
create trigger application_appeal_only_grows before update on application_appeal for each row execute function refuse_change();
select grant_api('select, insert, delete', 'application_appeal');

create table certification_renewal (
  id uuid constraint certification_renewal_pk primary key,
  certification_id uuid not null,
  holder_id uuid not null,
  kind code_text not null constraint certification_renewal_kind check (kind in ('renewal', 'reinstatement')),
  set_id uuid not null constraint certification_renewal_set references requirement_set,
  cycle_start date not null,
  code_version code_text not null,
  late boolean not null,
  submitted_on date not null,
  submitted_at timestamptz not null,
  constraint certification_renewal_of foreign key (certification_id, holder_id) references certification (id, person_id),
  constraint certification_renewal_of_holder unique (id, holder_id)
);
create index certification_renewal_by_certification on certification_renewal (certification_id, submitted_at);
create trigger certification_renewal_only_grows before update or delete on certification_renewal for each row execute function refuse_change();
select grant_api('select, insert', 'certification_renewal');

-- Which credits a renewal stands on. One line of an award counts once, and one event once a cycle.
create table renewal_credit (
  renewal_id uuid not null constraint renewal_credit_renewal references certification_renewal,
  award_id uuid not null,
  event_key short_text not null,
  category code_text not null,
  minutes integer not null constraint renewal_credit_minutes check (minutes > 0),
  credited_on date not null,
  constraint renewal_credit_pk primary key (renewal_id, award_id, category)
);
create trigger renewal_credit_only_grows before update or delete on renewal_credit for each row execute function refuse_change();
select grant_api('select, insert', 'renewal_credit');

create table renewal_decision (
  renewal_id uuid constraint renewal_decision_pk primary key,
  holder_id uuid not null,
  outcome code_text not null constraint renewal_decision_outcome check (outcome in ('accepted', 'returned')),
  reasons long_text,
  decided_on date not null,
  decided_by uuid not null constraint renewal_decision_decider references person,
  decided_at timestamptz not null,
  constraint renewal_decision_renewal foreign key (renewal_id, holder_id) references certification_renewal (id, holder_id),
  constraint renewal_decided_by_another check (decided_by <> holder_id),
  constraint renewal_return_says_why check (outcome = 'accepted' or length(reasons) > 0)
);
create trigger renewal_decision_stays after update or delete on renewal_decision for each row execute function only_these_change('reasons');
select grant_api('select, insert, update (reasons)', 'renewal_decision');

-- Every step of due process, each with its day and its deadline.
create table certification_act (
  id uuid constraint certification_act_pk primary key,
  certification_id uuid not null,
  holder_id uuid not null,
  kind code_text not null constraint certification_act_kind check (kind in ('suspended', 'interim_suspended', 'suspension_lifted', 'revocation_notice',
    'responded', 'dismissed', 'revoked', 'appealed', 'upheld', 'overturned', 'surrendered')),
  about_id uuid,
  from_on date,
  until_on date,
  answer_by date,
  taken_on date not null,
  taken_by uuid not null constraint certification_act_actor references person,
  taken_at timestamptz not null,
  constraint certification_act_of foreign key (certification_id, holder_id) references certification (id, person_id),
  constraint certification_act_whole unique (id, certification_id),
  constraint certification_act_about foreign key (about_id, certification_id) references certification_act (id, certification_id),
  constraint certification_act_answers check (kind not in ('suspension_lifted', 'responded', 'dismissed', 'revoked', 'appealed', 'upheld', 'overturned') or about_id is not null),
  constraint certification_act_by_whom check ((kind in ('responded', 'appealed', 'surrendered')) = (taken_by = holder_id)),
  constraint certification_act_in_order check (from_on <= until_on),
  constraint interim_suspension_ends check (kind <> 'interim_suspended' or until_on is not null),
  constraint revocation_can_be_appealed check (kind not in ('revoked', 'revocation_notice') or answer_by is not null)
);
create unique index certification_act_once on certification_act (about_id, kind) where about_id is not null;
create unique index certification_act_decided_once on certification_act (about_id) where kind in ('revoked', 'dismissed');
create unique index certification_act_appeal_decided_once on certification_act (about_id) where kind in ('upheld', 'overturned');
create index certification_act_by_certification on certification_act (certification_id, taken_at);
create trigger certification_act_only_grows before update or delete on certification_act for each row execute function refuse_change();
select grant_api('select, insert', 'certification_act');

-- An interim suspension is renewed by somebody other than whoever imposed it.
create function refuse_own_extension() returns trigger language plpgsql as $$
begin
  if new.taken_by = (select taken_by from certification_act where id = new.about_id) then
    raise exception using errcode = '23514', message = 'renewed by the same person', constraint = 'interim_renewed_by_another';
  end if;
  return new;
end $$;
create trigger interim_renewed_by_another before insert on certification_act for each row
  when (new.kind = 'interim_suspended' and new.about_id is not null) execute function refuse_own_extension();

-- What was said with a step. Apart, so that words about a person can be erased while the step stays.
create table certification_act_words (
  act_id uuid constraint certification_act_words_pk primary key constraint certification_act_words_of references certification_act,
  words long_text not null constraint certification_act_words_said check (length(words) > 0)
);
create trigger certification_act_words_only_grow before update on certification_act_words for each row execute function refuse_change();
select grant_api('select, insert, delete', 'certification_act_words');

-- Which notice about a period has been raised; each once.
create table certification_notice (
  period_id uuid not null constraint certification_notice_period references certification_period,
  occasion code_text not null,
  raised_at timestamptz not null,
  constraint certification_notice_pk primary key (period_id, occasion)
);
create trigger certification_notice_only_grows before update or delete on certification_notice for each row execute function refuse_change();
select grant_api('select, insert', 'certification_notice');

-- What the college has to keep of somebody who was erased, and until when.
create table certification_register (
  certification_id uuid constraint certification_register_pk primary key constraint certification_register_of references certification,
  initials short_text not null,
  legal_basis short_text not null,
  keep_until date not null,
  entered_at timestamptz not null
);
select grant_api('select, insert, delete', 'certification_register');

create table supervision (
  id uuid constraint supervision_pk primary key,
  supervisor_id uuid not null constraint supervision_supervisor references person,
  person_id uuid not null constraint supervision_person references person,
  focus short_text,
  began_on date not null,
  ended_on date,
  arranged_by uuid not null constraint supervision_arranger references person,
  version integer not null default 1,
  constraint supervision_by_another check (supervisor_id <> person_id),
  constraint supervision_in_order check (began_on <= ended_on)
);
create unique index supervision_live_once on supervision (supervisor_id, person_id) where ended_on is null;
create index supervision_by_person on supervision (person_id);
create trigger supervision_version before update on supervision for each row execute function raise_version();
select grant_api('select, insert, update, delete', 'supervision');

-- Notes about practice. There is no column that could point at a learner, an enrolment or a session.
create table supervision_note (
  id uuid constraint supervision_note_pk primary key,
  supervision_id uuid not null constraint supervision_note_of references supervision on delete cascade,
  held_on date not null,
  minutes integer not null constraint supervision_note_minutes check (minutes between 1 and 480),
  practice long_text not null,
  agreed long_text,
  written_by uuid not null constraint supervision_note_writer references person,
  written_at timestamptz not null
);
create index supervision_note_by_supervision on supervision_note (supervision_id, held_on);
create trigger supervision_note_only_grows before update on supervision_note for each row execute function refuse_change();
select grant_api('select, insert, delete', 'supervision_note');

create table peer_meeting (
  id uuid constraint peer_meeting_pk primary key,
  title short_text not null,
  place short_text,
  starts_at timestamptz not null,
  minutes integer not null constraint peer_meeting_minutes check (minutes between 1 and 1440),
  arranged_by uuid not null constraint peer_meeting_arranger references person,
  version integer not null default 1
);
create index peer_meeting_by_start on peer_meeting (starts_at, id);
create trigger peer_meeting_version before update on peer_meeting for each row execute function raise_version();
select grant_api('select, insert', 'peer_meeting');

create table peer_meeting_attendance (
  meeting_id uuid not null constraint peer_meeting_attendance_meeting references peer_meeting,
  person_id uuid not null constraint peer_meeting_attendance_person references person,
  recorded_at timestamptz not null,
  constraint peer_meeting_attendance_pk primary key (meeting_id, person_id)
);
create index peer_meeting_attendance_by_person on peer_meeting_attendance (person_id);
select grant_api('select, insert, delete', 'peer_meeting_attendance');

-- The college's own scheme, ready to be used; its terms can be replaced from any later day on.
insert into certification_scheme (id, name, issuer, track) values ('01900000-0000-7000-8000-000000000001', 'Peer facilitator of this college', 'college', 'mh_peer');
insert into requirement_set (id, scheme_id, number, effective_from, note, added_at, terms) values ('01900000-0000-7000-8000-000000000002',
  '01900000-0000-7000-8000-000000000001', 1, '2000-01-01', 'Shipped with the system', now(), '{
  "minimumAge": 18,
  "training": {"minutes": 2400, "liveMinutes": 1200, "ethicsMinutes": 360, "completedWithinMonths": 12},
  "selection": {"competencies": ["shares_own_story_safely", "listens_without_fixing", "works_in_pairs", "keeps_boundaries"]},
  "practice": {"minutes": 4800, "lookbackMonths": 72, "excludedKinds": []},
  "assessment": {"kind": "observed_practice", "competencies": ["opens_and_closes_a_session", "shares_power_with_the_co_facilitator", "responds_to_distress", "uses_own_experience_with_purpose"]},
  "references": {"count": 2, "kinds": ["supervisor", "colleague", "community"], "relationshipMaxAgeMonths": 24},
  "attestation": {"livedExperience": true, "codeOfEthicsVersion": "1"},
  "provisional": {"months": 6, "extensionMonths": 6, "practiceMinutes": 600},
  "renewal": {"model": "expiry", "months": 24, "windowDays": 90, "graceDays": 180},
  "continuingEducation": {"minutes": 1200, "categories": [{"code": "ethics", "minMinutes": 360}]}
}');
`;
}
