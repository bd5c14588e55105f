import { Client } from 'pg';
import { setTimeout as wait } from 'node:timers/promises';
import { StartError } from '../start-error.js';

/** Only one process at a time brings a database to the form and the state in which it may be used. */
const takeStartLock = `select pg_try_advisory_lock(hashtext('recovery-college migrations')) as taken`;
const betweenTriesMs = 250;

/** What a connection begins with, and has lost where something in between drops it. */
const mark = '-c college.direct=on';

/**
 * Work that only one process at a time does to a database before it is used, with the connection that holds the lock. It
 * is asked for again and again, since whoever waited inside a statement would hold up an index that is made beside it.
 */
export async function withStartLock<T>(url: string, work: (owner: Client) => Promise<T>): Promise<T> {
  const owner = new Client({ connectionString: url, options: mark });
  owner.on('error', () => undefined);
  await owner.connect();
  try {
    await requireDirect(owner);
    while (!(await isTaken(owner))) await wait(betweenTriesMs);
    return await work(owner);
  } finally {
    await owner.end();
  }
}

async function isTaken(owner: Client): Promise<boolean> {
  const { rows } = await owner.query<{ taken: boolean }>(takeStartLock);
  return rows[0]?.taken === true;
}

/** A lock that is taken through a pooler stays behind on a connection of the pooler, and no start gets it after that. */
async function requireDirect(owner: Client): Promise<void> {
  const { rows } = await owner.query<{ mark: string | null }>(`select current_setting('college.direct', true) as mark`);
  if (rows[0]?.mark === 'on') return;
  throw new StartError(
    'DATABASE_URL: Something in between, such as a pooler, drops the startup parameter "options": name PostgreSQL itself ' +
      'in DIRECT_DATABASE_URL, as the login that owns the tables, and another login in DATABASE_URL.',
  );
}
