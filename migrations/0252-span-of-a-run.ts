import { SqlMigration } from './sql-migration.js';

/** From when until when a run is on is kept with it, so that the prospectus finds its page by an index. */
export class SpanOfARun1795000000252 extends SqlMigration {
  readonly name = 'SpanOfARun1795000000252';
  protected readonly sql = `
-- The first start of what was announced, and the last end of that; while nothing was announced, of what is planned.
alter table run
  add column first_start timestamptz not null default 'infinity',
  add column last_end timestamptz not null default '-infinity';

create function span_of_run(of_run uuid) returns table (first_start timestamptz, last_end timestamptz) language sql stable as $$
  select coalesce(min(s.starts_at) filter (where s.state <> 'draft'), 'infinity'),
    coalesce(max(s.ends_at) filter (where s.state <> 'draft'), max(s.ends_at), '-infinity')
  from session s
  where s.run_id = of_run and s.state <> 'cancelled' $$;

-- The lock first, then a new look: two sessions that change at once would each miss the other.
create function keep_span_of_run() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare of_run uuid;
begin
  for of_run in select distinct id from unnest(array[old.run_id, new.run_id]) id where id is not null order by id loop
    perform from run where id = of_run for no key update;
    update run r set first_start = span.first_start, last_end = span.last_end
    from span_of_run(of_run) span
    where r.id = of_run and (r.first_start, r.last_end) is distinct from (span.first_start, span.last_end);
  end loop;
  return null;
end $$;
create trigger session_spans after insert or delete or update of run_id, starts_at, ends_at, state on session
  for each row execute function keep_span_of_run();

-- No other run comes to be on again.
update run r set first_start = span.first_start, last_end = span.last_end
from run o cross join lateral span_of_run(o.id) span
where o.id = r.id and r.state in ('draft', 'open');
`;
}
