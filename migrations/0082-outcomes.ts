import { SqlMigration } from './sql-migration.js';

/** Evaluations of runs. What was said and who said something stand apart, with nothing that leads from one to the other. */
export class Outcomes1795000000082 extends SqlMigration {
  readonly name = 'Outcomes1795000000082';
  protected readonly sql = `
-- The id is random, so that not even the order tells anything; there is no person and no time.
create table evaluation (
  id uuid constraint evaluation_pk primary key default gen_random_uuid(),
  run_id uuid not null constraint evaluation_run references run,
  form_version integer not null constraint evaluation_form_counts check (form_version >= 1),
  answers jsonb not null constraint evaluation_bounded check (length(answers::text) <= 20000)
);
create index evaluation_of_run on evaluation (run_id);
create trigger evaluation_only_grows before update or delete on evaluation for each row execute function refuse_change();
select grant_api('select, insert', 'evaluation');

create table evaluation_receipt (
  run_id uuid constraint evaluation_receipt_run references run,
  person_id uuid constraint evaluation_receipt_person references person,
  constraint evaluation_receipt_once primary key (run_id, person_id)
);
create index evaluation_receipt_of_person on evaluation_receipt (person_id);
select grant_api('select, insert, delete', 'evaluation_receipt');
`;
}
