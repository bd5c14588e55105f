import { isError } from '../platform/errors/is-error.js';
import type { DatabaseUrls } from '../platform/database/database-urls.js';
import { StartError } from '../platform/start-error.js';
import { guardedTables } from './api-rights.js';
import { apiRole } from './api-role.js';
import { lostSettings, type Settings, settingStatement, whyNoLogin } from './api-session.rules.js';
import { connect } from './connect.js';
import { sessionSettings } from './data-source.js';

interface Login {
  login: string;
  database: string;
  /** What it has been given in this database. */
  kept: Settings;
  /** It owns a table that is guarded, or passes over row-level security by itself. */
  seesAll: boolean;
}

/** SQL for what the login of this connection has been given in this database. */
export const keptSettings = `
  coalesce(
    (
      select jsonb_object_agg(split_part(pair, '=', 1), substr(pair, strpos(pair, '=') + 1))
      from pg_db_role_setting s
      join pg_database d on d.oid = s.setdatabase and d.datname = current_database()
      join pg_roles r on r.oid = s.setrole and r.rolname = session_user
      cross join unnest(s.setconfig) pair
    ),
    '{}'
  )`;

/**
 * Ends what this login has open and is idle, and the connection itself: what began before the login had its settings
 * never has them. A pooler and the pools behind it begin others.
 */
export const endEarlierSessions = `
  select pg_terminate_backend(pid)
  from pg_stat_activity
  where usename = session_user and datname = current_database() and (state = 'idle' or pid = pg_backend_pid())
  order by pid = pg_backend_pid()`;

/**
 * Gives the API's login its settings, where no pooler can lose them. Every login may set its own, so it does it itself;
 * where it still may not, the look at a connection says what to run.
 */
export async function keepSettings(urls: DatabaseUrls): Promise<void> {
  const client = await connect('DATABASE_URL', urls.api);
  try {
    await client.query(asLogin);
    const { rows } = await client.query<Login>(ask, [guardedTables]);
    const [login] = rows;
    if (!login) throw new Error('The database did not answer');
    if (login.seesAll) throw new StartError(`DATABASE_URL: ${whyNoLogin(login.login, apiRole)}.`);
    if (lostSettings(login.kept, sessionSettings).length === 0) return;
    await client.query(settingStatement(login, sessionSettings));
    await client.query('commit');
    await client.query(asLogin);
    await client.query(endEarlierSessions).catch(() => undefined);
  } catch (error) {
    if (!isError(error) || !('code' in error) || error.code !== '42501') throw error;
  } finally {
    await client.end();
  }
}

/** Until the transaction ends: the role that it takes on may not change the login. */
const asLogin = 'begin; set local role none';

const ask = `
  select session_user as login, current_database() as database, ${keptSettings} as kept,
    coalesce((select r.rolsuper or r.rolbypassrls from pg_roles r where r.rolname = session_user), true) or exists (
      select
      from unnest($1::text[]) name
      join pg_class c on c.oid = to_regclass(name)
      where pg_has_role(session_user, c.relowner, 'member')
    ) as "seesAll"`;
