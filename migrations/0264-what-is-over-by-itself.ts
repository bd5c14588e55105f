import { SqlMigration } from './sql-migration.js';

const indexes = {
  enrolment_concluded: `enrolment (person_id, ended_at) where state in ('completed', 'not_completed')`,
  run_went_on: 'run (went_on_until) where went_on_until is not null',
  practice_log_waiting: 'practice_log (practised_on, id) where not confirmed',
  practice_log_waiting_for: 'practice_log (supervisor_id, practised_on, id) where not confirmed',
};

/** What is over stands in indexes of its own, so that what is not is found beside any number of it. */
export class WhatIsOverByItself1795000000264 extends SqlMigration {
  readonly name = 'WhatIsOverByItself1795000000264';
  override readonly transaction = false;
  protected readonly sql = Object.entries(indexes).flatMap(([name, on]) => [
    `drop index concurrently if exists ${name}`,
    `create index concurrently ${name} on ${on}`,
  ]);
}
