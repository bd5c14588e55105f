import { SqlMigration } from './sql-migration.js';

/** The charter and the privacy notice have words. Nothing is invented for a college that has not written any yet. */
export class CollegeTexts1795000000208 extends SqlMigration {
  readonly name = 'CollegeTexts1795000000208';
  protected readonly sql = `
create table college_text (
  id uuid constraint college_text_pk primary key,
  kind code_text not null constraint college_text_kind check (kind in ('charter', 'privacy_notice')),
  version integer not null constraint college_text_version_counts check (version >= 1),
  language code_text not null,
  revision integer not null constraint college_text_revision_counts check (revision >= 1),
  title short_text not null,
  sections jsonb not null constraint college_text_says_something check (jsonb_array_length(sections) > 0),
  material boolean not null,
  written_by uuid not null constraint college_text_writer references person,
  written_at timestamptz not null,
  constraint college_text_once unique (kind, version, language, revision)
);
create trigger college_text_only_grows before update or delete on college_text for each row execute function refuse_change();
select grant_api('select, insert', 'college_text');

create function charter_number_follows_text() returns trigger language plpgsql as $$
begin
  if new.charter_version <> old.charter_version
     and not (new.charter_version > old.charter_version
              and exists (select from college_text where kind = 'charter' and version = new.charter_version and material)) then
    raise exception using errcode = '23514', message = 'the number of the charter rises with its text', constraint = 'college_charter_follows_text';
  end if;
  return new;
end $$;
create trigger college_charter_follows_text before update on college for each row execute function charter_number_follows_text();

alter table registration add column charter_language code_text,
  add constraint registration_charter_language_of_version check (charter_language is null or charter_version is not null);
`;
}
