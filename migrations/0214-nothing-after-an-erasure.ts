import { SqlMigration } from './sql-migration.js';

/** Nothing new is written about somebody who was erased, in no table that is about people. What was written late before is taken away. */
export class NothingAfterAnErasure1795000000214 extends SqlMigration {
  readonly name = 'NothingAfterAnErasure1795000000214';
  protected readonly sql = `
-- Waits for an erasure that is under way, and then sees it. Argument 1: SQL for the person of the row $1; person_id without it. Argument 2,
-- 'drop': the row is left out and not refused.
create or replace function refuse_erased() returns trigger language plpgsql as $$
declare whose uuid;
begin
  if tg_nargs = 0 then whose := new.person_id; else execute 'select ' || tg_argv[0] into whose using new; end if;
  if whose is null then return new; end if;
  perform from person p where p.id = whose and p.erased_at is null for key share;
  if found or not exists (select from person p where p.id = whose) then return new; end if;
  if tg_nargs > 1 then return null; end if;
  raise exception using errcode = '23514', message = 'This person was erased', constraint = 'person_is_here';
end $$;
create trigger learning_goal_of_somebody before insert on learning_goal for each row execute function refuse_erased();
create trigger learning_plan_of_somebody before insert on learning_plan for each row execute function refuse_erased();
create trigger progression_event_of_somebody before insert on progression_event for each row execute function refuse_erased();
create trigger calendar_feed_of_somebody before insert on calendar_feed for each row execute function refuse_erased();
create trigger ce_evidence_file_of_somebody before insert on ce_evidence_file for each row execute function refuse_erased();
create trigger ce_requirement_of_somebody before insert on ce_requirement for each row execute function refuse_erased();
create trigger ce_completion_of_somebody before insert on ce_completion for each row execute function refuse_erased();
create trigger transcript_copy_of_somebody before insert on transcript_copy for each row execute function refuse_erased();
create trigger transcript_release_of_somebody before insert on transcript_release for each row execute function refuse_erased();
create trigger ce_entry_of_somebody before insert on ce_entry for each row execute function refuse_erased();
create trigger external_ce_claim_of_somebody before insert on external_ce_claim for each row execute function refuse_erased();
create trigger panel_decision_of_somebody before insert on panel_decision for each row execute function refuse_erased();
create trigger certification_assessment_of_somebody before insert on certification_assessment for each row execute function refuse_erased();
create trigger certification_reference_of_somebody before insert on certification_reference for each row execute function refuse_erased();
create trigger certification_application_of_somebody before insert on certification_application for each row execute function refuse_erased();
create trigger practice_verification_of_somebody before insert on practice_verification for each row execute function refuse_erased();
create trigger training_evidence_of_somebody before insert on training_evidence for each row execute function refuse_erased();
create trigger ethics_signature_of_somebody before insert on ethics_signature for each row execute function refuse_erased();
create trigger supervision_of_somebody before insert on supervision for each row execute function refuse_erased();
create trigger peer_meeting_attendance_of_somebody before insert on peer_meeting_attendance for each row execute function refuse_erased();
create trigger certification_of_somebody before insert on certification for each row execute function refuse_erased();
create trigger drop_in_of_somebody before insert on drop_in for each row execute function refuse_erased();
create trigger session_debrief_of_somebody before insert on session_debrief for each row execute function refuse_erased();
create trigger facilitator_presence_of_somebody before insert on facilitator_presence for each row execute function refuse_erased();
create trigger sign_off_of_somebody before insert on sign_off for each row execute function refuse_erased();
create trigger contributor_of_somebody before insert on contributor for each row execute function refuse_erased();
create trigger certificate_of_somebody before insert on certificate for each row execute function refuse_erased();
create trigger device_token_of_somebody before insert on device_token for each row execute function refuse_erased();
create trigger recovery_code_of_somebody before insert on recovery_code for each row execute function refuse_erased();
create trigger second_factor_of_somebody before insert on second_factor for each row execute function refuse_erased();
create trigger role_request_of_somebody before insert on role_request for each row execute function refuse_erased();
create trigger consent_of_somebody before insert on consent for each row execute function refuse_erased();
create trigger support_need_of_somebody before insert on support_need for each row execute function refuse_erased();
create trigger emergency_contact_use_of_somebody before insert on emergency_contact_use for each row execute function refuse_erased();
create trigger emergency_contact_of_somebody before insert on emergency_contact for each row execute function refuse_erased();
create trigger person_name_of_somebody before insert on person_name for each row execute function refuse_erased();
create trigger earlier_password_of_somebody before insert on earlier_password for each row execute function refuse_erased();
create trigger password_card_of_somebody before insert on password_card for each row execute function refuse_erased();
create trigger contact_change_of_somebody before insert on contact_change for each row execute function refuse_erased();
create trigger evaluation_receipt_of_somebody before insert on evaluation_receipt for each row execute function refuse_erased();
create trigger journal_read_of_somebody before insert on journal_read for each row execute function refuse_erased('($1).author_id');
create trigger journal_comment_of_somebody before insert on journal_comment for each row execute function refuse_erased('($1).author_id');
create trigger journal_grant_of_somebody before insert on journal_grant for each row execute function refuse_erased('($1).author_id');
create trigger journal_attachment_of_somebody before insert on journal_attachment for each row execute function refuse_erased('($1).author_id');
create trigger journal_version_of_somebody before insert on journal_version for each row execute function refuse_erased('($1).author_id');
create trigger journal_entry_of_somebody before insert on journal_entry for each row execute function refuse_erased('($1).author_id');
create trigger journal_export_of_somebody before insert on journal_export for each row execute function refuse_erased('($1).author_id');
create trigger journal_reader_code_of_somebody before insert on journal_reader_code for each row execute function refuse_erased('($1).reader_id');
create trigger certification_act_of_somebody before insert on certification_act for each row execute function refuse_erased('($1).holder_id');
create trigger renewal_decision_of_somebody before insert on renewal_decision for each row execute function refuse_erased('($1).holder_id');
create trigger certification_renewal_of_somebody before insert on certification_renewal for each row execute function refuse_erased('($1).holder_id');
create trigger panel_member_of_somebody before insert on panel_member for each row execute function refuse_erased('($1).applicant_id');
create trigger course_proposal_of_somebody before insert on course_proposal for each row execute function refuse_erased('($1).proposed_by');
create trigger adjustment_of_somebody before insert on adjustment for each row execute function refuse_erased('(select e.person_id from enrolment e where e.id = ($1).enrolment_id)');
-- Written for many people at once, or by a job: the others' rows are written all the same.
create trigger message_of_somebody before insert on message for each row execute function refuse_erased('($1).person_id', 'drop');
create trigger staff_task_of_somebody before insert on staff_task for each row execute function refuse_erased('($1).person_id', 'drop');
create trigger measurement_of_somebody before insert on measurement for each row execute function refuse_erased('($1).person_id', 'drop');
create trigger practice_log_of_somebody before insert on practice_log for each row execute function refuse_erased('($1).person_id', 'drop');
create trigger account_trace_of_somebody before insert on account_trace for each row execute function refuse_erased('($1).person_id', 'drop');
create trigger welfare_follow_up_of_somebody before insert on welfare_follow_up for each row execute function refuse_erased('(select e.person_id from enrolment e where e.id = ($1).enrolment_id)', 'drop');

delete from message m using person p where p.id = m.person_id and p.erased_at is not null;
delete from staff_task t using person p where p.id = t.person_id and p.erased_at is not null;
delete from ce_requirement r using person p where p.id = r.person_id and p.erased_at is not null;
`;
}
