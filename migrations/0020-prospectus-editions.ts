import { SqlMigration } from './sql-migration.js';

/** Which courses a printed prospectus showed, so that it can be flagged when a credit changes later. No name is kept here. */
export class ProspectusEditions1795000000020 extends SqlMigration {
  readonly name = 'ProspectusEditions1795000000020';
  protected readonly sql = `
create table prospectus_edition (
  id uuid constraint prospectus_edition_pk primary key,
  name short_text not null,
  version_ids uuid[] not null constraint prospectus_edition_versions_few check (cardinality(version_ids) <= 1000),
  printed_by uuid not null constraint prospectus_edition_printer references person,
  printed_at timestamptz not null
);
create index prospectus_edition_by_time on prospectus_edition (printed_at, id);
create trigger prospectus_edition_only_grows before update or delete on prospectus_edition for each row execute function refuse_change();
select grant_api('select, insert', 'prospectus_edition');
`;
}
