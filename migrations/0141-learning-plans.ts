import { SqlMigration } from './sql-migration.js';

/** Learning plans, which belong to their learners; goals, reviews, what is shared of them, and steps that learners report. */
export class LearningPlans1795000000141 extends SqlMigration {
  readonly name = 'LearningPlans1795000000141';
  protected readonly sql = `
-- What it says is sealed with the learner's own key.
create table learning_plan (
  id uuid constraint learning_plan_pk primary key,
  person_id uuid not null constraint learning_plan_learner references person,
  state code_text not null default 'draft' constraint learning_plan_state check (state in ('draft', 'agreed', 'reviewing', 'closed')),
  key_id uuid not null,
  aims bytea not null constraint learning_plan_sealed check (length(aims) between 29 and 30000),
  advisor_id uuid constraint learning_plan_advisor references person,
  advisor_state code_text not null default 'none' constraint learning_plan_advisor_state check (advisor_state in ('none', 'asked', 'accepted', 'declined')),
  made_at timestamptz not null,
  agreed_at timestamptz,
  closed_at timestamptz,
  version integer not null default 1,
  constraint learning_plan_of_learner unique (id, person_id),
  constraint learning_plan_advised_by_another check (advisor_id is distinct from person_id),
  constraint learning_plan_advisor_named check ((advisor_state = 'none') = (advisor_id is null)),
  constraint learning_plan_end_dated check ((state = 'closed') = (closed_at is not null))
);
create unique index learning_plan_one_open on learning_plan (person_id) where state <> 'closed';
create index learning_plan_of_person on learning_plan (person_id, id);
create index learning_plan_by_advisor on learning_plan (advisor_id, id) where advisor_id is not null;
create trigger learning_plan_version before update on learning_plan for each row execute function raise_version();
create trigger learning_plan_moves before update on learning_plan for each row execute function allow_moves(
  'draft>agreed', 'draft>closed', 'agreed>reviewing', 'agreed>closed', 'reviewing>closed');
select grant_api('select, insert, update, delete', 'learning_plan');

-- Others may propose; a goal is the learner's only once the learner has said so.
create table learning_goal (
  id uuid constraint learning_goal_pk primary key,
  plan_id uuid not null,
  person_id uuid not null,
  state code_text not null constraint learning_goal_state check (state in ('proposed', 'declined', 'active', 'achieved', 'changed', 'dropped')),
  weight integer not null constraint learning_goal_weight check (weight between 1 and 3),
  baseline_level integer constraint learning_goal_baseline check (baseline_level between -2 and 2),
  current_level integer constraint learning_goal_current check (current_level between -2 and 2),
  key_id uuid not null,
  words bytea not null constraint learning_goal_sealed check (length(words) between 29 and 30000),
  proposed_by uuid not null constraint learning_goal_proposer references person,
  proposed_at timestamptz not null,
  accepted_by uuid,
  accepted_at timestamptz,
  ended_at timestamptz,
  version integer not null default 1,
  constraint learning_goal_plan foreign key (plan_id, person_id) references learning_plan (id, person_id) on delete cascade,
  constraint learning_goal_set_by_learner check (state in ('proposed', 'declined') or accepted_by is not distinct from person_id),
  constraint learning_goal_acceptance_dated check ((accepted_by is null) = (accepted_at is null))
);
create index learning_goal_of_plan on learning_goal (plan_id, id);
create trigger learning_goal_version before update on learning_goal for each row execute function raise_version();
create trigger learning_goal_moves before update on learning_goal for each row execute function allow_moves(
  'proposed>active', 'proposed>declined', 'active>achieved', 'active>changed', 'active>dropped');
select grant_api('select, insert, update, delete', 'learning_goal');

create table learning_plan_review (
  id uuid constraint learning_plan_review_pk primary key,
  plan_id uuid not null constraint learning_plan_review_plan references learning_plan on delete cascade,
  held_on date not null,
  mode code_text not null constraint learning_plan_review_mode check (mode in ('in_person', 'phone', 'video', 'in_writing')),
  key_id uuid not null,
  note bytea constraint learning_plan_review_sealed check (length(note) between 29 and 30000),
  recorded_by uuid not null constraint learning_plan_review_recorder references person,
  learner_signed_at timestamptz,
  advisor_signed_at timestamptz,
  advisor_signed_by uuid constraint learning_plan_review_advisor references person,
  version integer not null default 1,
  constraint learning_plan_review_signed check ((advisor_signed_at is null) = (advisor_signed_by is null))
);
create index learning_plan_review_of_plan on learning_plan_review (plan_id, held_on);
create trigger learning_plan_review_version before update on learning_plan_review for each row execute function raise_version();
select grant_api('select, insert, update (learner_signed_at, advisor_signed_at, advisor_signed_by), delete', 'learning_plan_review');

create table learning_plan_share (
  plan_id uuid not null constraint learning_plan_share_plan references learning_plan on delete cascade,
  reader_id uuid not null constraint learning_plan_share_reader references person,
  parts text[] not null constraint learning_plan_share_parts check (parts <@ array['aims', 'goals', 'reviews'] and cardinality(parts) > 0),
  shared_at timestamptz not null,
  constraint learning_plan_share_pk primary key (plan_id, reader_id)
);
create index learning_plan_share_of_reader on learning_plan_share (reader_id, plan_id);
select grant_api('select, insert, update (parts, shared_at), delete', 'learning_plan_share');

-- Reported by the learner; that somebody verified it is more, and nothing asks for it.
create table progression_event (
  id uuid constraint progression_event_pk primary key,
  person_id uuid not null constraint progression_event_learner references person,
  kind code_text not null constraint progression_event_kind check (kind in ('volunteer', 'peer_trainer', 'employment', 'education', 'community_group', 'other')),
  happened_on date not null,
  reported_at timestamptz not null,
  verified_by uuid constraint progression_event_verifier references person,
  verified_at timestamptz,
  constraint progression_event_verified_by_another check (verified_by is distinct from person_id),
  constraint progression_event_verified_dated check ((verified_by is null) = (verified_at is null))
);
create index progression_event_of_person on progression_event (person_id, id);
select grant_api('select, insert, update (verified_by, verified_at), delete', 'progression_event');
`;
}
