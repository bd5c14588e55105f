import { SqlMigration } from './sql-migration.js';

/** A safety plan is its learner's own, sealed, and shared enrolment by enrolment. */
export class SafetyPlans1795000000209 extends SqlMigration {
  readonly name = 'SafetyPlans1795000000209';
  protected readonly sql = `
create table safety_plan (
  id uuid constraint safety_plan_pk primary key,
  person_id uuid not null constraint safety_plan_person references person,
  state code_text not null default 'draft' constraint safety_plan_state check (state in ('draft', 'active', 'under_review', 'withdrawn')),
  key_id uuid not null,
  early_signs sealed_text,
  what_helps sealed_text,
  what_does_not sealed_text,
  what_to_do sealed_text,
  whom_to_call sealed_text,
  made_at timestamptz not null,
  version integer not null default 1,
  constraint safety_plan_withdrawn_is_wordless check (state <> 'withdrawn' or num_nonnulls(early_signs, what_helps, what_does_not, what_to_do, whom_to_call) = 0),
  constraint safety_plan_says_something check (state in ('draft', 'withdrawn') or num_nonnulls(early_signs, what_helps, what_does_not, what_to_do, whom_to_call) > 0)
);
create unique index safety_plan_one_standing on safety_plan (person_id) where state <> 'withdrawn';
create trigger safety_plan_moves before update on safety_plan for each row execute function allow_moves(
  'draft>active', 'draft>withdrawn', 'active>under_review', 'active>withdrawn', 'under_review>active', 'under_review>withdrawn');
create trigger safety_plan_of_somebody before insert on safety_plan for each row execute function refuse_erased();
create trigger safety_plan_version before update on safety_plan for each row execute function raise_version();
create constraint trigger safety_plan_leaves_with_person after delete on safety_plan deferrable initially deferred for each row
  execute function leaves_with_person('($1).person_id');
select grant_api('select, insert, update, delete', 'safety_plan');

create table safety_plan_share (
  plan_id uuid constraint safety_plan_share_plan references safety_plan,
  enrolment_id uuid constraint safety_plan_share_enrolment references enrolment,
  shared_at timestamptz not null,
  constraint safety_plan_share_pk primary key (plan_id, enrolment_id)
);
create index safety_plan_share_by_enrolment on safety_plan_share (enrolment_id);
select grant_api('select, insert, delete', 'safety_plan_share');

-- A plan is shared with the learner's own runs.
create function safety_plan_share_of_own() returns trigger language plpgsql as $$
begin
  if not exists (select from safety_plan p join enrolment e on e.person_id = p.person_id where p.id = new.plan_id and e.id = new.enrolment_id) then
    raise exception using errcode = '23514', message = 'a plan is shared with one''s own runs', constraint = 'safety_plan_share_of_own';
  end if;
  return new;
end $$;
create trigger safety_plan_share_of_own before insert on safety_plan_share for each row execute function safety_plan_share_of_own();
`;
}
