import type { DataSource } from 'typeorm';

/** Every row of every table of every schema, as text. */
export async function everyRow(sql: DataSource): Promise<Record<string, string[]>> {
  const tables: { name: string }[] = await sql.query(
    `
      select format('%I.%I', schemaname, tablename) as name
      from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema')
      order by 1`,
  );
  const copy: Record<string, string[]> = {};
  for (const { name } of tables) {
    const rows: { line: string }[] = await sql.query(`select t::text as line from ${name} t order by 1`);
    copy[name] = rows.map(({ line }) => line);
  }
  return copy;
}
