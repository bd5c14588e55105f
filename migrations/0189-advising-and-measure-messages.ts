import { SqlMigration } from './sql-migration.js';

/** Advisors and learners hear of each other's questions and answers, and learners of a measure that is offered. Staff never tell such things for the service: no task is about them. */
export class AdvisingAndMeasureMessages1795000000189 extends SqlMigration {
  readonly name = 'AdvisingAndMeasureMessages1795000000189';
  protected readonly sql = `
alter table message drop constraint message_kind, add constraint message_kind check (kind in ('place_confirmed', 'place_waitlisted', 'place_offered', 'offer_expired', 'place_cancelled', 'place_released', 'request_declined', 'session_reminder', 'session_rescheduled', 'session_cancelled', 'facilitation_offered', 'certification_ending', 'certification_news', 'emergency_contact_used', 'contact_change_waiting', 'second_factor_removed', 'password_card_made', 'advising_asked', 'advising_accepted', 'advising_declined', 'measure_offered')) not valid;
alter table message validate constraint message_kind;
`;
}
