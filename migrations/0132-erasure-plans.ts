import { SqlMigration } from './sql-migration.js';

/** What was promised when somebody was erased: no name, only what kind of thing went, stays and until when. */
export class ErasurePlans1795000000132 extends SqlMigration {
  readonly name = 'ErasurePlans1795000000132';
  protected readonly sql = `
create table erasure (
  id uuid constraint erasure_pk primary key,
  person_id uuid not null constraint erasure_person references person (id) constraint erasure_once unique,
  plan jsonb not null constraint erasure_plan_bounded check (length(plan::text) <= 100000),
  erased_at timestamptz not null
);
create trigger erasure_only_grows before update or delete on erasure for each row execute function keep_until_due('erased_at', '8 years');
select grant_api('select, insert, delete', 'erasure');
`;
}
