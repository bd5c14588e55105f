import { SqlMigration } from './sql-migration.js';

/** What nobody emptied goes when its time is over: follow-ups with their attempts, adjustments, earlier ways of contact, answered requests, debriefs, receipts. */
export class WhatNobodyEmptied1795000000225 extends SqlMigration {
  readonly name = 'WhatNobodyEmptied1795000000225';
  protected readonly sql = `
-- An attempt goes with its follow-up, and never alone: the API may not delete it.
alter table welfare_attempt drop constraint welfare_attempt_follow_up;
alter table welfare_attempt add constraint welfare_attempt_follow_up foreign key (follow_up_id) references welfare_follow_up (id) on delete cascade;
drop trigger welfare_attempt_only_grows on welfare_attempt;
create trigger welfare_attempt_only_grows before update on welfare_attempt for each row execute function refuse_change();
select grant_api('delete', 'welfare_follow_up');

-- Argument 1: SQL for the person of the row $1. Arguments 2 and 3, where rows also leave by themselves: SQL for an instant of the row, and how
-- long after it a row has to stay; where that is a setting, the least that can be set.
create or replace function leaves_with_person() returns trigger language plpgsql as $$
declare whose uuid; since timestamptz;
begin
  execute 'select ' || tg_argv[0] into whose using old;
  if exists (select from person p where p.id = whose and p.erased_at is not null) then return null; end if;
  if tg_nargs > 1 then
    execute 'select ' || tg_argv[1] into since using old;
    if since + tg_argv[2]::interval < college_now() then return null; end if;
  end if;
  raise exception using errcode = 'RC001', message = format('%s only grows', tg_table_name), constraint = tg_table_name || '_only_grows';
end $$;
drop trigger emergency_contact_use_leaves_with_person on emergency_contact_use;
create constraint trigger emergency_contact_use_leaves_with_person after delete on emergency_contact_use deferrable initially deferred for each row
  execute function leaves_with_person('($1).person_id', '($1).used_at', '2 years');
create constraint trigger welfare_follow_up_leaves_with_person after delete on welfare_follow_up deferrable initially deferred for each row
  execute function leaves_with_person('(select e.person_id from enrolment e where e.id = ($1).enrolment_id)', '($1).due_at', '1 year');
drop trigger adjustment_leaves_with_person on adjustment;
create constraint trigger adjustment_leaves_with_person after delete on adjustment deferrable initially deferred for each row
  execute function leaves_with_person('(select e.person_id from enrolment e where e.id = ($1).enrolment_id)', '($1).requested_at', '1 year');
drop trigger safe_contact_leaves_with_person on safe_contact;
create constraint trigger safe_contact_leaves_with_person after delete on safe_contact deferrable initially deferred for each row
  execute function leaves_with_person('($1).person_id', '($1).confirmed_at', '1 year');
drop trigger data_request_leaves_with_person on data_request;
create constraint trigger data_request_leaves_with_person after delete on data_request deferrable initially deferred for each row
  execute function leaves_with_person('($1).person_id', '($1).answered_at', '2 years');
drop trigger session_debrief_leaves_with_person on session_debrief;
create constraint trigger session_debrief_leaves_with_person after delete on session_debrief deferrable initially deferred for each row
  execute function leaves_with_person('($1).person_id', '($1).written_at', '2 years');
drop trigger evaluation_receipt_leaves_with_person on evaluation_receipt;
create constraint trigger evaluation_receipt_leaves_with_person after delete on evaluation_receipt deferrable initially deferred for each row
  execute function leaves_with_person('($1).person_id', '(select max(s.ends_at) from session s where s.run_id = ($1).run_id)', '366 days');
`;
}
