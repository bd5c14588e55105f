import { SqlMigration } from './sql-migration.js';

/** A place that comes free while sessions are ahead is offered on until shortly before the next one. */
export class PlacesOfferedOn1795000000211 extends SqlMigration {
  readonly name = 'PlacesOfferedOn1795000000211';
  protected readonly sql = `
-- The last moment of an offer of a run, as seen at an instant: as offersEnd in the code.
create function last_offer(of_run uuid, at timestamptz) returns timestamptz language sql stable as $$
  with joinable as (
    select s.starts_at
      from (select starts_at, row_number() over (order by starts_at) as nth, count(*) over () as held from session
             where run_id = of_run and state <> 'cancelled') s
     cross join college c
     where s.nth <= greatest(1, s.held - coalesce((c.policy->>'waitlistOfferWhileSessionsAhead')::integer, 1) + 1))
  select least(r.booking_closes_at, coalesce(
           coalesce((select min(starts_at) from joinable where starts_at > at), (select max(starts_at) from joinable))
             - make_interval(hours => coalesce((c.policy->>'offerLeadHours')::integer, 2)), 'epoch'))
    from run r cross join college c where r.id = of_run $$;
drop function last_offer(uuid);
`;
}
