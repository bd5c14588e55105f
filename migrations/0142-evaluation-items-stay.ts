import { SqlMigration } from './sql-migration.js';

/** The items of an evaluation stay those of its form: one that was not there before never begins to count. */
export class EvaluationItemsStay1795000000142 extends SqlMigration {
  readonly name = 'EvaluationItemsStay1795000000142';
  protected readonly sql = `
-- What is new, or missing, is a step that no single answer makes.
create or replace function evaluation_steps(before jsonb, after jsonb) returns table (item text, value integer, step integer) language sql immutable as $$
  select coalesce(o.key, n.key), coalesce(o.position, n.position)::integer, coalesce(n.times::integer, -1) - coalesce(o.times::integer, -9)
    from (select e.key, c.times, c.position from jsonb_each(before) e cross join jsonb_array_elements_text(e.value) with ordinality c (times, position)) o
    full join (select e.key, c.times, c.position from jsonb_each(after) e cross join jsonb_array_elements_text(e.value) with ordinality c (times, position)) n
      on n.key = o.key and n.position = o.position
$$;
`;
}
