import { SqlMigration } from './sql-migration.js';

/** What people tell the college in confidence: consents, support needs, an emergency contact, names that are not for every day. */
export class PrivateDetails1795000000120 extends SqlMigration {
  readonly name = 'PrivateDetails1795000000120';
  protected readonly sql = `
-- A ledger: what stands for a purpose is its last line.
create table consent (
  id uuid constraint consent_pk primary key,
  person_id uuid not null constraint consent_person references person,
  purpose code_text not null constraint consent_purpose check (purpose in ('registration_processing', 'share_needs_with_facilitators', 'contact_channel:email',
    'contact_channel:sms', 'contact_channel:phone', 'contact_channel:post', 'photo', 'quote_use', 'research', 'demographic_reporting', 'supporter_share', 'external_referral')),
  number integer not null constraint consent_number_positive check (number > 0),
  state code_text not null constraint consent_state check (state in ('given', 'withdrawn')),
  text_version integer not null,
  method code_text not null constraint consent_method check (method in ('asked', 'with_a_setting')),
  said_at timestamptz not null,
  constraint consent_number_once unique (person_id, purpose, number)
);
create trigger consent_only_grows before update on consent for each row execute function refuse_change();
select grant_api('select, insert, delete', 'consent');

create function consent_stands(whose uuid, what text) returns boolean language sql stable as $$
  select coalesce((select state = 'given' from consent where person_id = whose and purpose = what order by number desc limit 1), false)
$$;

create domain sealed_text as bytea constraint sealed_text_length check (length(value) between 29 and 16000);

create table support_need (
  id uuid constraint support_need_pk primary key,
  person_id uuid not null constraint support_need_person references person,
  kind code_text not null constraint support_need_kind check (kind in ('mobility', 'sensory', 'neurodivergence', 'language', 'literacy', 'digital', 'childcare', 'transport', 'other')),
  key_id uuid not null,
  sealed sealed_text not null,
  shared boolean not null default false,
  from_on date not null,
  to_on date,
  added_at timestamptz not null,
  version integer not null default 1,
  constraint support_need_period check (to_on >= from_on)
);
create index support_need_by_person on support_need (person_id, id);
create trigger support_need_version before update on support_need for each row execute function raise_version();
create function require_consent_to_share() returns trigger language plpgsql as $$
begin
  if new.shared and not consent_stands(new.person_id, 'share_needs_with_facilitators') then
    raise exception using errcode = '23514', message = 'sharing was not agreed to', constraint = 'support_need_shared_with_consent';
  end if;
  return new;
end $$;
create trigger support_need_shared_with_consent before insert or update on support_need for each row execute function require_consent_to_share();
select grant_api('select, insert, update, delete', 'support_need');

-- Whom to call when somebody is in danger; never for anything else (BR-151).
create table emergency_contact (
  person_id uuid constraint emergency_contact_pk primary key constraint emergency_contact_person references person,
  key_id uuid not null,
  sealed sealed_text not null,
  knows_about_college boolean not null,
  version integer not null default 1
);
create trigger emergency_contact_version before update on emergency_contact for each row execute function raise_version();
select grant_api('select, insert, update, delete', 'emergency_contact');

create table emergency_contact_use (
  id uuid constraint emergency_contact_use_pk primary key,
  person_id uuid not null constraint emergency_contact_use_person references person,
  used_by uuid not null constraint emergency_contact_use_user references person,
  reason code_text not null constraint emergency_contact_use_only_in_danger check (reason in ('harm_to_self', 'harm_to_others', 'child', 'illegal')),
  used_at timestamptz not null
);
create index emergency_contact_use_by_person on emergency_contact_use (person_id, used_at desc, id desc);
create trigger emergency_contact_use_only_grows before update on emergency_contact_use for each row execute function refuse_change();
select grant_api('select, insert, delete', 'emergency_contact_use');

create table person_name (
  person_id uuid constraint person_name_pk primary key constraint person_name_person references person,
  key_id uuid,
  legal sealed_text,
  custom sealed_text,
  printed code_text not null default 'chosen' constraint person_name_printed check (printed in ('chosen', 'legal', 'custom')),
  version integer not null default 1,
  constraint person_name_sealed_with_a_key check (key_id is not null or (legal is null and custom is null)),
  constraint person_name_printed_is_known check (case printed when 'legal' then legal is not null when 'custom' then custom is not null else true end)
);
create trigger person_name_version before update on person_name for each row execute function raise_version();
select grant_api('select, insert, update, delete', 'person_name');

alter table message drop constraint message_kind;
alter table message add constraint message_kind check (kind in ('place_confirmed', 'place_waitlisted', 'place_offered', 'offer_expired', 'place_cancelled',
  'place_released', 'request_declined', 'session_reminder', 'session_rescheduled', 'session_cancelled', 'facilitation_offered', 'certification_ending', 'emergency_contact_used'));
alter table staff_task drop constraint staff_task_about;
alter table staff_task add constraint staff_task_about check (about in ('place_confirmed', 'place_waitlisted', 'place_offered', 'offer_expired', 'place_cancelled',
  'place_released', 'request_declined', 'session_reminder', 'session_rescheduled', 'session_cancelled', 'facilitation_offered', 'certification_ending', 'emergency_contact_used'));
`;
}
