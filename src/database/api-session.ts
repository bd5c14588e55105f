import type { ClientBase } from 'pg';
import type { DatabaseUrls } from '../platform/database/database-urls.js';
import {
  differenceInWords,
  mostDifferenceAtStartMs,
  surelyAheadMs,
} from '../platform/health/clock-difference.rules.js';
import { StartError } from '../platform/start-error.js';
import { guardedTables } from './api-rights.js';
import { apiRole } from './api-role.js';
import { type ApiSession, type Promised, whyNotSafe } from './api-session.rules.js';
import { connect } from './connect.js';
import { sessionOptions, sessionSettings } from './data-source.js';

interface Answer extends ApiSession {
  at: Date;
}

/**
 * Asks a connection like each of the API's, in an ordinary transaction, who it is, whether row-level security holds for it,
 * and whether it keeps what it began with: a pooler may drop that without a word. Its clock is asked too.
 */
export async function requireApiSession(urls: DatabaseUrls): Promise<void> {
  const client = await connect('DATABASE_URL', urls.api, { options: sessionOptions });
  try {
    const asked = Date.now();
    const session = await sessionOf(client);
    const answered = Date.now();
    const reason = whyNotSafe(session, promisedBy(urls));
    if (reason !== undefined) throw new StartError(`DATABASE_URL: ${reason}.`);
    const ahead = surelyAheadMs({ asked, answered, there: session.at.getTime() });
    if (Math.abs(ahead) > mostDifferenceAtStartMs)
      throw new StartError(`DATABASE_URL: ${differenceInWords(ahead)}, and start again.`);
  } finally {
    await client.end();
  }
}

/** Why the API must not work on connections like this one. */
export const whyNotSafeOn = async (client: ClientBase, urls: DatabaseUrls): Promise<string | undefined> =>
  whyNotSafe(await sessionOf(client), promisedBy(urls));

const promisedBy = (urls: DatabaseUrls): Promised => ({
  role: apiRole,
  settings: sessionSettings,
  ownsTables: urls.owner === urls.api,
});

async function sessionOf(client: ClientBase): Promise<Answer> {
  await client.query('begin');
  const { rows } = await client.query<Answer>(ask, [guardedTables, Object.keys(sessionSettings)]);
  await client.query('commit');
  if (!rows[0]) throw new Error('The database did not answer');
  return rows[0];
}

/** Those of the tables $1 for which row-level security does not hold here, or which whoever owns could open. */
export const openTables = `
  array(
    select c.relname::text
    from unnest($1::text[]) name
    join pg_class c on c.oid = name::regclass
    where not row_security_active(c.oid) or pg_has_role(current_user, c.relowner, 'member')
  )`;

/** What the clock of the database says: for comparing only, which is why nothing else asks it. */
export const databaseClock = 'clock_timestamp()';

const ask = `
  select session_user as login, current_user as "user", ${openTables} as open, ${databaseClock} as at,
    (select r.rolsuper or r.rolbypassrls from pg_roles r where r.rolname = current_user) as bypasses,
    (select jsonb_object_agg(name, current_setting(name)) from unnest($2::text[]) name) as settings`;
