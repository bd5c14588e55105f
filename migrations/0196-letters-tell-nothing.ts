import { SqlMigration } from './sql-migration.js';

/**
 * One letter for every address, three a day at most; whoever confirms a sign-up sets the password; a new password by e-mail can be closed, and
 * codes on paper stand in its place. Sign-ups that wait are confirmed with a password.
 */
export class LettersTellNothing1795000000196 extends SqlMigration {
  readonly name = 'LettersTellNothing1795000000196';
  protected readonly sql = `
alter table one_time_link drop column password_hash, add column delivered_at timestamptz,
  drop constraint one_time_link_purpose, add constraint one_time_link_purpose check (purpose in ('sign_up', 'password_reset', 'recovery_code'));
create index one_time_link_by_address on one_time_link (email_canonical, id);

create function refuse_fourth_letter() returns trigger language plpgsql as $$
begin
  if old.delivered_at is null and new.delivered_at is not null and (
    select count(*) >= 3 from one_time_link
     where email_canonical = new.email_canonical and id <> new.id and delivered_at > new.delivered_at - interval '24 hours') then
    raise exception using errcode = '23514', message = 'three letters went to this address today', constraint = 'one_time_link_three_a_day';
  end if;
  return new;
end $$;
create trigger one_time_link_three_a_day before update of delivered_at on one_time_link for each row execute function refuse_fourth_letter();

alter table safe_contact add column reset_by_email boolean not null default true;
update contact_change set wish = wish || '{"resetByEmail": true}' where wish is not null and state in ('waiting', 'agreed');
create or replace function require_confirmation() returns trigger language plpgsql as $$
declare last safe_contact;
begin
  select * into last from safe_contact where person_id = new.person_id order by version desc limit 1;
  if last.id is not null and (contact_widens(last.channels, new.channels) or last.discreet and not new.discreet or last.learner_will_initiate and not new.learner_will_initiate
       or new.reset_by_email and not last.reset_by_email)
     and not exists (select from contact_change c where c.id = new.change_id and c.person_id = new.person_id and c.kind = 'safe_contact' and c.state = 'agreed'
       and c.wish = jsonb_build_object('channels', new.channels, 'discreet', new.discreet, 'learnerWillInitiate', new.learner_will_initiate, 'resetByEmail', new.reset_by_email)) then
    raise exception using errcode = '23514', message = 'a wider way of contact was not confirmed', constraint = 'safe_contact_widening_confirmed';
  end if;
  return new;
end $$;

create table password_recovery_code (
  hash bytea constraint password_recovery_code_pk primary key constraint password_recovery_code_hash_size check (length(hash) = 32),
  person_id uuid not null constraint password_recovery_code_person references person,
  used_at timestamptz
);
create index password_recovery_code_of_person on password_recovery_code (person_id);
create trigger password_recovery_code_of_somebody before insert on password_recovery_code for each row execute function refuse_erased();
select grant_api('select, insert, update, delete', 'password_recovery_code');

alter table message drop constraint message_kind, add constraint message_kind check (kind in ('place_confirmed', 'place_waitlisted', 'place_offered', 'offer_expired', 'place_cancelled', 'place_released', 'request_declined', 'session_reminder', 'session_rescheduled', 'session_cancelled', 'facilitation_offered', 'certification_ending', 'certification_news', 'emergency_contact_used', 'contact_change_waiting', 'second_factor_removed', 'password_card_made', 'advising_asked', 'advising_accepted', 'advising_declined', 'measure_offered', 'administrator_ending', 'administrators_changed', 'calendar_feed_made', 'emergency_contact_changed', 'safe_contact_changed', 'recovery_codes_made', 'address_entered')) not valid;
alter table message validate constraint message_kind;
`;
}
