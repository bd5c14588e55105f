import { SqlMigration } from './sql-migration.js';

/** Puts in any number of jobs of one task by one call of the job library, which writes to four tables at each. */
export class ManyJobsAtOnce1795000000261 extends SqlMigration {
  readonly name = 'ManyJobsAtOnce1795000000261';
  protected readonly sql = `
create function enqueue_jobs(task text, payloads json) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  select from graphile_worker.add_jobs(array(
    select row(task, payload, null, null, 12, null, null, null)::graphile_worker.job_spec
    from json_array_elements(payloads) payload
  ));
$$;
revoke all on function enqueue_jobs from public;
select grant_api('execute', 'function enqueue_jobs');
`;
}
