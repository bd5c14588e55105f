import { SqlMigration } from './sql-migration.js';

/** What did not work at an account leaves one event an hour, and its owner is told once a day. */
export class AccountTraces1795000000201 extends SqlMigration {
  readonly name = 'AccountTraces1795000000201';
  protected readonly sql = `
-- No key to person and no partial index: a row costs the same whether or not the account exists.
create table account_trace (
  id uuid primary key,
  account bytea not null,
  kind code_text not null,
  hour timestamptz not null,
  person_id uuid,
  constraint account_trace_once unique (account, kind, hour),
  constraint account_trace_account check (octet_length(account) = 32),
  constraint account_trace_kind check (kind in ('sign_in.refused', 'sign_in.limited', 'proof.refused', 'refresh_token.reused', 'second_factor.refused', 'second_factor.exhausted', 'password_card.refused', 'recovery_code.refused', 'contact_code.exhausted')),
  constraint account_trace_at_full_hour check (hour = date_trunc('hour', hour, 'UTC'))
);
create index account_trace_person on account_trace (person_id, kind, hour);
create index account_trace_age on account_trace (hour);
select grant_api('select, insert, delete', 'account_trace');

alter table message drop constraint message_kind, add constraint message_kind check (kind in ('place_confirmed', 'place_waitlisted', 'place_offered', 'offer_expired', 'place_cancelled', 'place_released', 'request_declined', 'session_reminder', 'session_rescheduled', 'session_cancelled', 'facilitation_offered', 'certification_ending', 'certification_news', 'emergency_contact_used', 'contact_change_waiting', 'second_factor_removed', 'password_card_made', 'password_card_used', 'advising_asked', 'advising_accepted', 'advising_declined', 'measure_offered', 'administrator_ending', 'administrators_changed', 'calendar_feed_made', 'emergency_contact_changed', 'safe_contact_changed', 'recovery_codes_made', 'address_entered', 'account_watch')) not valid;
alter table message validate constraint message_kind;
`;
}
