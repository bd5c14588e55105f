import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { cloneDatabase } from '../support/database.js';
import { RunningServer } from '../support/server.js';

let database: Awaited<ReturnType<typeof cloneDatabase>>;
let folder: string;
let sql: Client;
let server: RunningServer;
const start = (more: Record<string, string> = {}) =>
  RunningServer.start({
    DATABASE_URL: database.url,
    DATA_FOLDER: folder,
    WORKER: 'separate',
    LOG_LEVEL: 'warn',
    NODE_ENV: 'production',
    ...more,
  });
beforeAll(async () => {
  database = await cloneDatabase();
  folder = await mkdtemp(join(tmpdir(), 'readiness-'));
  sql = new Client(database.url);
  await sql.connect();
  server = await start();
});
afterAll(async () => {
  await server.end('SIGTERM');
  await sql.end();
  await database.drop();
  await rm(folder, { recursive: true });
});

/** The status of /health/ready, and what it names as lacking. */
async function ready(asked = server): Promise<[number, string[]]> {
  const answer = await fetch(`${asked.url}/health/ready`);
  const { errors = [] } = (await answer.json()) as { errors?: { code: string }[] };
  return [answer.status, errors.map(({ code }) => code)];
}
const well = [200, []];
/** Only new connections hear of a setting of the database. The pool needs a moment to notice that the old ones ended. */
async function connectAnew(): Promise<void> {
  await sql.query(`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`);
  await pause(500);
}

test('a right that is lost is 503 for everybody and not "not found", until it is given again', async () => {
  expect(await ready()).toEqual(well);
  // Each time another question: what was answered is kept.
  let times = 0;
  const prospectus = async () => {
    const answer = await fetch(`${server.url}/api/v1/prospectus?text=${++times}`);
    return [answer.status, ((await answer.json()) as { code?: string }).code];
  };
  expect(await prospectus()).toEqual([200, undefined]);
  await sql.query('revoke select on event, run, college, course from rc_api');
  expect(await ready()).toEqual([503, ['rights']]);
  expect(await ready()).toEqual([503, ['rights']]);
  expect(await prospectus()).toEqual([503, 'unavailable']);
  await sql.query('grant select on event, run, college, course to rc_api');
  expect(await ready()).toEqual(well);
  expect(await prospectus()).toEqual([200, undefined]);
  await pause(1_000);
  expect(server.said().match(/not ready \(rights\): /g)).toHaveLength(1);
  expect(server.said().match(/all is well again \(rights\)/g)).toHaveLength(1);
  expect(server.said()).toContain('the API lacks a right in the database');
});

test('a database that may only be read is not ready', async () => {
  const name = new URL(database.url).pathname.slice(1);
  await sql.query(`alter database ${name} set default_transaction_read_only = on`);
  await connectAnew();
  expect(await ready()).toEqual([503, ['read_only']]);
  await sql.query(`alter database ${name} reset default_transaction_read_only`);
  await connectAnew();
  expect(await ready()).toEqual(well);
});

test('beside a newer program it stays ready for a while, on a database of an earlier form it is not', async () => {
  await sql.query(`insert into migration (timestamp, name) values (1999999999999, 'Later1999999999999')`);
  expect(await ready()).toEqual(well);
  await sql.query(`delete from migration where name = 'Later1999999999999'`);
  const { rows } = await sql.query<{ timestamp: string; name: string }>(
    'delete from migration where id = (select max(id) from migration) returning timestamp, name',
  );
  expect(await ready()).toEqual([503, ['schema']]);
  await sql.query('insert into migration (timestamp, name) values ($1, $2)', [rows[0]?.timestamp, rows[0]?.name]);
  expect(await ready()).toEqual(well);
  await pause(1_000);
  expect(server.said()).toContain(`it lacks ${rows[0]?.name}`);
});

test('row-level security that no longer holds is not ready', async () => {
  await sql.query('alter table journal_entry disable row level security');
  expect(await ready()).toEqual([503, ['row_security']]);
  await sql.query('alter table journal_entry enable row level security');
  expect(await ready()).toEqual(well);
});

test('keys that are gone are not ready, and no others are made in their place', async () => {
  await rename(join(folder, 'keys'), join(folder, 'elsewhere'));
  expect(await ready()).toEqual([503, ['keys']]);
  expect((await fetch(`${server.url}/.well-known/jwks.json`)).status).toBe(200);
  expect(await ready()).toEqual([503, ['keys']]);
  await rename(join(folder, 'elsewhere'), join(folder, 'keys'));
  expect(await ready()).toEqual(well);
});

const clockAhead = (ms: number) => ({
  NODE_OPTIONS: `--import=data:text/javascript,const{now}=Date;Date.now=()=>now()+(${ms})`,
});

test('a clock three seconds off is not ready, and one ten seconds off does not start', async () => {
  for (const ms of [3_000, -3_000]) {
    const off = await start(clockAhead(ms));
    // On a busy machine the first question may take longer than readiness waits.
    let found = await ready(off);
    for (let more = 5; more > 0 && found[1].includes('database'); more--) found = await ready(off);
    await off.end('SIGTERM');
    expect(found).toEqual([503, ['clock']]);
  }
  await expect(start(clockAhead(-10_000))).rejects.toThrow(
    /DATABASE_URL: the clock of this machine is (9\.9|10\.0) s behind that of the database\. .*, and start again\.\n$/,
  );
});
