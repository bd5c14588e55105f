import { SqlMigration } from './sql-migration.js';

/** People, how they sign in, what they may do, registration and safe contact. */
export class People1795000000003 extends SqlMigration {
  readonly name = 'People1795000000003';
  protected readonly sql = `
create table person (
  id uuid constraint person_pk primary key,
  chosen_name short_text,
  pronouns short_text,
  email short_text,
  email_canonical short_text constraint person_email_once unique,
  email_confirmed_at timestamptz,
  date_of_birth date constraint person_birth_plausible check (date_of_birth > '1900-01-01'),
  languages text[] not null default '{}' constraint person_languages_few check (cardinality(languages) <= 10),
  demo boolean not null default false,
  created_at timestamptz not null default now(),
  version integer not null default 1
);
create index person_by_name on person (chosen_name, id);
create trigger person_version before update on person for each row execute function raise_version();
select grant_api('select, insert, update', 'person');

create table credential (
  person_id uuid constraint credential_pk primary key constraint credential_person references person,
  password_hash short_text not null,
  changed_at timestamptz not null
);
select grant_api('select, insert, update, delete', 'credential');

create table role_grant (
  id uuid constraint role_grant_pk primary key,
  person_id uuid not null constraint role_grant_person references person,
  role code_text not null constraint role_grant_role check (role in ('learner', 'facilitator', 'coordinator', 'administrator', 'panel_member', 'analyst')),
  granted_by uuid constraint role_grant_granter references person,
  granted_at timestamptz not null,
  ended_by uuid constraint role_grant_ender references person,
  ended_at timestamptz,
  constraint role_grant_not_to_oneself check (granted_by is distinct from person_id)
);
create unique index role_grant_live_once on role_grant (person_id, role) where ended_at is null;
select grant_api('select, insert, update', 'role_grant');

create table sign_in (
  id uuid constraint sign_in_pk primary key,
  person_id uuid not null constraint sign_in_person references person,
  device short_text,
  started_at timestamptz not null,
  last_used_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index sign_in_live on sign_in (person_id, last_used_at) where ended_at is null;
select grant_api('select, insert, update, delete', 'sign_in');

-- One row per generation of a sign-in's refresh token; only the SHA-256 is kept.
create table refresh_token (
  hash bytea constraint refresh_token_pk primary key constraint refresh_token_hash_size check (length(hash) = 32),
  sign_in_id uuid not null constraint refresh_token_sign_in references sign_in on delete cascade,
  generation integer not null,
  issued_at timestamptz not null,
  used_at timestamptz,
  constraint refresh_token_generation_once unique (sign_in_id, generation)
);
select grant_api('select, insert, update, delete', 'refresh_token');

-- A request by e-mail that only the owner of the address can complete. The same row is written whoever asks, and a job
-- decides what the owner is told; so the answer and its timing never say whether an address is known.
create table one_time_link (
  id uuid constraint one_time_link_pk primary key,
  purpose code_text not null constraint one_time_link_purpose check (purpose in ('sign_up', 'password_reset')),
  email short_text not null,
  email_canonical short_text not null,
  chosen_name short_text,
  password_hash short_text,
  requested_at timestamptz not null,
  secret_hash bytea constraint one_time_link_secret_once unique,
  expires_at timestamptz,
  used_at timestamptz
);
create index one_time_link_age on one_time_link (requested_at);
select grant_api('select, insert, update, delete', 'one_time_link');

create table registration (
  person_id uuid constraint registration_pk primary key constraint registration_person references person,
  state code_text not null default 'draft' constraint registration_state check (state in ('draft', 'active', 'paused', 'left', 'erased')),
  eligibility_basis code_text constraint registration_basis check (eligibility_basis in ('lived_experience', 'supporter', 'staff', 'volunteer', 'public')),
  residence_area short_text,
  heard_from short_text,
  charter_version integer,
  charter_accepted_at timestamptz,
  welcome_conversation_wanted boolean not null default false,
  activated_at timestamptz,
  version integer not null default 1,
  constraint registration_active_is_complete check (state <> 'active' or (charter_version is not null and eligibility_basis is not null))
);
create trigger registration_version before update on registration for each row execute function raise_version();
create trigger registration_moves before update on registration for each row execute function allow_moves(
  'draft>active', 'draft>left', 'draft>erased', 'active>paused', 'active>left', 'active>erased', 'paused>active', 'paused>left', 'paused>erased', 'left>active', 'left>erased');
select grant_api('select, insert, update, delete', 'registration');

-- Each change is a new row: what was safe when, stays provable.
create table safe_contact (
  id uuid constraint safe_contact_pk primary key,
  person_id uuid not null constraint safe_contact_person references person,
  version integer not null,
  channels jsonb not null,
  discreet boolean not null default true,
  learner_will_initiate boolean not null default false,
  confirmed_at timestamptz not null,
  constraint safe_contact_version_once unique (person_id, version)
);
create trigger safe_contact_only_grows before update on safe_contact for each row execute function refuse_change();
select grant_api('select, insert, delete', 'safe_contact');
`;
}
