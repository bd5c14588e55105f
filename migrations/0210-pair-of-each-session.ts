import { SqlMigration } from './sql-migration.js';

/** Who counts as a peer is written down with who was in the room, and a session at risk is one open task. */
export class PairOfEachSession1795000000210 extends SqlMigration {
  readonly name = 'PairOfEachSession1795000000210';
  protected readonly sql = `
-- Who had a peer's part counted as one until now, and goes on counting.
alter table facilitator_presence add column certified boolean, disable trigger facilitator_presence_only_grows;
update facilitator_presence set certified = delivery_role = 'peer';
alter table facilitator_presence enable trigger facilitator_presence_only_grows, alter column certified set not null,
  add constraint facilitator_presence_certified check (delivery_role = 'peer' or not certified);

create or replace view report_session as
 select s.local_start::date as on_day, r.mode, coalesce(c.strand::text, 'none') as strand, r.capacity,
    case when s.co_delivered then 'pair' else 'no_pair' end ||
    case
      when exists (select from session_waiver w where w.session_id = s.id) then '_waived'
      when exists (select from facilitator_presence p where p.session_id = s.id and p.present and p.certified) then '_peer'
      else '_no_peer'
    end as outcome,
    coalesce((select sum(coalesce(d.anonymous_count, 1)) from drop_in d where d.session_id = s.id), 0)::integer as drop_ins
   from session s
   join run r on r.id = s.run_id
   join course_version v on v.id = r.version_id
   join course c on c.id = v.course_id
  where s.state = 'delivered';

-- The newest of several stays.
update staff_task t set done_at = t.opened_at, outcome = 'no_longer_needed'
 where t.kind = 'session_at_risk' and t.done_at is null
   and exists (select from staff_task n where n.kind = t.kind and n.subject_id = t.subject_id and n.done_at is null and n.id > t.id);
create unique index staff_task_session_at_risk_once on staff_task (subject_id) where kind = 'session_at_risk' and done_at is null;
`;
}
