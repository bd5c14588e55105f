import { SqlMigration } from './sql-migration.js';

/** What people hear of the places of a run who do not run it is what was so at the last full hour. */
export class PlacesTold1795000000194 extends SqlMigration {
  readonly name = 'PlacesTold1795000000194';
  protected readonly sql = `
-- Written by the first command of an hour, before it changes anything: how many places were taken when that hour began, and whether anybody
-- waited. In an hour without a command they are as they are.
alter table run add column told_from timestamptz, add column told_taken integer, add column told_waiting boolean,
  add constraint run_told_at_full_hour check (told_from = date_trunc('hour', told_from, 'UTC')),
  add constraint run_told_whole check (num_nulls(told_from, told_taken, told_waiting) in (0, 3)),
  add constraint run_told_plausible check (told_taken >= 0);

-- The places of a run at the last full hour. Offers that were over by then took none, whether or not a job has noticed.
create function places_told(of_run uuid, at timestamptz) returns table (taken integer, waiting boolean) language sql stable as $$
  select case when r.told_from >= h.began then r.told_taken else greatest(0, r.places_taken - (
      select count(*)::integer from enrolment e where e.run_id = r.id and e.state = 'offered' and e.offer_expires_at <= h.began)) end,
    case when r.told_from >= h.began then r.told_waiting else exists (select from enrolment e where e.run_id = r.id and e.state = 'waitlisted') end
  from run r cross join (select date_trunc('hour', at, 'UTC') as began) h
  where r.id = of_run $$;
`;
}
