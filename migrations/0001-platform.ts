import { SqlMigration } from './sql-migration.js';

/** Text domains, the role that owns nothing, triggers for every table, the event table, retry keys. */
export class Platform1795000000001 extends SqlMigration {
  readonly name = 'Platform1795000000001';
  protected readonly sql = `
create domain code_text as text constraint code_text_length check (length(value) between 1 and 64);
create domain short_text as text constraint short_text_length check (length(value) <= 300);
create domain long_text as text constraint long_text_length check (length(value) <= 20000);

do $$ begin
  if not exists (select from pg_roles where rolname = 'rc_api') then create role rc_api nologin; end if;
exception
  when duplicate_object or unique_violation then null; -- another database of this server was first
  when insufficient_privilege then raise notice 'This user may not create the role rc_api; the API will use its own user.';
end $$;

create function grant_api(privileges text, target text) returns void language plpgsql as $$
begin
  if exists (select from pg_roles where rolname = 'rc_api') then execute format('grant %s on %s to rc_api', privileges, target); end if;
end $$;

create function raise_version() returns trigger language plpgsql as $$
begin new.version := old.version + 1; return new; end $$;

create function refuse_change() returns trigger language plpgsql as $$
begin raise exception using errcode = 'RC001', message = format('%s only grows', tg_table_name), constraint = tg_table_name || '_only_grows'; end $$;

-- Arguments: the allowed moves of the column "state", each as 'from>to'. The same table stands in the code.
create function allow_moves() returns trigger language plpgsql as $$
begin
  if old.state is distinct from new.state and not (old.state || '>' || new.state) = any (tg_argv) then
    raise exception using errcode = '23514', message = format('%s: %s to %s is not a move', tg_table_name, old.state, new.state),
      constraint = tg_table_name || '_moves';
  end if;
  return new;
end $$;

create table event (
  id uuid constraint event_pk primary key,
  at timestamptz not null,
  actor_id uuid,
  request_id code_text not null,
  type code_text not null,
  subject_id uuid not null,
  person_id uuid,
  from_state code_text,
  to_state code_text,
  refs jsonb not null default '{}' constraint event_refs_are_small check (length(refs::text) <= 8000)
);
create index event_subject on event (subject_id, at);
create index event_person on event (person_id, at);
create trigger event_only_grows before update or delete on event for each row execute function refuse_change();
create trigger event_never_emptied before truncate on event execute function refuse_change();
select grant_api('select, insert', 'event');

create table idempotency_key (
  person_id uuid not null,
  method code_text not null,
  path long_text not null,
  key short_text not null,
  fingerprint code_text not null,
  resource_id uuid not null,
  created_at timestamptz not null default now(),
  constraint idempotency_key_pk primary key (person_id, method, path, key)
);
create index idempotency_key_age on idempotency_key (created_at);
select grant_api('select, insert, update, delete', 'idempotency_key');

-- The job library's tables belong to the migrating user; the API may only put a job in.
create function enqueue_job(task text, payload json, job_key text, run_at timestamptz) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  select from graphile_worker.add_job(task, payload, null, run_at, 12, job_key);
$$;
revoke all on function enqueue_job from public;
select grant_api('execute', 'function enqueue_job');
`;
}
