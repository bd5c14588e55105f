import { spawn } from 'node:child_process';
import { connect, type DatabaseSetting } from '../database/connect.js';
import { complaintIn } from '../embedded-postgres/binaries.js';
import { StartError } from '../platform/start-error.js';
import { addressForTools, majorIn } from './backup.rules.js';

export interface Tool {
  setting: 'PG_DUMP' | 'PG_RESTORE';
  program: string;
}

/** A database and the setting that names it, for sentences. */
export interface NamedDatabase {
  setting: DatabaseSetting;
  url: string;
}

/** A program at least as new as `least`; what it says of itself decides. */
export async function requireTool({ setting, program }: Tool, least: number, signal: AbortSignal): Promise<number> {
  const { code, output } = await run(program, ['--version'], {}, signal);
  const major = code === 0 ? majorIn(output) : undefined;
  const wanted = `install the client programs of PostgreSQL ${least} or newer, or name one of them in ${setting}`;
  if (major === undefined)
    throw new StartError(`${setting} ${program}: there is no such program here. Please ${wanted}.`);
  if (major < least)
    throw new StartError(
      `${setting} ${program}: it is of PostgreSQL ${major}, and the other side is of PostgreSQL ${least}. ` +
        `Please ${wanted}.`,
    );
  return major;
}

export interface Readable {
  major: number;
  migration: string | null;
}

/** Refuses a login to whom PostgreSQL would not show every row: its dump would lack them without a word, or fail. */
export async function requireAllRows({ setting, url }: NamedDatabase): Promise<Readable> {
  const client = await connect(setting, url);
  try {
    const { rows } = await client.query<{ major: number; hidden: string | null; migrated: boolean }>(
      `
        select
          current_setting('server_version_num')::integer / 10000 as major,
          (
            select min(relname::text)
            from pg_class
            where relkind in ('r', 'p')
              and relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
              and (row_security_active(oid) or not has_table_privilege(oid, 'select'))
          ) as hidden,
          to_regclass('migration') is not null as migrated`,
    );
    const [found] = rows;
    if (found?.hidden)
      throw new StartError(
        `${setting}: this user may not read every row (of ${found.hidden}, for one), so its backup would be ` +
          `incomplete. For this command, name a superuser or a user with BYPASSRLS and the right to read all ` +
          `tables in ${setting}.`,
      );
    const newest = found?.migrated
      ? await client.query<{ name: string }>('select name from migration order by id desc limit 1')
      : undefined;
    return { major: found?.major ?? 0, migration: newest?.rows[0]?.name ?? null };
  } finally {
    await client.end();
  }
}

/** Refuses a database in which anything is. */
export async function requireEmpty({ setting, url }: NamedDatabase): Promise<number> {
  const client = await connect(setting, url);
  try {
    const { rows } = await client.query<{ major: number; something: string | null }>(
      `
        select
          current_setting('server_version_num')::integer / 10000 as major,
          (
            select min(relname::text)
            from pg_class
            where relkind in ('r', 'p', 'v', 'm', 'S')
              and relnamespace::regnamespace::text !~ '^(pg_|information_schema$)'
              and not exists (
                select from pg_depend where classid = 'pg_class'::regclass and objid = pg_class.oid and deptype = 'e'
              )
          ) as something`,
    );
    const [found] = rows;
    if (found?.something)
      throw new StartError(
        `${setting}: this database is not empty (it has ${found.something}), and a backup is only put back into ` +
          'an empty one. Create a new database and name that.',
      );
    return found?.major ?? 0;
  } finally {
    await client.end();
  }
}

/** Writes a database to a file in pg_dump's own form, as it was at one moment after the call. */
export function dump(tool: Tool, { url }: NamedDatabase, file: string, signal: AbortSignal): Promise<void> {
  const { address, password } = addressForTools(url);
  const parameters = [
    '--format=custom',
    '--no-password',
    '--lock-wait-timeout=60s',
    `--file=${file}`,
    `--dbname=${address}`,
  ];
  return mustRun(tool, parameters, password, signal);
}

/** Reads a dump to its end and keeps nothing of it. */
export const readDump = (tool: Tool, file: string, signal: AbortSignal): Promise<void> =>
  mustRun(tool, ['--file=-', file], undefined, signal);

/**
 * Puts a dump back, all of it or nothing. Everything belongs to the user that puts it back, and rights stay out: they
 * are of roles that another server need not have, and each start makes both.
 */
export function putBack(tool: Tool, { url }: NamedDatabase, file: string, signal: AbortSignal): Promise<void> {
  const { address, password } = addressForTools(url);
  const parameters = [
    '--no-owner',
    '--no-acl',
    '--no-password',
    '--single-transaction',
    '--exit-on-error',
    `--dbname=${address}`,
    file,
  ];
  return mustRun(tool, parameters, password, signal);
}

/** Takes back what was put into an empty database of wrapped keys. */
export async function dropWrappedKeys({ setting, url }: NamedDatabase): Promise<void> {
  const client = await connect(setting, url);
  try {
    await client.query('drop table if exists personal_key, ended_log');
  } finally {
    await client.end();
  }
}

async function mustRun(
  { setting, program }: Tool,
  parameters: string[],
  password: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const { code, errors } = await run(
    program,
    parameters,
    password === undefined ? {} : { PGPASSWORD: password },
    signal,
  );
  if (code === 0) return;
  const next = /no space left|ENOSPC|disk full/i.test(errors) ? 'Make room on that disk' : 'Mend that';
  throw new StartError(
    `${setting} ${program} did not come to its end (${complaintIn(errors)}). ${next}, and try again. ` +
      'Nothing half-made is left.',
  );
}

interface Ended {
  code: number | null;
  output: string;
  errors: string;
}

const most = 64_000;

/** A program sees of our environment only what is meant for it; a password stands there, never among its parameters. */
function run(
  program: string,
  parameters: string[],
  secrets: Record<string, string>,
  signal: AbortSignal,
): Promise<Ended> {
  const kept = Object.entries(process.env).filter(([name]) => /^(PATH|HOME|SystemRoot|TMPDIR|PG(?!_)\w+)$/.test(name));
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const env = { ...Object.fromEntries(kept), ...secrets, LC_ALL: 'C' };
    const child = spawn(program, parameters, { env, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    const said = { output: '', errors: '' };
    const listen = (to: keyof typeof said) => (part: Buffer) => {
      if (said[to].length < most) said[to] += String(part);
    };
    child.stdout.on('data', listen('output'));
    child.stderr.on('data', listen('errors'));
    const end = () => child.kill('SIGTERM');
    signal.addEventListener('abort', end, { once: true });
    child.on('error', ({ message }) => resolve({ code: null, output: '', errors: message }));
    child.on('close', (code) => {
      signal.removeEventListener('abort', end);
      if (signal.aborted) reject(signal.reason as Error);
      else resolve({ code, ...said });
    });
  });
}
