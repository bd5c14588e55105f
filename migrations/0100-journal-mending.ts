import { SqlMigration } from './sql-migration.js';

/** A version knows when it was begun; entries are in order by time, since their ids no longer tell it; whoever leaves takes their part in others' journals with them. */
export class JournalMending1795000000100 extends SqlMigration {
  readonly name = 'JournalMending1795000000100';
  protected readonly sql = `
alter table journal_version add column begun_at timestamptz;
-- Forced row-level security would hide every row from the owner too.
alter table journal_version no force row level security;
update journal_version set begun_at = written_at;
alter table journal_version force row level security;
alter table journal_version alter column begun_at set not null;

drop index journal_entry_mine;
create index journal_entry_mine on journal_entry (author_id, created_at, id);

alter table journal_grant add constraint journal_grant_purpose_size check (length(purpose) <= 4000);

-- Ends what others share with a person, and removes what this person wrote beside it; sees nothing else.
create function journal_leaving() returns uuid language sql stable return nullif(current_setting('journal.leaving', true), '')::uuid;
create policy leaving_sees on journal_grant for select using (reader_id = journal_leaving());
create policy leaving_ends on journal_grant for update using (reader_id = journal_leaving()) with check (reader_id = journal_leaving() and revoked_at is not null);
create policy leaving_sees on journal_comment for select using (reader_id = journal_leaving());
create policy leaving_removes on journal_comment for delete using (reader_id = journal_leaving());
`;
}
