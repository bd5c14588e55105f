import { SqlMigration } from './sql-migration.js';

/** The database asks nobody but the application what time it is. */
export class OneClock1795000000190 extends SqlMigration {
  readonly name = 'OneClock1795000000190';
  protected readonly sql = `
-- What the transaction was told; null where it was told nothing, and then nothing that waits for a day leaves.
create function college_now() returns timestamptz language sql stable return nullif(current_setting('college.now', true), '')::timestamptz;

create or replace function keep_until_due() returns trigger language plpgsql as $$
declare since timestamptz;
begin
  if tg_op = 'DELETE' then
    execute format('select ($1).%I::timestamptz', tg_argv[0]) into since using old;
    if since + tg_argv[1]::interval < college_now() then return old; end if;
  end if;
  raise exception using errcode = 'RC001', message = format('%s only grows', tg_table_name), constraint = tg_table_name || '_only_grows';
end $$;

create or replace function ce_entry_leaves() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and old.retained_until < (college_now() at time zone 'UTC')::date and exists (select from person p where p.id = old.person_id and p.erased_at is not null) then return old; end if;
  raise exception using errcode = 'RC001', message = 'ce_entry only grows', constraint = 'ce_entry_only_grows';
end $$;

create or replace function ce_roster_line_leaves() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and exists (select from ce_entry e join person p on p.id = e.person_id where e.id = old.entry_id and e.retained_until < (college_now() at time zone 'UTC')::date and p.erased_at is not null) then
    return old;
  end if;
  raise exception using errcode = 'RC001', message = 'ce_roster_line only grows', constraint = 'ce_roster_line_only_grows';
end $$;

alter table college alter column changed_at drop default;
alter table person alter column created_at drop default;
alter table priority_tier alter column created_at drop default;
alter table idempotency_key alter column created_at drop default;
`;
}
