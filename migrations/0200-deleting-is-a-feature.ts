import { SqlMigration } from './sql-migration.js';

/** The API may delete where a feature does, and nowhere else; what only an erasure takes stays while the person does. */
export class DeletingIsAFeature1795000000200 extends SqlMigration {
  readonly name = 'DeletingIsAFeature1795000000200';
  protected readonly sql = `
do $$ begin
  if exists (select from pg_roles where rolname = 'rc_api') then revoke delete, truncate on all tables in schema public from rc_api; end if;
end $$;

-- Looks when the transaction ends, as an erasure marks the person last. Argument 1: SQL for the person of the row $1. Arguments 2 and 3, where
-- rows also leave by themselves: a column with an instant, and how long after it a row has to stay.
create function leaves_with_person() returns trigger language plpgsql as $$
declare whose uuid; since timestamptz;
begin
  execute 'select ' || tg_argv[0] into whose using old;
  if exists (select from person p where p.id = whose and p.erased_at is not null) then return null; end if;
  if tg_nargs > 1 then
    execute format('select ($1).%I::timestamptz', tg_argv[1]) into since using old;
    if since + tg_argv[2]::interval < college_now() then return null; end if;
  end if;
  raise exception using errcode = 'RC001', message = format('%s only grows', tg_table_name), constraint = tg_table_name || '_only_grows';
end $$;

create constraint trigger ce_completion_leaves_with_person after delete on ce_completion deferrable initially deferred for each row
  execute function leaves_with_person('($1).person_id');
create constraint trigger ce_requirement_leaves_with_person after delete on ce_requirement deferrable initially deferred for each row
  execute function leaves_with_person('($1).person_id');
create constraint trigger certification_application_leaves_with_person after delete on certification_application deferrable initially deferred for each row
  execute function leaves_with_person('($1).person_id');
create constraint trigger consent_leaves_with_person after delete on consent deferrable initially deferred for each row
  execute function leaves_with_person('($1).person_id');
create constraint trigger credential_leaves_with_person after delete on credential deferrable initially deferred for each row
  execute function leaves_with_person('($1).person_id');
create constraint trigger data_request_leaves_with_person after delete on data_request deferrable initially deferred for each row
  execute function leaves_with_person('($1).person_id');
create constraint trigger ethics_signature_leaves_with_person after delete on ethics_signature deferrable initially deferred for each row
  execute function leaves_with_person('($1).person_id');
create constraint trigger evaluation_receipt_leaves_with_person after delete on evaluation_receipt deferrable initially deferred for each row
  execute function leaves_with_person('($1).person_id');
create constraint trigger learning_plan_leaves_with_person after delete on learning_plan deferrable initially deferred for each row
  execute function leaves_with_person('($1).person_id');
create constraint trigger measurement_leaves_with_person after delete on measurement deferrable initially deferred for each row
  execute function leaves_with_person('($1).person_id');
create constraint trigger peer_meeting_attendance_leaves_with_person after delete on peer_meeting_attendance deferrable initially deferred for each row
  execute function leaves_with_person('($1).person_id');
create constraint trigger person_name_leaves_with_person after delete on person_name deferrable initially deferred for each row
  execute function leaves_with_person('($1).person_id');
create constraint trigger practice_log_leaves_with_person after delete on practice_log deferrable initially deferred for each row
  execute function leaves_with_person('($1).person_id');
create constraint trigger practice_verification_leaves_with_person after delete on practice_verification deferrable initially deferred for each row
  execute function leaves_with_person('($1).person_id');
create constraint trigger registration_leaves_with_person after delete on registration deferrable initially deferred for each row
  execute function leaves_with_person('($1).person_id');
create constraint trigger safe_contact_leaves_with_person after delete on safe_contact deferrable initially deferred for each row
  execute function leaves_with_person('($1).person_id');
create constraint trigger session_debrief_leaves_with_person after delete on session_debrief deferrable initially deferred for each row
  execute function leaves_with_person('($1).person_id');
create constraint trigger supervision_leaves_with_person after delete on supervision deferrable initially deferred for each row
  execute function leaves_with_person('($1).person_id');
create constraint trigger training_evidence_leaves_with_person after delete on training_evidence deferrable initially deferred for each row
  execute function leaves_with_person('($1).person_id');
create constraint trigger transcript_copy_leaves_with_person after delete on transcript_copy deferrable initially deferred for each row
  execute function leaves_with_person('($1).person_id');
create constraint trigger transcript_release_leaves_with_person after delete on transcript_release deferrable initially deferred for each row
  execute function leaves_with_person('($1).person_id');
create constraint trigger emergency_contact_use_leaves_with_person after delete on emergency_contact_use deferrable initially deferred for each row
  execute function leaves_with_person('($1).person_id', 'used_at', '2 years');
create index emergency_contact_use_by_age on emergency_contact_use (used_at);
create index emergency_contact_use_by_user on emergency_contact_use (used_by);
create constraint trigger adjustment_leaves_with_person after delete on adjustment deferrable initially deferred for each row
  execute function leaves_with_person('(select e.person_id from enrolment e where e.id = ($1).enrolment_id)');
create constraint trigger certificate_print_leaves_with_person after delete on certificate_print deferrable initially deferred for each row
  execute function leaves_with_person('(select c.person_id from certificate c where c.id = ($1).certificate_id)');
create constraint trigger certification_act_words_leaves_with_person after delete on certification_act_words deferrable initially deferred for each row
  execute function leaves_with_person('(select a.holder_id from certification_act a where a.id = ($1).act_id)');
create constraint trigger ce_roster_name_leaves_with_person after delete on ce_roster_name deferrable initially deferred for each row
  execute function leaves_with_person('(select e.person_id from ce_roster_line l join ce_entry e on e.id = l.entry_id where l.id = ($1).line_id)');

-- Only an erasure deletes here.
select grant_api('delete', 'adjustment');
select grant_api('delete', 'ce_completion');
select grant_api('delete', 'ce_requirement');
select grant_api('delete', 'ce_roster_name');
select grant_api('delete', 'certificate_print');
select grant_api('delete', 'certification_act_words');
select grant_api('delete', 'certification_application');
select grant_api('delete', 'consent');
select grant_api('delete', 'credential');
select grant_api('delete', 'data_request');
select grant_api('delete', 'emergency_contact_use');
select grant_api('delete', 'ethics_signature');
select grant_api('delete', 'evaluation_receipt');
select grant_api('delete', 'learning_plan');
select grant_api('delete', 'measurement');
select grant_api('delete', 'peer_meeting_attendance');
select grant_api('delete', 'person_name');
select grant_api('delete', 'practice_log');
select grant_api('delete', 'practice_verification');
select grant_api('delete', 'registration');
select grant_api('delete', 'safe_contact');
select grant_api('delete', 'session_debrief');
select grant_api('delete', 'supervision');
select grant_api('delete', 'training_evidence');
select grant_api('delete', 'transcript_copy');
select grant_api('delete', 'transcript_release');
-- Rows leave when their time is over.
select grant_api('delete', 'calendar_feed');
select grant_api('delete', 'ce_entry');
select grant_api('delete', 'ce_roster_line');
select grant_api('delete', 'certification_register');
select grant_api('delete', 'contact_change');
select grant_api('delete', 'erasure');
select grant_api('delete', 'external_ce_claim');
select grant_api('delete', 'earlier_password');
select grant_api('delete', 'idempotency_key');
select grant_api('delete', 'message');
select grant_api('delete', 'one_time_link');
select grant_api('delete', 'password_card');
select grant_api('delete', 'record_read');
select grant_api('delete', 'sign_in');
select grant_api('delete', 'staff_task');
-- Somebody takes away what is theirs, or what they arranged.
select grant_api('delete', 'ce_attachment');
select grant_api('delete', 'ce_evidence_file');
select grant_api('delete', 'closure_day');
select grant_api('delete', 'course_peer_track');
select grant_api('delete', 'device_token');
select grant_api('delete', 'emergency_contact');
select grant_api('delete', 'journal_attachment');
select grant_api('delete', 'journal_comment');
select grant_api('delete', 'journal_entry');
select grant_api('delete', 'journal_export');
select grant_api('delete', 'journal_prompt_offer');
select grant_api('delete', 'journal_reader_code');
select grant_api('delete', 'journal_version');
select grant_api('delete', 'learning_plan_share');
select grant_api('delete', 'password_recovery_code');
select grant_api('delete', 'progression_event');
select grant_api('delete', 'rate_count');
select grant_api('delete', 'recovery_code');
select grant_api('delete', 'second_factor');
select grant_api('delete', 'stored_file');
select grant_api('delete', 'support_need');
`;
}
