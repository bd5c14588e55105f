import type { DataSource } from 'typeorm';

/** The values that a CHECK (column in (…)) allows, sorted. */
export async function checkedValues(sql: DataSource, constraint: string): Promise<string[]> {
  const [found]: { text: string }[] = await sql.query(
    'select pg_get_constraintdef(oid) as text from pg_constraint where conname = $1',
    [constraint],
  );
  return [...(found?.text ?? '').matchAll(/'([^']+)'::text/g)].map(([, value = '']) => value).sort();
}

/** The moves that a trigger allows, sorted, as `from>to`. */
export async function triggerMoves(sql: DataSource, trigger: string): Promise<string[]> {
  const [found]: { text: string }[] = await sql.query(
    'select pg_get_triggerdef(oid) as text from pg_trigger where tgname = $1',
    [trigger],
  );
  return [...(found?.text ?? '').matchAll(/'(\w+>\w+)'/g)].map(([, move = '']) => move).sort();
}
