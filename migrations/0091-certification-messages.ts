import { SqlMigration } from './sql-migration.js';

/** The reminder that a certificate ends. */
export class CertificationMessages1795000000091 extends SqlMigration {
  readonly name = 'CertificationMessages1795000000091';
  protected readonly sql = `
alter table message drop constraint message_kind;
alter table message add constraint message_kind check (kind in ('place_confirmed', 'place_waitlisted', 'place_offered', 'offer_expired', 'place_cancelled',
  'place_released', 'request_declined', 'session_reminder', 'session_rescheduled', 'session_cancelled', 'facilitation_offered', 'certification_ending'));
alter table staff_task drop constraint staff_task_about;
alter table staff_task add constraint staff_task_about check (about in ('place_confirmed', 'place_waitlisted', 'place_offered', 'offer_expired', 'place_cancelled',
  'place_released', 'request_declined', 'session_reminder', 'session_rescheduled', 'session_cancelled', 'facilitation_offered', 'certification_ending'));
`;
}
