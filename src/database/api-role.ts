import { type Client, escapeIdentifier } from 'pg';
import type { DatabaseUrls } from '../platform/database/database-urls.js';
import { isError } from '../platform/errors/is-error.js';
import { StartError } from '../platform/start-error.js';
import { heldRights, neededStatements } from './api-rights.js';
import { connect } from './connect.js';

/** The role that owns nothing, and that every connection of the API takes on. */
export const apiRole = 'rc_api';

/** Which setting names the login that owns the tables. */
export const ownerSetting = ({ api, owner }: DatabaseUrls): 'DATABASE_URL' | 'DIRECT_DATABASE_URL' =>
  owner === api ? 'DATABASE_URL' : 'DIRECT_DATABASE_URL';

/**
 * A dump has no roles, so a start makes the role where it is not there, and lets the API's login take it on. Where the
 * owner's login may not, whoever may is told what to run.
 */
export async function requireApiRole(owner: Client, urls: DatabaseUrls): Promise<void> {
  const api = await apiLogin(urls);
  const steps = [
    ...((await roleIsThere(owner)) ? [] : [`create role ${apiRole} nologin`]),
    ...(api.mayTakeRole ? [] : [`grant ${apiRole} to ${escapeIdentifier(api.login)}`]),
  ];
  try {
    for (const step of steps) await owner.query(step);
  } catch (error) {
    // Roles belong to the whole server: the start of another database of it may have been first.
    const done = (await roleIsThere(owner)) && (await apiLogin(urls)).mayTakeRole;
    if (!done && isOneOf(error, refused))
      throw new StartError(
        `${ownerSetting(urls)}: its user may not make the role that the API takes on. Run as an administrator of that ` +
          `PostgreSQL, once: ${steps.join('; ')}; and start again.`,
      );
    if (!done && !isOneOf(error, overtaken)) throw error;
    if (!done) await requireApiRole(owner, urls);
  }
}

/**
 * Gives the role what the migrations meant it to have, and takes what they did not. It asks first: where nothing is
 * lacking, nothing is locked or written.
 */
export async function lendRights(owner: Client, urls: DatabaseUrls): Promise<void> {
  const needed = async () =>
    neededStatements(await heldRights(async (text) => (await owner.query<{ right: string }>(text)).rows));
  const statements = await needed();
  if (statements.length === 0) return;
  await owner.query(`begin; set local lock_timeout = '2s'`);
  try {
    await owner.query(statements.join(';\n'));
    await owner.query('commit');
  } catch (error) {
    await owner.query('rollback');
    throw error;
  }
  // PostgreSQL only warns whoever may give no more than a part.
  const [left, ...more] = await needed();
  if (left !== undefined)
    throw new StartError(
      `${ownerSetting(urls)}: its user may not give the API its rights. Name the owner of the tables there, or run as ` +
        `the owner: ${left}${more.length > 0 ? ` (and ${more.length} more like it)` : ''}.`,
    );
}

/** What the owner lacks to make tables, as somebody else has to run it; undefined where it lacks nothing. */
export async function rightsToMakeTables(urls: DatabaseUrls): Promise<string | undefined> {
  const client = await connect(ownerSetting(urls), urls.owner);
  try {
    const { rows } = await client.query<{ statement: string }>(`
      select format('alter database %I owner to %I', current_database(), session_user) as statement
      from pg_database d
      where d.datname = current_database() and not pg_has_role(session_user, d.datdba, 'usage')
      union all
      select format('alter schema public owner to %I', session_user)
      from pg_namespace n
      where n.nspname = 'public' and n.nspowner <> 'pg_database_owner'::regrole
        and not pg_has_role(session_user, n.nspowner, 'usage')`);
    if (rows.length === 0) return undefined;
    const statements = rows.map(({ statement }) => statement).join('; ');
    return `its user may not make tables there. Run as an administrator, once: ${statements}; and start again`;
  } finally {
    await client.end();
  }
}

async function roleIsThere(owner: Client): Promise<boolean> {
  const { rowCount } = await owner.query('select from pg_roles where rolname = $1', [apiRole]);
  return rowCount !== 0;
}

/** Whom the API signs in as; a pooler in between may make somebody else of its address. */
async function apiLogin(urls: DatabaseUrls): Promise<{ login: string; mayTakeRole: boolean }> {
  const client = await connect('DATABASE_URL', urls.api);
  try {
    const { rows } = await client.query<{ login: string; mayTakeRole: boolean }>(
      `
        select session_user as login, coalesce(
          (
            select pg_has_role(
              session_user, oid,
              case when current_setting('server_version_num')::integer < 160000 then 'member' else 'set' end
            )
            from pg_roles
            where rolname = $1
          ),
          false
        ) as "mayTakeRole"`,
      [apiRole],
    );
    return rows[0] ?? { login: '', mayTakeRole: false };
  } finally {
    await client.end();
  }
}

const refused = ['42501'];
/** What is there already, and what somebody else changed at the same moment. */
const overtaken = ['42710', '23505', 'XX000'];

const isOneOf = (error: unknown, codes: readonly string[]): boolean =>
  isError(error) && 'code' in error && codes.includes(String(error.code));
