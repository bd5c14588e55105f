import { SqlMigration } from './sql-migration.js';

/** Whoever waited and took a consent back is told that the waiting has ended. */
export class WaitingEnded1795000000212 extends SqlMigration {
  readonly name = 'WaitingEnded1795000000212';
  protected readonly sql = `
alter table message drop constraint message_kind, add constraint message_kind check (kind in ('place_confirmed', 'place_waitlisted', 'place_offered', 'offer_expired', 'place_cancelled', 'place_released', 'request_declined', 'session_reminder', 'session_rescheduled', 'session_cancelled', 'facilitation_offered', 'certification_ending', 'certification_news', 'emergency_contact_used', 'contact_change_waiting', 'second_factor_removed', 'password_card_made', 'password_card_used', 'advising_asked', 'advising_accepted', 'advising_declined', 'measure_offered', 'administrator_ending', 'administrators_changed', 'calendar_feed_made', 'emergency_contact_changed', 'safe_contact_changed', 'recovery_codes_made', 'address_entered', 'account_watch', 'waiting_ended')) not valid;
alter table message validate constraint message_kind;
`;
}
