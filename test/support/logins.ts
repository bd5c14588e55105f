import { Client } from 'pg';

/** The address of a database as a login of its own for the API, which is made where it is not there. */
export async function ofItsOwn(url: string, login = 'rc_test_api'): Promise<string> {
  const client = new Client(url);
  await client.connect();
  try {
    // Roles belong to the whole server, on which other tests do the same.
    await client.query(`begin; select pg_advisory_xact_lock(1)`);
    const { rowCount } = await client.query('select from pg_roles where rolname = $1', [login]);
    if (!rowCount) await client.query(`create role ${login} login password 'tulip'; grant rc_api to ${login}`);
    await client.query('commit');
  } finally {
    await client.end();
  }
  const named = new URL(url);
  [named.username, named.password] = [login, 'tulip'];
  return named.href;
}
