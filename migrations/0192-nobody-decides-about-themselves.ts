import { SqlMigration } from './sql-migration.js';

/** Nobody marks, counts or decides about themselves: what stands there from before stays as it is. */
export class NobodyDecidesAboutThemselves1795000000192 extends SqlMigration {
  readonly name = 'NobodyDecidesAboutThemselves1795000000192';
  protected readonly sql = `
alter table drop_in add constraint drop_in_by_another check (recorded_by <> person_id) not valid;
alter table staff_task add constraint staff_task_done_by_another check (done_by <> person_id) not valid;
alter table course_proposal add constraint course_proposal_decided_by_another check (decided_by <> proposed_by) not valid;

-- A code on somebody else's screen and an apology are said by the learner; a register and a correction are not.
create function attendance_mark_by_another() returns trigger language plpgsql as $$
begin
  if exists (select from added a join enrolment e on e.id = a.enrolment_id where a.source in ('register', 'correction') and e.person_id = a.recorded_by) then
    raise exception using errcode = '23514', message = 'nobody marks their own attendance', constraint = 'attendance_mark_by_another';
  end if;
  return null;
end $$;
create trigger attendance_mark_by_another after insert on attendance_mark referencing new table as added for each statement execute function attendance_mark_by_another();

create function welfare_attempt_by_another() returns trigger language plpgsql as $$
begin
  if exists (select from added a join welfare_follow_up f on f.id = a.follow_up_id join enrolment e on e.id = f.enrolment_id where e.person_id = a."by") then
    raise exception using errcode = '23514', message = 'nobody asks after themselves', constraint = 'welfare_attempt_by_another';
  end if;
  return null;
end $$;
create trigger welfare_attempt_by_another after insert on welfare_attempt referencing new table as added for each statement execute function welfare_attempt_by_another();
`;
}
