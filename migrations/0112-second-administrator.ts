import { SqlMigration } from './sql-migration.js';

/** Roles that exclude each other, and grants of the role administrator that wait for a second administrator. */
export class SecondAdministrator1795000000112 extends SqlMigration {
  readonly name = 'SecondAdministrator1795000000112';
  protected readonly sql = `
-- Whoever reads figures only holds no role that reads people at the same time.
alter table role_grant add constraint role_grant_compatible
  exclude using gist (person_id with =, (case role when 'analyst' then 1 else 0 end) with <>) where (ended_at is null and role <> 'learner');

create table role_request (
  id uuid constraint role_request_pk primary key,
  person_id uuid not null constraint role_request_person references person,
  role code_text not null constraint role_request_role check (role in ('administrator')),
  asked_by uuid not null constraint role_request_asker references person,
  asked_at timestamptz not null,
  state code_text not null default 'awaiting_second' constraint role_request_state check (state in ('awaiting_second', 'confirmed', 'declined')),
  decided_by uuid constraint role_request_decider references person,
  decided_at timestamptz,
  constraint role_request_not_to_oneself check (asked_by <> person_id),
  constraint role_request_second_administrator check (state <> 'confirmed' or (decided_by <> asked_by and decided_by <> person_id)),
  constraint role_request_decided check ((state = 'awaiting_second') = (decided_at is null) and (decided_at is null) = (decided_by is null))
);
create unique index role_request_waits_once on role_request (person_id, role) where state = 'awaiting_second';
create index role_request_waiting on role_request (asked_at, id) where state = 'awaiting_second';
create trigger role_request_moves before update on role_request for each row execute function allow_moves('awaiting_second>confirmed', 'awaiting_second>declined');
select grant_api('select, insert, update', 'role_request');

-- Once two administrators exist, one alone makes no third. What nobody granted comes from the server's command line.
create function refuse_unconfirmed_administrator() returns trigger language plpgsql as $$
begin
  if new.role = 'administrator' and new.granted_by is not null
     and (select count(*) >= 2 from role_grant where role = 'administrator' and ended_at is null)
     and not exists (
       select from role_request r
         join role_grant first on first.person_id = r.asked_by and first.role = 'administrator' and first.ended_at is null
         join role_grant second on second.person_id = r.decided_by and second.role = 'administrator' and second.ended_at is null
        where r.id = new.id and r.person_id = new.person_id and r.role = new.role and r.asked_by = new.granted_by and r.state = 'confirmed') then
    raise exception using errcode = '23514', message = 'a second administrator has to confirm this', constraint = 'role_grant_confirmed_by_second';
  end if;
  return new;
end $$;
create trigger role_grant_confirmed_by_second before insert on role_grant for each row execute function refuse_unconfirmed_administrator();

-- A grant begins and ends; it is never turned into another one.
create function refuse_other_grant() returns trigger language plpgsql as $$
begin
  if (new.id, new.person_id, new.role, new.granted_at) is distinct from (old.id, old.person_id, old.role, old.granted_at) or old.ended_at is not null then
    raise exception using errcode = '23514', message = 'a grant only ends', constraint = 'role_grant_only_ends';
  end if;
  return new;
end $$;
create trigger role_grant_only_ends before update on role_grant for each row execute function refuse_other_grant();
`;
}
