import { SqlMigration } from './sql-migration.js';

/** When and how a person last proved who they are, and the second factor. */
export class SecondFactor1795000000110 extends SqlMigration {
  readonly name = 'SecondFactor1795000000110';
  protected readonly sql = `
alter table sign_in add column proved_at timestamptz;
alter table sign_in add column with_factor boolean not null default false;

create table second_factor (
  person_id uuid constraint second_factor_pk primary key constraint second_factor_person references person,
  secret bytea not null constraint second_factor_secret_sealed check (length(secret) between 29 and 200),
  started_at timestamptz not null,
  confirmed_at timestamptz,
  last_step bigint,
  tries integer not null default 0 constraint second_factor_tries_in_flow check (tries between 0 and 5),
  tries_since timestamptz not null,
  day_tries integer not null default 0 constraint second_factor_tries_in_day check (day_tries between 0 and 20),
  tries_day date not null,
  constraint second_factor_confirmed_by_code check (confirmed_at is null or last_step is not null)
);
select grant_api('select, insert, update, delete', 'second_factor');

-- A time step is accepted once: what was used never comes back.
create function refuse_earlier_step() returns trigger language plpgsql as $$
begin
  if new.secret = old.secret and old.last_step is not null and (new.last_step is null or new.last_step < old.last_step) then
    raise exception using errcode = '23514', message = 'a time step is accepted once', constraint = 'second_factor_step_once';
  end if;
  return new;
end $$;
create trigger second_factor_step_once before update on second_factor for each row execute function refuse_earlier_step();

create table recovery_code (
  person_id uuid not null constraint recovery_code_factor references second_factor on delete cascade,
  hash bytea constraint recovery_code_pk primary key constraint recovery_code_hash_size check (length(hash) = 32),
  used_at timestamptz
);
create index recovery_code_of_person on recovery_code (person_id);
select grant_api('select, insert, update, delete', 'recovery_code');
`;
}
