import { SqlMigration } from './sql-migration.js';

/** How much one person has written, summed from an index alone at each save. */
export class JournalRoom1795000000171 extends SqlMigration {
  readonly name = 'JournalRoom1795000000171';
  protected readonly sql = `
alter table journal_version add column size integer not null generated always as (octet_length(head) + octet_length(body)) stored;
create index journal_version_room on journal_version (author_id) include (size);
`;
}
