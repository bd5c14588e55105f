import { SqlMigration } from './sql-migration.js';

/**
 * A data request is a task of staff, whoever loses a second factor or is given a new card is told, and a third administrator is confirmed in
 * time or not at all.
 */
export class ToldAndDoneInTime1795000000179 extends SqlMigration {
  readonly name = 'ToldAndDoneInTime1795000000179';
  protected readonly sql = `
alter table staff_task drop constraint staff_task_kind, drop constraint staff_task_about,
  add constraint staff_task_kind check (kind in ('message_not_sent', 'welfare_follow_up', 'session_at_risk', 'data_request')) not valid,
  add constraint staff_task_about check (about in ('place_confirmed', 'place_waitlisted', 'place_offered', 'offer_expired', 'place_cancelled', 'place_released', 'request_declined', 'session_reminder', 'session_rescheduled', 'session_cancelled', 'facilitation_offered', 'certification_ending', 'certification_news', 'emergency_contact_used', 'contact_change_waiting', 'second_factor_removed', 'password_card_made')) not valid;
alter table staff_task validate constraint staff_task_kind;
alter table staff_task validate constraint staff_task_about;

select grant_api('update (due_at)', 'staff_task');

alter table message drop constraint message_kind, add constraint message_kind check (kind in ('place_confirmed', 'place_waitlisted', 'place_offered', 'offer_expired', 'place_cancelled', 'place_released', 'request_declined', 'session_reminder', 'session_rescheduled', 'session_cancelled', 'facilitation_offered', 'certification_ending', 'certification_news', 'emergency_contact_used', 'contact_change_waiting', 'second_factor_removed', 'password_card_made')) not valid;
alter table message validate constraint message_kind;

-- Not validated: what was confirmed before this was a rule stays as it is.
alter table role_request add constraint role_request_confirmed_in_time check (state <> 'confirmed' or decided_at < asked_at + interval '336 hours') not valid;

-- A card opens no account that has an address to write to, or more rights than a learner's.
create function refuse_card() returns trigger language plpgsql as $$
begin
  if exists (select from person where id = new.person_id and email is not null)
     or exists (select from role_grant where person_id = new.person_id and ended_at is null and role <> 'learner') then
    raise exception using errcode = '23514', message = 'there is another way into this account', constraint = 'first_password_code_only_way';
  end if;
  return new;
end $$;
create trigger first_password_code_only_way before insert or update of hash, used_at on first_password_code for each row execute function refuse_card();
`;
}
