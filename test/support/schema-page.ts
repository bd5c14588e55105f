import type { DataSource } from 'typeorm';

const mine = `n.nspname = 'public' and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')`;

/**
 * The whole database on one page, generated from the catalog: tables, columns, constraints, indexes, triggers,
 * functions, grants.
 */
export async function schemaPage(sql: DataSource): Promise<string> {
  const domains: { line: string }[] = await sql.query(`
    select format(
      'domain %s as %s %s', t.typname, format_type(t.typbasetype, t.typtypmod),
      (select string_agg(pg_get_constraintdef(k.oid), ' ') from pg_constraint k where k.contypid = t.oid)
    ) as line
    from pg_type t
    join pg_namespace n on n.oid = t.typnamespace
    where t.typtype = 'd' and n.nspname = 'public'
    order by t.typname`);
  const relations: { name: string; page: string }[] = await sql.query(`
    select c.relname as name, concat_ws(E'\\n',
      format('%s %s', case c.relkind when 'v' then 'view' else 'table' end, c.relname) || case when c.relrowsecurity then ' (row-level security)' else '' end,
      (select string_agg(format('  %s %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod), case when a.attnotnull then ' not null' else '' end,
                coalesce(case when a.attgenerated <> '' then ' generated ' else ' default ' end || pg_get_expr(d.adbin, d.adrelid), '')), E'\\n' order by a.attnum)
         from pg_attribute a left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
      (select string_agg(format('  constraint %s %s', k.conname, pg_get_constraintdef(k.oid)), E'\\n' order by k.contype, k.conname) from pg_constraint k where k.conrelid = c.oid and k.contype <> 'n'),
      (select string_agg('  ' || replace(pg_get_indexdef(i.indexrelid), 'public.', ''), E'\\n' order by i.indexrelid::regclass::text)
         from pg_index i where i.indrelid = c.oid and not exists (select from pg_constraint k where k.conindid = i.indexrelid)),
      (select string_agg('  ' || replace(pg_get_triggerdef(t.oid), 'public.', ''), E'\\n' order by t.tgname) from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal),
      (select string_agg(format('  policy %s for %s using (%s) check (%s)', p.polname, p.polcmd, pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)), E'\\n' order by p.polname) from pg_policy p where p.polrelid = c.oid),
      (select format('  rc_api may %s', string_agg(lower(privilege_type), ', ' order by privilege_type)) from information_schema.role_table_grants g where g.grantee = 'rc_api' and g.table_schema = 'public' and g.table_name = c.relname),
      case when c.relkind = 'v' then pg_get_viewdef(c.oid) end) as page
      from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'v', 'm') and ${mine} order by c.relname`);
  const functions: { page: string }[] = await sql.query(`
    select trim(pg_get_functiondef(c.oid)) || ';' as page
    from pg_proc c
    join pg_namespace n on n.oid = c.pronamespace
    where c.prokind in ('f', 'p') and ${mine}
    order by c.proname`);
  return (
    [
      '-- The whole database on one page, generated from the catalog by "npm run accept". Do not edit: write a migration.',
      domains.map(({ line }) => line).join('\n'),
      ...relations.map(({ page }) => page),
      ...functions.map(({ page }) => page),
    ]
      .join('\n\n')
      .replace(/[ \t]+$/gm, '') + '\n'
  );
}
