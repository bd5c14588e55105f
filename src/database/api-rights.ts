import rights from './api-rights.json' with { type: 'json' };

/**
 * What the role of the API may do, each right as the statement that gives it, and beside it what nobody else may do and
 * where row-level security holds. `npm run accept` writes it from the catalog that the migrations make, so it says
 * nothing of its own; the same question to another database tells what is lacking there, and what is too much.
 */
export const apiRights: readonly string[] = rights;

/** The tables of which somebody sees only their own rows. */
export const guardedTables: readonly string[] = rights.flatMap(
  (right) => /^alter table (\S+) enable row level security$/.exec(right)?.[1] ?? [],
);

type Ask = (text: string) => Promise<{ right: string }[]>;

/** The rights that stand in the catalog of a database, sorted. */
export const heldRights = async (ask: Ask): Promise<string[]> => (await ask(held)).map(({ right }) => right).sort();

/** The statements that bring a database from the rights that it has to those that it should have; usually none. */
export function neededStatements(has: readonly string[], should: readonly string[] = apiRights): string[] {
  const [there, wanted] = [new Set(has), new Set(should)];
  return [
    ...has.filter((right) => !wanted.has(right) && right.startsWith('grant ')).map(undone),
    ...should.filter((right) => !there.has(right)),
  ];
}

const undone = (grant: string): string => grant.replace('grant ', 'revoke ').replace(/ to (\S+)$/, ' from $1');

// What belongs to an extension is the extension's. PostgreSQL lets everybody use the schema and call functions by
// itself.
const held = `
  with ours as (
    select c.oid, format('%I', c.relname) as name, c.relkind, c.relacl, c.relrowsecurity, c.relforcerowsecurity
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'S')
      and not exists (
        select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
      )
  ),
  callable as (
    select
      format(
        '%s %I(%s)', case p.prokind when 'p' then 'procedure' else 'function' end, p.proname,
        pg_get_function_identity_arguments(p.oid)
      ) as name,
      p.proacl
    from pg_proc p
    where p.pronamespace = 'public'::regnamespace and p.prokind in ('f', 'p')
      and not exists (
        select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'
      )
  ),
  given as (
    select a.grantee, lower(a.privilege_type) as may, case o.relkind when 'S' then 'sequence ' else '' end || o.name as target
    from ours o, aclexplode(o.relacl) a
    union all
    select a.grantee, format('%s (%I)', lower(a.privilege_type), t.attname), o.name
    from ours o
    join pg_attribute t on t.attrelid = o.oid and not t.attisdropped
    cross join aclexplode(t.attacl) a
    union all
    select a.grantee, lower(a.privilege_type), c.name from callable c, aclexplode(c.proacl) a where a.grantee <> 0
    union all
    select a.grantee, lower(a.privilege_type), 'schema public'
    from pg_namespace n, aclexplode(n.nspacl) a
    where n.nspname = 'public' and (a.grantee <> 0 or a.privilege_type <> 'USAGE')
  )
  select format('grant %s on %s to %s', may, target, coalesce(r.rolname, 'public')) as "right"
  from given
  left join pg_roles r on r.oid = given.grantee
  where given.grantee = 0 or r.rolname = 'rc_api'
  union all
  select format('revoke execute on %s from public', name)
  from callable c
  where c.proacl is not null and not exists (select from aclexplode(c.proacl) a where a.grantee = 0)
  union all
  select format('alter table %s %s row level security', name, how)
  from ours
  cross join lateral (values ('enable', relrowsecurity), ('force', relforcerowsecurity)) s (how, holds)
  where holds`;
