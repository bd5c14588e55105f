import { SqlMigration } from './sql-migration.js';

/**
 * Runs by when they begin, and those of one venue; words that are spelled nearly like a title; and what somebody is to one
 * run, found by both ids whichever index is taken, as in 0274.
 */
export class ListsInTheirOrders1795000000278 extends SqlMigration {
  readonly name = 'ListsInTheirOrders1795000000278';
  override readonly transaction = false;
  protected readonly sql = [
    'create extension if not exists pg_trgm',
    'drop index concurrently if exists run_by_start',
    'create index concurrently run_by_start on run (first_start, id)',
    'drop index concurrently if exists run_by_venue',
    'create index concurrently run_by_venue on run (venue_id, id)',
    'drop index concurrently if exists facilitator_assignment_of_person',
    'create index concurrently facilitator_assignment_of_person on facilitator_assignment (person_id, run_id, state)',
    'drop index concurrently if exists facilitator_assignment_by_person',
  ];
}
