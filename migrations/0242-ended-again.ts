import { SqlMigration } from './sql-migration.js';

/** After a restore, grants and entries are ended again by their ids alone: who shared with whom is told to nobody for it. */
export class EndedAgain1795000000242 extends SqlMigration {
  readonly name = 'EndedAgain1795000000242';
  protected readonly sql = `
create function journal_ended() returns uuid[] language sql stable return string_to_array(nullif(current_setting('journal.ended', true), ''), ',')::uuid[];
create policy ended_sees on journal_grant for select using (id = any (journal_ended()) or entry_id = any (journal_ended()));
create policy ended_ends on journal_grant for update using (id = any (journal_ended()) or entry_id = any (journal_ended()))
  with check ((id = any (journal_ended()) or entry_id = any (journal_ended())) and revoked_at is not null);
create policy ended_sees on journal_entry for select using (id = any (journal_ended()));
create policy ended_ends on journal_entry for update using (id = any (journal_ended())) with check (id = any (journal_ended()) and deleted_at is not null);
`;
}
