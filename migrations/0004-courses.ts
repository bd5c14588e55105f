import { SqlMigration } from './sql-migration.js';

/** Courses, their versions, who makes them together, and the two sign-offs without which nothing is published. */
export class Courses1795000000004 extends SqlMigration {
  readonly name = 'Courses1795000000004';
  protected readonly sql = `
-- Arguments: the columns that may still change. The trigger's name is the constraint that is reported.
create function only_these_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or to_jsonb(new) - tg_argv is distinct from to_jsonb(old) - tg_argv then
    raise exception using errcode = '23514', message = format('%s stays as it is', tg_table_name), constraint = tg_name;
  end if;
  return null;
end $$;

create table course (
  id uuid constraint course_pk primary key,
  title short_text not null constraint course_title_said check (length(title) between 1 and 120),
  topic code_text not null,
  audience text[] not null default '{}' constraint course_audience_few check (cardinality(audience) <= 10),
  strand short_text,
  first_proposed_by_role code_text not null,
  created_at timestamptz not null,
  version integer not null default 1
);
create index course_by_title on course (title, id);
create trigger course_version_number before update on course for each row execute function raise_version();
select grant_api('select, insert, update', 'course');

create table course_version (
  id uuid constraint course_version_pk primary key,
  course_id uuid not null constraint course_version_course references course,
  semver code_text not null constraint course_version_semver check (semver ~ '^[0-9]{1,4}[.][0-9]{1,4}[.][0-9]{1,4}$'),
  derived_from_id uuid constraint course_version_parent references course_version,
  state code_text not null constraint course_version_state check (state in ('proposed', 'declined', 'in_coproduction', 'drafted', 'in_review',
    'changes_requested', 'approved', 'published', 'under_review', 'superseded', 'retired')),
  summary long_text not null default '',
  level_text short_text,
  outcomes jsonb not null default '[]',
  session_plans jsonb not null default '[]',
  materials jsonb not null default '[]',
  content_warnings jsonb,
  category_minutes jsonb not null default '[]',
  what_to_expect long_text not null default '',
  what_you_can_skip long_text not null default '',
  minimum_age integer constraint course_version_minimum_age_plausible check (minimum_age between 0 and 120),
  eligibility_rules jsonb not null default '[]',
  delivery_modes text[] not null default '{}'
    constraint course_version_delivery_modes check (delivery_modes <@ array['in_person', 'online', 'hybrid', 'drop_in']),
  capacity_default integer not null constraint course_version_capacity_counts check (capacity_default between 1 and 500),
  cohort_minimum integer not null constraint course_version_cohort_counts check (cohort_minimum between 1 and 500),
  max_learners_per_facilitator integer not null constraint course_version_ratio_counts check (max_learners_per_facilitator between 1 and 100),
  fee_cents integer not null default 0 constraint course_version_fee_not_negative check (fee_cents >= 0),
  content_hash code_text not null,
  search tsvector not null,
  created_at timestamptz not null,
  review_due_on date,
  co_produced boolean not null default false,
  published_at timestamptz,
  -- The two sign-offs that a published version stands on; see the foreign keys below.
  lived_sign_off_id uuid,
  lived_signer_id uuid,
  lived_standing text not null generated always as ('lived') stored,
  learned_sign_off_id uuid,
  learned_signer_id uuid,
  learned_standing text not null generated always as ('learned') stored,
  version integer not null default 1,
  constraint course_version_semver_once unique (course_id, semver),
  constraint course_version_content_bounded check (length(outcomes::text) + length(session_plans::text) + length(materials::text)
    + length(coalesce(content_warnings, '[]')::text) + length(category_minutes::text) + length(eligibility_rules::text) <= 200000),
  constraint course_version_published_is_signed check (state not in ('published', 'under_review', 'superseded', 'retired') or (
    co_produced and published_at is not null and review_due_on is not null and content_warnings is not null
    and lived_sign_off_id is not null and learned_sign_off_id is not null
    and lived_signer_id is not null and learned_signer_id is not null and lived_signer_id <> learned_signer_id))
);
create unique index course_version_one_current on course_version (course_id) where state in ('published', 'under_review');
create index course_version_search on course_version using gin (search);
create index course_version_review_due on course_version (review_due_on) where state in ('published', 'under_review');

create function index_course_version() returns trigger language plpgsql as $$
begin
  select setweight(to_tsvector('english', c.title), 'A') || setweight(to_tsvector('english', replace(c.topic, '_', ' ')), 'B')
      || setweight(to_tsvector('english', new.summary), 'C') || setweight(to_tsvector('english', new.what_to_expect), 'D')
    into new.search from course c where c.id = new.course_id;
  return new;
end $$;
create function index_course_versions() returns trigger language plpgsql as $$
begin update course_version set course_id = course_id where course_id = new.id; return null; end $$;

create trigger course_version_indexed before insert or update on course_version for each row execute function index_course_version();
create trigger course_version_moves before update on course_version for each row execute function allow_moves(
  'proposed>in_coproduction', 'proposed>declined', 'in_coproduction>drafted', 'drafted>in_review',
  'in_review>changes_requested', 'in_review>approved', 'in_review>drafted', 'in_review>in_coproduction',
  'changes_requested>drafted', 'changes_requested>in_review', 'approved>drafted', 'approved>published',
  'published>under_review', 'published>superseded', 'published>retired',
  'under_review>published', 'under_review>superseded', 'under_review>retired', 'superseded>retired');
create trigger course_version_number before update on course_version for each row execute function raise_version();
create trigger version_immutable after update or delete on course_version for each row
  when (old.state in ('published', 'under_review', 'superseded', 'retired'))
  execute function only_these_change('state', 'review_due_on', 'search', 'version');
create trigger course_reindexed after update of title, topic on course for each row execute function index_course_versions();
select grant_api('select, insert, update', 'course_version');

-- A proposal is the first version of a new course; it has the same id.
create table course_proposal (
  id uuid constraint course_proposal_pk primary key constraint course_proposal_version references course_version,
  proposed_by uuid not null constraint course_proposal_person references person,
  idea long_text not null,
  proposed_at timestamptz not null,
  contribution_role code_text constraint course_proposal_role check (contribution_role in ('lived', 'learned', 'supporter', 'community_partner')),
  decided_by uuid constraint course_proposal_decider references person,
  decided_at timestamptz,
  decline_reason code_text constraint course_proposal_decline_reason check (decline_reason in ('offered_already', 'outside_our_purpose',
    'nobody_to_make_it_yet', 'needs_more_detail', 'not_safe_to_offer')),
  decline_note long_text,
  version integer not null default 1
);
create index course_proposal_mine on course_proposal (proposed_by, id);
create trigger course_proposal_number before update on course_proposal for each row execute function raise_version();
select grant_api('select, insert, update', 'course_proposal');

create table contributor (
  id uuid constraint contributor_pk primary key,
  version_id uuid not null constraint contributor_version references course_version,
  person_id uuid not null constraint contributor_person references person,
  contribution_role code_text not null constraint contributor_role check (contribution_role in ('lived', 'learned', 'supporter', 'community_partner')),
  state code_text not null default 'invited' constraint contributor_state check (state in ('invited', 'active', 'stepped_back')),
  work_minutes integer not null default 0 constraint contributor_work_counts check (work_minutes between 0 and 600000),
  remuneration code_text constraint contributor_remuneration check (remuneration in ('paid', 'honorarium', 'volunteer', 'declined')),
  credit_kind code_text not null default 'anonymous' constraint contributor_credit_kind check (credit_kind in ('name', 'alias', 'anonymous')),
  credit_alias short_text,
  credit_changed_at timestamptz,
  invited_at timestamptz not null,
  joined_at timestamptz,
  ended_at timestamptz,
  version integer not null default 1,
  constraint contributor_alias_with_kind check ((credit_kind = 'alias') = (credit_alias is not null)),
  constraint contributor_of_version unique (id, version_id),
  constraint contributor_as unique (id, version_id, person_id, contribution_role)
);
create unique index contributor_once on contributor (version_id, person_id, contribution_role) where state <> 'stepped_back';
create index contributor_by_version on contributor (version_id, invited_at, id);
create index contributor_person on contributor (person_id);
create trigger contributor_moves before update on contributor for each row execute function allow_moves(
  'invited>active', 'invited>stepped_back', 'active>stepped_back');
create trigger contributor_number before update on contributor for each row execute function raise_version();
create trigger contributor_stays_who_they_are after update or delete on contributor for each row execute function only_these_change(
  'state', 'work_minutes', 'remuneration', 'credit_kind', 'credit_alias', 'credit_changed_at', 'joined_at', 'ended_at', 'version');
select grant_api('select, insert, update', 'contributor');

-- Who is credited on a version, exactly as each wishes; who wishes to stay anonymous appears nowhere (BR-9).
create function credits_of(of_version uuid) returns setof text language sql stable as $$
  select distinct case g.credit_kind when 'alias' then g.credit_alias else p.chosen_name end
    from contributor g join person p on p.id = g.person_id
   where g.version_id = of_version and g.joined_at is not null and g.credit_kind in ('name', 'alias')
     and coalesce(g.credit_alias, p.chosen_name) is not null $$;

create table coproduction_meeting (
  id uuid constraint coproduction_meeting_pk primary key,
  version_id uuid not null constraint coproduction_meeting_version references course_version,
  held_at timestamptz not null,
  minutes integer not null constraint coproduction_meeting_minutes_count check (minutes between 1 and 1440),
  decisions long_text not null,
  dissent_note long_text,
  recorded_by uuid not null constraint coproduction_meeting_recorder references person,
  recorded_at timestamptz not null,
  constraint coproduction_meeting_of_version unique (id, version_id)
);
create index coproduction_meeting_by_version on coproduction_meeting (version_id, held_at, id);
create trigger coproduction_meeting_only_grows before update or delete on coproduction_meeting for each row execute function refuse_change();
select grant_api('select, insert', 'coproduction_meeting');

create table coproduction_attendance (
  meeting_id uuid not null,
  contributor_id uuid not null,
  version_id uuid not null,
  constraint coproduction_attendance_pk primary key (meeting_id, contributor_id),
  constraint coproduction_attendance_meeting foreign key (meeting_id, version_id) references coproduction_meeting (id, version_id),
  constraint coproduction_attendance_contributor foreign key (contributor_id, version_id) references contributor (id, version_id)
);
create index coproduction_attendance_by_contributor on coproduction_attendance (contributor_id);
create trigger coproduction_attendance_only_grows before update or delete on coproduction_attendance for each row execute function refuse_change();
select grant_api('select, insert', 'coproduction_attendance');

-- "standing" is the role while the sign-off is live, and null from the moment it is withdrawn or voided.
create table sign_off (
  id uuid constraint sign_off_pk primary key,
  version_id uuid not null constraint sign_off_version references course_version,
  contributor_id uuid not null,
  person_id uuid not null,
  as_role code_text not null constraint sign_off_role check (as_role in ('lived', 'learned')),
  content_hash code_text not null,
  signed_at timestamptz not null,
  withdrawn_at timestamptz,
  voided_at timestamptz,
  standing text generated always as (case when withdrawn_at is null and voided_at is null then as_role::text end) stored,
  constraint sign_off_contributor foreign key (contributor_id, version_id, person_id, as_role)
    references contributor (id, version_id, person_id, contribution_role),
  constraint sign_off_standing unique (id, version_id, content_hash, person_id, standing)
);
create unique index sign_off_once on sign_off (version_id, person_id, standing) where standing is not null;
create trigger sign_off_stays after update or delete on sign_off for each row execute function only_these_change('withdrawn_at', 'voided_at', 'standing');
select grant_api('select, insert, update', 'sign_off');

-- What is published stands on two live sign-offs on its own content; neither can be withdrawn from under it.
alter table course_version
  add constraint course_version_lived_sign_off foreign key (lived_sign_off_id, id, content_hash, lived_signer_id, lived_standing)
    references sign_off (id, version_id, content_hash, person_id, standing),
  add constraint course_version_learned_sign_off foreign key (learned_sign_off_id, id, content_hash, learned_signer_id, learned_standing)
    references sign_off (id, version_id, content_hash, person_id, standing);

create table qa_review (
  id uuid constraint qa_review_pk primary key,
  version_id uuid not null constraint qa_review_version references course_version,
  content_hash code_text not null,
  outcome code_text not null constraint qa_review_outcome check (outcome in ('approve', 'return', 'reject')),
  reasons long_text not null,
  recorded_by uuid not null constraint qa_review_recorder references person,
  recorded_at timestamptz not null,
  voided_at timestamptz
);
create index qa_review_by_version on qa_review (version_id, recorded_at, id);
create trigger qa_review_stays after update or delete on qa_review for each row execute function only_these_change('voided_at');
select grant_api('select, insert, update', 'qa_review');

create table qa_reviewer (
  review_id uuid not null constraint qa_reviewer_review references qa_review,
  person_id uuid not null constraint qa_reviewer_person references person,
  lived_experience boolean not null,
  constraint qa_reviewer_pk primary key (review_id, person_id)
);
create index qa_reviewer_by_person on qa_reviewer (person_id);
create trigger qa_reviewer_only_grows before update or delete on qa_reviewer for each row execute function refuse_change();
select grant_api('select, insert', 'qa_reviewer');

create table periodic_review (
  id uuid constraint periodic_review_pk primary key,
  version_id uuid not null constraint periodic_review_version references course_version,
  held_on date not null,
  learner_participants integer not null constraint periodic_review_participants_count check (learner_participants between 0 and 100000),
  evaluation_summary long_text,
  decision code_text not null constraint periodic_review_decision check (decision in ('keep', 'revise', 'retire')),
  next_due_on date not null,
  recorded_by uuid not null constraint periodic_review_recorder references person,
  recorded_at timestamptz not null
);
create index periodic_review_by_version on periodic_review (version_id, held_on, id);
create trigger periodic_review_only_grows before update or delete on periodic_review for each row execute function refuse_change();
select grant_api('select, insert', 'periodic_review');
`;
}
