import { SqlMigration } from './sql-migration.js';

/** What is done so that somebody can take part in a run: asked for by the learner, answered by those who run it. */
export class Adjustments1795000000121 extends SqlMigration {
  readonly name = 'Adjustments1795000000121';
  protected readonly sql = `
create table adjustment (
  id uuid constraint adjustment_pk primary key,
  enrolment_id uuid not null constraint adjustment_enrolment references enrolment,
  support_need_id uuid constraint adjustment_support_need references support_need on delete set null,
  state code_text not null default 'requested' constraint adjustment_state check (state in ('requested', 'agreed', 'in_place', 'not_possible', 'ended')),
  owner_id uuid constraint adjustment_owner references person,
  key_id uuid not null,
  wish sealed_text not null,
  action sealed_text,
  reason sealed_text,
  alternative sealed_text,
  met boolean,
  requested_at timestamptz not null,
  version integer not null default 1,
  constraint adjustment_agreed_has_an_owner check (state not in ('agreed', 'in_place') or (action is not null and owner_id is not null)),
  constraint adjustment_refusal_has_an_alternative check (state <> 'not_possible' or (reason is not null and alternative is not null)),
  constraint adjustment_met_once_in_place check (met is null or action is not null)
);
create index adjustment_by_enrolment on adjustment (enrolment_id, id);
create trigger adjustment_version before update on adjustment for each row execute function raise_version();
create trigger adjustment_moves before update on adjustment for each row execute function allow_moves(
  'requested>agreed', 'requested>not_possible', 'requested>ended', 'agreed>in_place', 'agreed>not_possible', 'agreed>ended', 'in_place>not_possible', 'in_place>ended',
  'not_possible>agreed', 'not_possible>ended');
select grant_api('select, insert, update, delete', 'adjustment');
`;
}
