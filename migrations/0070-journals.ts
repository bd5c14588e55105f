import { SqlMigration } from './sql-migration.js';

/**
 * Journals, sealed, behind row-level security; and the encrypted files of any module. No other table refers to a journal,
 * and a journal refers to persons only (BR-129).
 */
export class Journals1795000000070 extends SqlMigration {
  readonly name = 'Journals1795000000070';
  protected readonly sql = `
create table stored_file (
  id uuid constraint stored_file_pk primary key,
  size integer not null constraint stored_file_size check (size between 0 and 10485760),
  chunks integer not null constraint stored_file_chunks check (chunks between 1 and 40)
);
create table stored_file_chunk (
  file_id uuid not null constraint stored_file_chunk_file references stored_file on delete cascade,
  position integer not null,
  sealed bytea not null,
  constraint stored_file_chunk_pk primary key (file_id, position)
);
alter table stored_file_chunk alter column sealed set storage external;
select grant_api('select, insert, delete', 'stored_file');
select grant_api('select, insert, delete', 'stored_file_chunk');

-- Whose transaction this is, at what time. Outside one there is nobody, and nobody sees no row.
create function journal_person() returns uuid language sql stable return nullif(current_setting('journal.person', true), '')::uuid;
create function journal_now() returns timestamptz language sql stable return nullif(current_setting('journal.now', true), '')::timestamptz;
create function journal_code() returns bytea language sql stable return decode(nullif(current_setting('journal.code', true), ''), 'hex');
-- Tidying sees what is beyond recall, and nothing else.
create function journal_tidying() returns boolean language sql stable return coalesce(current_setting('journal.tidying', true), '') = 'on';

create table journal_entry (
  id uuid constraint journal_entry_pk primary key,
  author_id uuid not null constraint journal_entry_author references person,
  state code_text not null constraint journal_entry_state check (state in ('draft', 'saved', 'archived')),
  created_at timestamptz not null,
  changed_at timestamptz not null,
  deleted_at timestamptz,
  version integer not null default 1,
  constraint journal_entry_of_author unique (id, author_id)
);
create index journal_entry_mine on journal_entry (author_id, id);
create index journal_entry_deleted on journal_entry (deleted_at) where deleted_at is not null;
create trigger journal_entry_version before update on journal_entry for each row execute function raise_version();
create trigger journal_entry_moves before update on journal_entry for each row execute function allow_moves('draft>saved', 'saved>archived', 'archived>saved');

create table journal_version (
  id uuid constraint journal_version_pk primary key,
  entry_id uuid not null,
  author_id uuid not null,
  number integer not null,
  key_id uuid not null,
  sealed_key bytea not null,
  head bytea not null,
  body bytea not null,
  written_at timestamptz not null,
  constraint journal_version_number_once unique (entry_id, number),
  constraint journal_version_of_entry unique (id, entry_id, author_id),
  constraint journal_version_entry foreign key (entry_id, author_id) references journal_entry (id, author_id) on delete cascade,
  constraint journal_version_sealed check (length(sealed_key) = 61 and length(body) <= 600000 and length(head) <= 8000)
);
alter table journal_version alter column body set storage external;

create table journal_grant (
  id uuid constraint journal_grant_pk primary key,
  version_id uuid not null,
  entry_id uuid not null,
  author_id uuid not null,
  reader_id uuid not null constraint journal_grant_reader references person,
  permission code_text not null constraint journal_grant_permission check (permission in ('read', 'comment')),
  purpose bytea not null,
  sealed_key bytea,
  granted_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  version integer not null default 1,
  constraint journal_grant_of_version foreign key (version_id, entry_id, author_id) references journal_version (id, entry_id, author_id) on delete cascade,
  constraint journal_grant_of_reader unique (id, entry_id, author_id, reader_id),
  constraint journal_grant_not_to_oneself check (reader_id <> author_id),
  constraint journal_grant_ends check (expires_at > granted_at and expires_at <= granted_at + interval '180 days'),
  constraint journal_grant_revoked_is_shut check ((revoked_at is null) = (sealed_key is not null))
);
create index journal_grant_entry on journal_grant (entry_id, id);
create index journal_grant_version on journal_grant (version_id);
create index journal_grant_reader_live on journal_grant (reader_id, id) where revoked_at is null;
create trigger journal_grant_version before update on journal_grant for each row execute function raise_version();

create function keep_journal_grant() returns trigger language plpgsql as $$
begin
  if old.revoked_at is not null or (new.id, new.version_id, new.reader_id, new.permission, new.granted_at, new.expires_at)
     is distinct from (old.id, old.version_id, old.reader_id, old.permission, old.granted_at, old.expires_at) then
    raise exception using errcode = '23514', message = 'A grant can only be revoked', constraint = 'journal_grant_only_revoked';
  end if;
  return new;
end $$;
create trigger journal_grant_only_revoked before update on journal_grant for each row execute function keep_journal_grant();

create table journal_comment (
  id uuid constraint journal_comment_pk primary key,
  grant_id uuid not null,
  entry_id uuid not null,
  author_id uuid not null,
  reader_id uuid not null,
  sealed bytea not null constraint journal_comment_size check (length(sealed) <= 20000),
  written_at timestamptz not null,
  version integer not null default 1,
  constraint journal_comment_grant foreign key (grant_id, entry_id, author_id, reader_id) references journal_grant (id, entry_id, author_id, reader_id) on delete cascade
);
create index journal_comment_entry on journal_comment (entry_id, id);
create index journal_comment_of_grant on journal_comment (grant_id);

create table journal_read (
  id uuid constraint journal_read_pk primary key,
  grant_id uuid not null,
  entry_id uuid not null,
  author_id uuid not null,
  reader_id uuid not null,
  what code_text not null constraint journal_read_what check (what in ('entry', 'attachment')),
  read_at timestamptz not null,
  constraint journal_read_grant foreign key (grant_id, entry_id, author_id, reader_id) references journal_grant (id, entry_id, author_id, reader_id) on delete cascade
);
create index journal_read_entry on journal_read (entry_id, id);
create index journal_read_of_grant on journal_read (grant_id);

create table journal_attachment (
  id uuid constraint journal_attachment_pk primary key,
  entry_id uuid not null,
  author_id uuid not null,
  file_id uuid not null constraint journal_attachment_file references stored_file,
  key_id uuid not null,
  sealed_key bytea not null constraint journal_attachment_sealed check (length(sealed_key) = 61),
  media_type code_text not null,
  size integer not null,
  added_at timestamptz not null,
  version integer not null default 1,
  constraint journal_attachment_entry foreign key (entry_id, author_id) references journal_entry (id, author_id) on delete cascade
);
create index journal_attachment_of_entry on journal_attachment (entry_id);
create index journal_attachment_of_author on journal_attachment (author_id);

-- Whatever way an attachment goes, its file goes too.
create function drop_journal_file() returns trigger language plpgsql as $$
begin delete from stored_file where id = old.file_id; return null; end $$;
create trigger journal_attachment_file_goes after delete on journal_attachment for each row execute function drop_journal_file();

create table journal_reader_code (
  hash bytea constraint journal_reader_code_pk primary key constraint journal_reader_code_size check (length(hash) = 32),
  reader_id uuid not null constraint journal_reader_code_reader references person,
  expires_at timestamptz not null,
  used_at timestamptz
);

create table journal_export (
  id uuid constraint journal_export_pk primary key,
  author_id uuid not null constraint journal_export_author references person,
  requested_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  version integer not null default 1
);
create index journal_export_mine on journal_export (author_id, id);
create trigger journal_export_version before update on journal_export for each row execute function raise_version();

do $$ declare each text; begin
  foreach each in array array['journal_entry', 'journal_version', 'journal_grant', 'journal_comment', 'journal_read', 'journal_attachment', 'journal_reader_code', 'journal_export'] loop
    execute format('alter table %I enable row level security', each);
    execute format('alter table %I force row level security', each);
  end loop;
end $$;

create policy author on journal_entry
  using (author_id = journal_person() and (deleted_at is null or deleted_at > journal_now() - interval '30 days'))
  with check (author_id = journal_person());
create policy tidying_sees on journal_entry for select using (journal_tidying() and deleted_at <= journal_now() - interval '30 days');
create policy tidying_removes on journal_entry for delete using (journal_tidying() and deleted_at <= journal_now() - interval '30 days');

create policy author on journal_grant using (author_id = journal_person()) with check (author_id = journal_person());
create policy reader on journal_grant for select using (reader_id = journal_person() and revoked_at is null and expires_at > journal_now());

create policy author on journal_version using (author_id = journal_person()) with check (author_id = journal_person());
create policy reader on journal_version for select
  using (exists (select from journal_grant g where g.version_id = journal_version.id and g.reader_id = journal_person()));

create policy author_sees on journal_comment for select using (author_id = journal_person());
create policy author_removes on journal_comment for delete using (author_id = journal_person());
create policy reader_sees on journal_comment for select
  using (reader_id = journal_person() and exists (select from journal_grant g where g.id = grant_id and g.reader_id = journal_person()));
create policy reader_writes on journal_comment for insert
  with check (reader_id = journal_person() and exists (select from journal_grant g where g.id = grant_id and g.reader_id = journal_person() and g.permission = 'comment'));
create policy reader_removes on journal_comment for delete
  using (reader_id = journal_person() and exists (select from journal_grant g where g.id = grant_id and g.reader_id = journal_person()));

create policy author on journal_read for select using (author_id = journal_person());
create policy reader on journal_read for insert
  with check (reader_id = journal_person() and exists (select from journal_grant g where g.id = grant_id and g.reader_id = journal_person()));

create policy author on journal_attachment using (author_id = journal_person()) with check (author_id = journal_person());
create policy reader on journal_attachment for select
  using (exists (select from journal_grant g where g.entry_id = journal_attachment.entry_id and g.reader_id = journal_person()));

create policy reader on journal_reader_code for insert with check (reader_id = journal_person());
create policy bearer_sees on journal_reader_code for select using (hash = journal_code());
create policy bearer_uses on journal_reader_code for update using (hash = journal_code()) with check (hash = journal_code());
create policy tidying_sees on journal_reader_code for select using (journal_tidying() and expires_at < journal_now());
create policy tidying_removes on journal_reader_code for delete using (journal_tidying() and expires_at < journal_now());

create policy author on journal_export using (author_id = journal_person()) with check (author_id = journal_person());
create policy tidying_sees on journal_export for select using (journal_tidying() and expires_at < journal_now());
create policy tidying_removes on journal_export for delete using (journal_tidying() and expires_at < journal_now());

select grant_api('select, insert, update, delete', 'journal_entry');
select grant_api('select, insert, delete', 'journal_version');
select grant_api('select, insert, update (sealed_key, revoked_at)', 'journal_grant');
select grant_api('select, insert, delete', 'journal_comment');
select grant_api('select, insert', 'journal_read');
select grant_api('select, insert, delete', 'journal_attachment');
select grant_api('select, insert, update (used_at), delete', 'journal_reader_code');
select grant_api('select, insert, update, delete', 'journal_export');

-- Which prompts facilitators offer at a session. Nothing is kept about what became of them (BR-128, BR-135).
create table journal_prompt_offer (
  session_id uuid not null constraint journal_prompt_offer_session references session,
  prompt_id code_text not null,
  offered_by uuid not null constraint journal_prompt_offer_facilitator references person,
  offered_at timestamptz not null,
  constraint journal_prompt_offer_pk primary key (session_id, prompt_id)
);
select grant_api('select, insert, delete', 'journal_prompt_offer');
`;
}
