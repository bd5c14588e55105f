import { SqlMigration } from './sql-migration.js';

/** Who read whose record. Rows cannot be changed, and only leave when their time is over. */
export class Reads1795000000130 extends SqlMigration {
  readonly name = 'Reads1795000000130';
  protected readonly sql = `
-- Argument 1: a column with a day or an instant; argument 2: how long after it a row has to stay. Nothing else removes it.
create function keep_until_due() returns trigger language plpgsql as $$
declare since timestamptz;
begin
  if tg_op = 'DELETE' then
    execute format('select ($1).%I::timestamptz', tg_argv[0]) into since using old;
    if since + tg_argv[1]::interval < now() then return old; end if;
  end if;
  raise exception using errcode = 'RC001', message = format('%s only grows', tg_table_name), constraint = tg_table_name || '_only_grows';
end $$;

create table record_read (
  id uuid constraint record_read_pk primary key,
  at timestamptz not null,
  reader_id uuid not null constraint record_read_reader references person (id),
  acting_roles text[] not null,
  kind code_text not null,
  reason code_text not null,
  outcome code_text not null constraint record_read_outcome check (outcome in ('read', 'refused')),
  record_id uuid,
  subject_ids uuid[] not null constraint record_read_subjects_few check (cardinality(subject_ids) <= 10000),
  request_id code_text not null,
  constraint record_read_names_whose check (outcome = 'refused' or cardinality(subject_ids) > 0)
);
create index record_read_by_subject on record_read using gin (subject_ids);
create index record_read_by_reader on record_read (reader_id, at);
create index record_read_by_age on record_read (at);
create trigger record_read_only_grows before update or delete on record_read for each row execute function keep_until_due('at', '2 years');
create trigger record_read_never_emptied before truncate on record_read execute function refuse_change();
select grant_api('select, insert, delete', 'record_read');
`;
}
