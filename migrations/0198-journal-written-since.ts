import { SqlMigration } from './sql-migration.js';

/** A sign-in by the password of a card sees nothing in a journal that was begun before, whatever statement asks. */
export class JournalWrittenSince1795000000198 extends SqlMigration {
  readonly name = 'JournalWrittenSince1795000000198';
  protected readonly sql = `
-- Null in every other transaction, and then nothing below asks for more than before.
create function journal_since() returns timestamptz language sql stable return nullif(current_setting('journal.since', true), '')::timestamptz;

alter policy author on journal_entry
  using (author_id = journal_person() and (deleted_at is null or deleted_at > journal_now() - interval '30 days')
    and (journal_since() is null or created_at >= journal_since()));

-- What hangs on an entry is seen with it: its own time would tell nothing, as an earlier entry can be changed later.
do $$ declare each text[]; begin
  foreach each slice 1 in array array[
    ['journal_version', 'author'], ['journal_grant', 'author'], ['journal_comment', 'author_sees'], ['journal_comment', 'author_removes'],
    ['journal_read', 'author'], ['journal_attachment', 'author']] loop
    execute format('alter policy %2$I on %1$I using (author_id = journal_person() and (journal_since() is null
      or exists (select from journal_entry e where e.id = %1$I.entry_id)))', each[1], each[2]);
  end loop;
end $$;

-- What others share with the person: only what was given since. Versions, comments and files ask for the grant.
alter policy reader on journal_grant using (reader_id = journal_person() and revoked_at is null and expires_at > journal_now()
  and (journal_since() is null or granted_at >= journal_since()));

-- Nothing is taken along, and nobody is let in for later.
alter policy author on journal_export using (author_id = journal_person() and journal_since() is null)
  with check (author_id = journal_person() and journal_since() is null);
alter policy reader on journal_reader_code with check (reader_id = journal_person() and journal_since() is null);
`;
}
