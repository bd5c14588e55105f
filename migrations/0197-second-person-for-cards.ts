import { SqlMigration } from './sql-migration.js';

/** A card for an account in use needs a second member of staff, and its sign-ins are marked until the person was told. */
export class SecondPersonForCards1795000000197 extends SqlMigration {
  readonly name = 'SecondPersonForCards1795000000197';
  protected readonly sql = `
create table password_card (
  id uuid constraint password_card_pk primary key,
  person_id uuid not null constraint password_card_person references person,
  hash bytea not null constraint password_card_hash_size check (length(hash) = 32),
  needs_second boolean not null,
  sealed_days integer not null constraint password_card_sealed_days check (sealed_days between 1 and 60),
  made_by uuid not null constraint password_card_maker references person,
  made_at timestamptz not null,
  confirmed_by uuid constraint password_card_second references person,
  confirmed_at timestamptz,
  expires_at timestamptz not null,
  tries integer not null default 0 constraint password_card_tries check (tries between 0 and 5),
  used_at timestamptz,
  told_how code_text constraint password_card_told_how check (told_how in ('in_person', 'by_letter', 'inside')),
  told_by uuid constraint password_card_teller references person,
  told_at timestamptz,
  ended_by uuid constraint password_card_ender references person,
  ended_at timestamptz,
  version integer not null default 1,
  constraint password_card_of_person unique (id, person_id),
  constraint password_card_not_for_oneself check (made_by <> person_id),
  constraint password_card_second_is_another check (confirmed_by not in (made_by, person_id)),
  constraint password_card_confirmed_whole check ((confirmed_by is null) = (confirmed_at is null) and (needs_second or confirmed_at is null)),
  constraint password_card_confirmed_in_time check (confirmed_at < made_at + interval '24 hours'),
  constraint password_card_used_confirmed check (used_at is null or not needs_second or (confirmed_at is not null and confirmed_at <= used_at)),
  constraint password_card_used_in_time check (used_at < expires_at),
  constraint password_card_told_whole check ((told_how is null) = (told_at is null) and (told_by is not null) = (told_how is not null and told_how = 'in_person')),
  constraint password_card_told_after check (told_at is null or (needs_second and used_at is not null and told_at >= used_at)),
  constraint password_card_told_by_second check (told_by is null or (told_by = confirmed_by and told_at >= used_at + interval '24 hours')),
  constraint password_card_ended_whole check ((ended_by is null) = (ended_at is null))
);
create unique index password_card_open_once on password_card (person_id) where used_at is null and ended_at is null;
create index password_card_of on password_card (person_id, made_at);
create index password_card_waiting on password_card (made_at, id) where needs_second and confirmed_at is null and used_at is null and ended_at is null;
create trigger password_card_version before update on password_card for each row execute function raise_version();

insert into password_card (id, person_id, hash, needs_second, sealed_days, made_by, made_at, expires_at, tries, used_at)
select gen_random_uuid(), c.person_id, c.hash, c.used_at is null and exists (select from credential p where p.person_id = c.person_id),
  7, c.made_by, c.made_at, greatest(c.expires_at, c.used_at + interval '1 millisecond'), c.tries, c.used_at
from first_password_code c;
drop table first_password_code;

-- A card opens no account to which a letter may open the way, or that has more rights than a learner's; none opens one in use by one person's word.
create or replace function refuse_card() returns trigger language plpgsql as $$
begin
  if new.ended_at is not null then return new; end if;
  if exists (select from person where id = new.person_id and email is not null)
     and coalesce((select reset_by_email from safe_contact where person_id = new.person_id order by version desc limit 1), true)
     or exists (select from role_grant where person_id = new.person_id and ended_at is null and role <> 'learner') then
    raise exception using errcode = '23514', message = 'there is another way into this account', constraint = 'password_card_only_way';
  end if;
  if not new.needs_second and exists (select from credential where person_id = new.person_id) then
    raise exception using errcode = '23514', message = 'a second person has to confirm this card', constraint = 'password_card_needs_second';
  end if;
  return new;
end $$;
create trigger password_card_only_way before insert or update of hash, used_at on password_card for each row execute function refuse_card();

-- Both have made cards for two weeks: nobody makes a second person for the purpose.
create function refuse_new_hands() returns trigger language plpgsql as $$
begin
  if new.confirmed_by is not null and old.confirmed_by is null
     and 2 > (select count(distinct g.person_id) from role_grant g
               where g.person_id in (new.made_by, new.confirmed_by) and g.role in ('coordinator', 'administrator')
                 and g.ended_at is null and g.granted_at <= new.confirmed_at - interval '336 hours') then
    raise exception using errcode = '23514', message = 'who makes and confirms a card has had the role for two weeks', constraint = 'password_card_by_old_hands';
  end if;
  return new;
end $$;
create trigger password_card_by_old_hands before update of confirmed_by on password_card for each row execute function refuse_new_hands();

-- What was said once stays said.
create function keep_password_card() returns trigger language plpgsql as $$
begin
  if (old.id, old.person_id, old.hash, old.needs_second, old.sealed_days, old.made_by, old.made_at) is distinct from
     (new.id, new.person_id, new.hash, new.needs_second, new.sealed_days, new.made_by, new.made_at)
     or (old.confirmed_at is not null and (old.confirmed_by, old.confirmed_at, old.expires_at) is distinct from (new.confirmed_by, new.confirmed_at, new.expires_at))
     or (old.used_at is not null and old.used_at is distinct from new.used_at)
     or (old.told_at is not null and (old.told_how, old.told_by, old.told_at) is distinct from (new.told_how, new.told_by, new.told_at))
     or (old.ended_at is not null and old is distinct from new) then
    raise exception using errcode = '23514', message = 'what happened to a card stays as it was', constraint = 'password_card_stays';
  end if;
  return new;
end $$;
create trigger password_card_stays before update on password_card for each row execute function keep_password_card();

-- The password that counted before a card, for as long as it still does.
create table earlier_password (
  person_id uuid constraint earlier_password_pk primary key constraint earlier_password_person references person,
  card_id uuid not null,
  password_hash short_text not null,
  until timestamptz not null,
  constraint earlier_password_card foreign key (card_id, person_id) references password_card (id, person_id)
);

-- Without a hash the account was used and has no password now. The hash of a card's password knows its card.
alter table credential alter column password_hash drop not null, add column card_id uuid,
  add constraint credential_card foreign key (card_id, person_id) references password_card (id, person_id),
  add constraint credential_card_has_hash check (card_id is null or password_hash is not null);
alter table sign_in add column card_id uuid,
  add constraint sign_in_card foreign key (card_id, person_id) references password_card (id, person_id);
create index sign_in_by_card on sign_in (card_id) where card_id is not null;

-- No sign-in begins by a card that was ended or not used.
create function refuse_ended_card() returns trigger language plpgsql as $$
begin
  if new.card_id is not null and not exists (
       select from password_card c where c.id = new.card_id and c.used_at is not null and c.ended_at is null for share) then
    raise exception using errcode = '23514', message = 'this card opens nothing', constraint = 'sign_in_card_counts';
  end if;
  return new;
end $$;
create trigger sign_in_card_counts before insert on sign_in for each row execute function refuse_ended_card();

select grant_api('select, insert, update, delete', 'password_card');
select grant_api('select, insert, update, delete', 'earlier_password');

alter table staff_task drop constraint staff_task_kind, add constraint staff_task_kind check (kind in ('message_not_sent', 'welfare_follow_up', 'session_at_risk', 'data_request', 'password_card'));
alter table message drop constraint message_kind, add constraint message_kind check (kind in ('place_confirmed', 'place_waitlisted', 'place_offered', 'offer_expired', 'place_cancelled', 'place_released', 'request_declined', 'session_reminder', 'session_rescheduled', 'session_cancelled', 'facilitation_offered', 'certification_ending', 'certification_news', 'emergency_contact_used', 'contact_change_waiting', 'second_factor_removed', 'password_card_made', 'password_card_used', 'advising_asked', 'advising_accepted', 'advising_declined', 'measure_offered', 'administrator_ending', 'administrators_changed', 'calendar_feed_made', 'emergency_contact_changed', 'safe_contact_changed', 'recovery_codes_made', 'address_entered')) not valid;
alter table message validate constraint message_kind;
`;
}
