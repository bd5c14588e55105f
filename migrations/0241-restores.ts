import { SqlMigration } from './sql-migration.js';

/** Which lines of the log beside the keys this database has seen, and the restores that were found by it. */
export class Restores1795000000241 extends SqlMigration {
  readonly name = 'Restores1795000000241';
  protected readonly sql = `
create table ended_line (
  id uuid constraint ended_line_pk primary key,
  day date not null
);
create index ended_line_by_day on ended_line (day);
select grant_api('select, insert, delete', 'ended_line');

create table restore (
  id uuid constraint restore_pk primary key,
  found_at timestamptz not null,
  replayed integer not null constraint restore_replayed check (replayed >= 0),
  ready_at timestamptz,
  released_at timestamptz,
  released_by uuid constraint restore_released_by references person,
  constraint restore_released_by_somebody check (released_by is null or released_at is not null),
  constraint restore_ready_before_released check (released_at is null or ready_at is not null)
);
create index restore_by_releaser on restore (released_by) where released_by is not null;
create trigger restore_stays after delete or update on restore for each row execute function only_these_change('ready_at', 'released_at', 'released_by');
select grant_api('select, insert, update (ready_at, released_at, released_by)', 'restore');
`;
}
