import { SqlMigration } from './sql-migration.js';

/**
 * What comes before what is told by locks and numbers, not by the clocks of processes. No table is written anew: rows from before have the
 * number 0, and stay in the order of their instants.
 */
export class OrderWithoutClocks1795000000237 extends SqlMigration {
  readonly name = 'OrderWithoutClocks1795000000237';
  protected readonly sql = `
-- Whole milliseconds, so that no process rounds one away.
alter table run add column turn_at timestamptz,
  add constraint run_turn_in_milliseconds check (turn_at = date_trunc('milliseconds', turn_at, 'UTC'));
update run r
set turn_at = date_trunc('milliseconds', (
  select max(greatest(e.joined_at, e.offered_at, e.confirmed_at, e.ended_at)) from enrolment e where e.run_id = r.id
), 'UTC') + interval '1 millisecond'
where r.state = 'open';

alter table event add column number bigint not null default 0;
alter table event alter column number drop default, alter column number add generated always as identity;
create index event_in_order on event (number, at, id);

alter table record_read add column number bigint not null default 0;
alter table record_read alter column number drop default, alter column number add generated always as identity;

alter table ce_requirement add column number bigint not null default 0;
alter table ce_requirement alter column number drop default, alter column number add generated always as identity;
`;
}
