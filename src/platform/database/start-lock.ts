import { Client } from 'pg';

/** Only one process at a time brings a database to the form and the state in which it may be used. */
export const takeStartLock = `select pg_advisory_lock(hashtext('recovery-college migrations'))`;

/** Work that only one process at a time does to a database before it is used. */
export async function withStartLock<T>(url: string, work: () => Promise<T>): Promise<T> {
  const guard = new Client({ connectionString: url });
  await guard.connect();
  try {
    await guard.query(takeStartLock);
    return await work();
  } finally {
    await guard.end();
  }
}
