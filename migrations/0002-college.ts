import { SqlMigration } from './sql-migration.js';

/** The one college of this installation: name, zone, letterhead, signposts, policy settings, closure days. */
export class College1795000000002 extends SqlMigration {
  readonly name = 'College1795000000002';
  protected readonly sql = `
create table college (
  id uuid constraint college_pk primary key,
  only_one boolean not null default true constraint college_only_one check (only_one) constraint college_once unique,
  name short_text not null,
  time_zone code_text not null,
  letterhead jsonb not null default '{}',
  crisis_signposts jsonb not null constraint college_signposts_present check (jsonb_array_length(crisis_signposts) > 0),
  charter_version integer not null default 1 constraint college_charter_version_counts check (charter_version >= 1),
  free_of_charge boolean not null default true,
  policy jsonb not null default '{}',
  changed_by uuid,
  changed_at timestamptz not null default now(),
  version integer not null default 1
);
create table college_history (like college, constraint college_history_pk primary key (id, version));
create function keep_college() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin insert into public.college_history select new.*; return null; end $$;
create trigger college_version before update on college for each row execute function raise_version();
create trigger college_kept after insert or update on college for each row execute function keep_college();
create trigger college_history_only_grows before update or delete on college_history for each row execute function refuse_change();
select grant_api('select, insert, update', 'college');
select grant_api('select', 'college_history');

insert into college (id, name, time_zone, crisis_signposts) values (gen_random_uuid(), 'Recovery College', 'UTC',
  '[{"name": "Your local emergency number", "how": "Call at any hour if you or somebody else is in danger now."}]');

create table closure_day (
  id uuid constraint closure_day_pk primary key,
  day date not null constraint closure_day_once unique,
  reason short_text not null,
  version integer not null default 1
);
create trigger closure_day_version before update on closure_day for each row execute function raise_version();
select grant_api('select, insert, update, delete', 'closure_day');
`;
}
