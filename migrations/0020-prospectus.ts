import { SqlMigration } from './sql-migration.js';

/** When a run meets, out of the index alone; and which courses a printed prospectus showed, so that it can be flagged when a credit changes later. */
export class Prospectus1795000000020 extends SqlMigration {
  readonly name = 'Prospectus1795000000020';
  protected readonly sql = `
create index session_on_show on session (run_id, starts_at) include (ends_at) where state in ('published', 'delivered');

-- No name is kept here.
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
