import { SqlMigration } from './sql-migration.js';

/** Each entry knows the size of all its versions, so that a save sums entries and not versions. */
export class JournalRoomByEntry1795000000172 extends SqlMigration {
  readonly name = 'JournalRoomByEntry1795000000172';
  protected readonly sql = `
drop index journal_version_room;
alter table journal_version drop column size;
alter table journal_entry add column size bigint not null default 0 constraint journal_entry_size check (size >= 0);
alter table journal_entry no force row level security;
alter table journal_version no force row level security;
alter table journal_entry disable trigger user;
update journal_entry e set size = (select coalesce(sum(octet_length(v.head) + octet_length(v.body)), 0) from journal_version v where v.entry_id = e.id);
alter table journal_entry enable trigger user;
alter table journal_entry force row level security;
alter table journal_version force row level security;
`;
}
