import { SqlMigration } from './sql-migration.js';

/** How many jobs wait and since when, for whoever watches: figures only, since the API sees nothing of the library's tables. */
export class JobsThatWait1795000000245 extends SqlMigration {
  readonly name = 'JobsThatWait1795000000245';
  protected readonly sql = `
create function jobs_that_wait(at timestamptz) returns table (due bigint, failed bigint, due_since timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select count(*) filter (where j.attempts < j.max_attempts and j.run_at <= at),
    count(*) filter (where j.attempts >= j.max_attempts and j.locked_at is null),
    min(j.run_at) filter (where j.attempts < j.max_attempts and j.run_at <= at)
  from graphile_worker.jobs j;
$$;
revoke all on function jobs_that_wait from public;
select grant_api('execute', 'function jobs_that_wait');
`;
}
