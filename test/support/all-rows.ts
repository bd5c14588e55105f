import type { TestCollege } from './college.js';

/** What reading leaves behind, and what only counts requests. */
const besides = ['record_read', 'reading_by_name', 'rate_count', 'pgmigrations'];

/** Every table with a hash over all of its rows: what changed nothing leaves it as it was. */
export async function allRows({ sql }: Pick<TestCollege, 'sql'>): Promise<Record<string, string>> {
  const tables: { name: string }[] = await sql.query(
    `select tablename as name from pg_tables where schemaname = 'public' and not tablename = any ($1) order by 1`,
    [besides],
  );
  const [found] = await sql.query(
    `select ${tables
      .map(({ name }) => `(select md5(string_agg(t::text, '|' order by t::text)) from "${name}" t) as "${name}"`)
      .join(', ')}`,
  );
  return found;
}
