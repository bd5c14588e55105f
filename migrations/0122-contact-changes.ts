import { SqlMigration } from './sql-migration.js';

/** Wider ways of contact and new addresses wait until they are confirmed on a way that was safe before (BR-149). */
export class ContactChanges1795000000122 extends SqlMigration {
  readonly name = 'ContactChanges1795000000122';
  protected readonly sql = `
create table contact_change (
  id uuid constraint contact_change_pk primary key,
  person_id uuid not null constraint contact_change_person references person,
  kind code_text not null constraint contact_change_kind check (kind in ('safe_contact', 'email')),
  state code_text not null default 'waiting' constraint contact_change_state check (state in ('waiting', 'agreed', 'done', 'dropped')),
  way code_text not null constraint contact_change_way check (way in ('email', 'in_app', 'in_person')),
  wish jsonb constraint contact_change_wish_is_small check (length(wish::text) <= 20000),
  new_email short_text,
  new_email_canonical short_text,
  requested_at timestamptz not null,
  expires_at timestamptz not null,
  code_hash bytea,
  code_expires_at timestamptz,
  tries integer not null default 0 constraint contact_change_tries_few check (tries between 0 and 5),
  agreed_at timestamptz,
  agreed_by uuid constraint contact_change_agreed_by references person,
  agreed_because short_text,
  link_hash bytea constraint contact_change_link_once unique,
  link_expires_at timestamptz,
  version integer not null default 1,
  constraint contact_change_has_a_wish check (case kind when 'email' then new_email is not null and new_email_canonical is not null and wish is null else wish is not null and new_email is null end),
  constraint contact_change_agreed_is_dated check (state not in ('agreed', 'done') or agreed_at is not null),
  constraint contact_change_in_person_by_another check (agreed_by is distinct from person_id and (agreed_by is null) = (agreed_because is null)),
  constraint contact_change_not_alone check (way <> 'in_person' or agreed_at is null or agreed_by is not null)
);
create unique index contact_change_waiting_once on contact_change (person_id, kind) where state in ('waiting', 'agreed');
create index contact_change_by_person on contact_change (person_id, id);
create trigger contact_change_version before update on contact_change for each row execute function raise_version();
create trigger contact_change_moves before update on contact_change for each row execute function allow_moves('waiting>agreed', 'waiting>dropped', 'agreed>done', 'agreed>dropped');
select grant_api('select, insert, update, delete', 'contact_change');

-- The minutes of a week that are safe, from Monday at 0; no hours at all means every minute.
create function safe_minutes(hours jsonb) returns int4multirange language sql immutable as $$
  select case when jsonb_array_length(hours) > 0 then coalesce((
      select range_agg(int4range((day::integer - 1) * 1440 + starts[1] * 60 + starts[2], (day::integer - 1) * 1440 + ends[1] * 60 + ends[2]))
        from jsonb_array_elements(hours) span,
             jsonb_array_elements_text(coalesce(span -> 'days', '[1, 2, 3, 4, 5, 6, 7]')) day,
             lateral (select string_to_array(span ->> 'from', ':')::integer[] as starts, string_to_array(span ->> 'to', ':')::integer[] as ends) clock), '{}')
    else '{[0,10080)}'::int4multirange end
$$;

create function contact_widens(was jsonb, now_is jsonb) returns boolean language sql immutable as $$
  select coalesce(bool_or((after ->> 'allowed')::boolean and (
      (before ->> 'allowed')::boolean is not true
      or after ->> 'value' is distinct from before ->> 'value'
      or not safe_minutes(after -> 'safeHours') <@ safe_minutes(before -> 'safeHours')
      or coalesce(array_position(array['none', 'vague', 'normal'], after ->> 'leaveMessage'), 1) > coalesce(array_position(array['none', 'vague', 'normal'], before ->> 'leaveMessage'), 1)
      or (after ->> 'whoMayAnswer' is not null and after ->> 'whoMayAnswer' is distinct from before ->> 'whoMayAnswer'))), false)
    from unnest(array['email', 'sms', 'phone', 'post']) channel, lateral (select was -> channel as before, now_is -> channel as after) pair
$$;

alter table safe_contact add column change_id uuid constraint safe_contact_change references contact_change;
create index safe_contact_by_change on safe_contact (change_id) where change_id is not null;
create function require_confirmation() returns trigger language plpgsql as $$
declare last safe_contact;
begin
  select * into last from safe_contact where person_id = new.person_id order by version desc limit 1;
  if last.id is not null and (contact_widens(last.channels, new.channels) or last.discreet and not new.discreet or last.learner_will_initiate and not new.learner_will_initiate)
     and not exists (select from contact_change c where c.id = new.change_id and c.person_id = new.person_id and c.kind = 'safe_contact' and c.state = 'agreed'
       and c.wish = jsonb_build_object('channels', new.channels, 'discreet', new.discreet, 'learnerWillInitiate', new.learner_will_initiate)) then
    raise exception using errcode = '23514', message = 'a wider way of contact was not confirmed', constraint = 'safe_contact_widening_confirmed';
  end if;
  return new;
end $$;
create trigger safe_contact_widening_confirmed before insert on safe_contact for each row execute function require_confirmation();

create function require_agreed_email() returns trigger language plpgsql as $$
begin
  if old.email_canonical is not null and new.email_canonical is not null and old.email_canonical <> new.email_canonical
     and not exists (select from contact_change c where c.person_id = new.id and c.kind = 'email' and c.state = 'agreed' and c.new_email_canonical = new.email_canonical) then
    raise exception using errcode = '23514', message = 'the new address was not agreed to', constraint = 'person_email_agreed';
  end if;
  return new;
end $$;
create trigger person_email_agreed before update of email, email_canonical on person for each row execute function require_agreed_email();

alter table message drop constraint message_kind;
alter table message add constraint message_kind check (kind in ('place_confirmed', 'place_waitlisted', 'place_offered', 'offer_expired', 'place_cancelled',
  'place_released', 'request_declined', 'session_reminder', 'session_rescheduled', 'session_cancelled', 'facilitation_offered', 'certification_ending', 'emergency_contact_used', 'contact_change_waiting'));
alter table staff_task drop constraint staff_task_about;
alter table staff_task add constraint staff_task_about check (about in ('place_confirmed', 'place_waitlisted', 'place_offered', 'offer_expired', 'place_cancelled',
  'place_released', 'request_declined', 'session_reminder', 'session_rescheduled', 'session_cancelled', 'facilitation_offered', 'certification_ending', 'emergency_contact_used', 'contact_change_waiting'));
`;
}
