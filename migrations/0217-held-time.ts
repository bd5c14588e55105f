import { SqlMigration } from './sql-migration.js';

/** A session says when it really began, and what it is credited by is no more than was held. */
export class HeldTime1795000000217 extends SqlMigration {
  readonly name = 'HeldTime1795000000217';
  protected readonly sql = `
alter table session add column started_min integer,
  add constraint session_started_min check (started_min is null or (started_min between -120 and 1439 and state = 'delivered'));

-- How long a session really was, for what is counted by it elsewhere; null until it was delivered.
create function delivered_minutes(of_session uuid) returns integer language sql stable as $$
  select delivered_contact_minutes from session where id = of_session $$;
select grant_api('execute', 'function delivered_minutes');

-- What is going to be awarded from now on stands on what was held. What was awarded stands in the ledger as it is, and the audit names it.
update ce_completion c
set sessions = (
  select coalesce(
    jsonb_agg(
      one || jsonb_build_object(
        'allowableMinutes', least((one->>'allowableMinutes')::integer, s.delivered_contact_minutes),
        'creditableMinutes', least((one->>'creditableMinutes')::integer, s.delivered_contact_minutes)
      )
      order by place
    ),
    '[]'
  )
  from jsonb_array_elements(c.sessions) with ordinality as told(one, place)
  left join session s on s.id = (one->>'sessionId')::uuid
)
where exists (
  select
  from jsonb_array_elements(c.sessions) one
  join session s on s.id = (one->>'sessionId')::uuid
  where s.delivered_contact_minutes < (one->>'allowableMinutes')::integer
);
`;
}
