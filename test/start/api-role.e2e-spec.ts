import { chmod } from 'node:fs/promises';
import { DataSource } from 'typeorm';
import { Client } from 'pg';
import { heldRights } from '../../src/database/api-rights.js';
import { migrate, migrateOnly } from '../../src/database/migrate.js';
import type { EmbeddedPostgres } from '../../src/embedded-postgres/server.js';
import { startEmbeddedPostgres } from '../../src/embedded-postgres/start-embedded-postgres.js';
import { DatabaseUrls } from '../../src/platform/database/database-urls.js';
import { aLearner } from '../support/builders.js';
import { discard, throwawayFolder } from '../support/cluster.js';
import { openTestCollege } from '../support/college.js';
import { startPooler } from '../support/pooler.js';
import { RunningServer } from '../support/server.js';
import { anEntry } from '../journals/journal.js';

// Roles belong to a whole server, so this one is not shared with other tests.
let folder: string;
let cluster: EmbeddedPostgres;
let url: string;
beforeAll(async () => {
  folder = await throwawayFolder();
  await chmod(folder, 0o711);
  cluster = await startEmbeddedPostgres({ folder, forTests: true });
  url = cluster.urlOf('college');
});
afterAll(async () => {
  await cluster.stop();
  discard(folder);
});

async function run<T extends object>(address: string, statement: string): Promise<T[]> {
  const client = new Client(address);
  await client.connect();
  try {
    return (await client.query<T>(statement)).rows;
  } finally {
    await client.end();
  }
}

const asLogin = (login: string, address = url): string => {
  const named = new URL(address);
  [named.username, named.password] = [login, 'tulip'];
  return named.href;
};

const start = (settings: Record<string, string>) =>
  RunningServer.start({ DATA_FOLDER: folder, WORKER: 'separate', ...settings });

const refusal = (settings: Record<string, string>): Promise<string> => start(settings).then(() => 'it started', String);

async function readyWith(settings: Record<string, string>): Promise<void> {
  const server = await start(settings);
  const [ready, open] = [await fetch(`${server.url}/health/ready`), await fetch(`${server.url}/api/v1/prospectus`)];
  expect([ready.status, open.status]).toEqual([200, 200]);
  await server.end('SIGTERM');
}

/** Every right in the catalog, whoever holds it, with what says whether its row was written since. */
const catalog = () =>
  run<object>(
    url,
    `
      select 'relation ' || relname as name, xmin::text, relacl::text as acl, relrowsecurity, relforcerowsecurity
      from pg_class where relnamespace = 'public'::regnamespace
      union all
      select 'column ' || attrelid::regclass || '.' || attname, a.xmin::text, attacl::text, null, null
      from pg_attribute a where attacl is not null
      union all
      select 'function ' || oid::regprocedure, xmin::text, proacl::text, null, null
      from pg_proc where pronamespace = 'public'::regnamespace
      union all
      select 'schema ' || nspname, xmin::text, nspacl::text, null, null from pg_namespace where nspname = 'public'
      union all
      select 'default ' || oid, xmin::text, defaclacl::text, null, null from pg_default_acl
      union all
      select 'role ' || rolname, xmin::text, pg_authid::text, null, null from pg_authid
      union all
      select 'member ' || roleid || member, xmin::text, admin_option::text, null, null from pg_auth_members
      order by name`,
  );
const rights = () => heldRights((text) => run<{ right: string }>(url, text));

test('where the owner may not make roles, one sentence says what to run, and after that all is well', async () => {
  await run(cluster.urlOf('postgres'), `create role manager login password 'tulip'`);
  await run(cluster.urlOf('postgres'), 'create database managed owner manager');
  const DATABASE_URL = asLogin('manager', cluster.urlOf('managed'));
  const said = await refusal({ DATABASE_URL });
  expect(said).toMatch(
    /DATABASE_URL: its user may not make the role .* once: create role rc_api nologin; grant rc_api to "manager"; and/,
  );
  expect(await run(DATABASE_URL, `select from pg_class where relname in ('person', 'migration')`)).toEqual([]);
  await run(cluster.urlOf('managed'), /once: (.*); and start/.exec(said)?.[1] ?? '');
  await readyWith({ DATABASE_URL });
  await run(cluster.urlOf('postgres'), 'drop database managed');
});

test('a start gives what the migrations gave, and where nothing is lacking it writes nothing', async () => {
  await run(cluster.urlOf('postgres'), 'create database college');
  await migrateOnly(new DatabaseUrls(url, url));
  const before = await catalog();
  await migrate(new DatabaseUrls(url, url));
  await readyWith({ DATABASE_URL: url });
  expect(await catalog()).toEqual(before);
});

test('a database restored without roles is brought right by several starts at once', async () => {
  const before = await rights();
  await run(
    url,
    `
      drop owned by rc_api;
      drop role rc_api;
      grant execute on function rebook to public;
      grant select on person to public;
      alter table journal_entry no force row level security;
      alter table journal_grant disable row level security`,
  );
  const servers = await Promise.all([1, 2, 3].map(() => start({ DATABASE_URL: url, POOL_SIZE: '3' })));
  for (const server of servers) expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
  await Promise.all(servers.map((server) => server.end('SIGTERM')));
  expect(await rights()).toEqual(before);
});

test('what the role has too much is taken back, whether given or by default', async () => {
  const before = await rights();
  await run(
    url,
    `
      grant delete on event to rc_api;
      grant update (type) on event to rc_api;
      grant create on schema public to public;
      alter default privileges grant all on tables to rc_api;
      create table left_behind (id integer)`,
  );
  expect(await rights()).toContain('grant delete on left_behind to rc_api');
  await migrate(new DatabaseUrls(url, url));
  await run(url, 'alter default privileges revoke all on tables from rc_api; drop table left_behind');
  expect(await rights()).toEqual(before);
});

test('with one superuser login, nobody reads the journal of somebody else', async () => {
  const college = await openTestCollege({ database: { url, drop: () => Promise.resolve() } });
  const [eve, fay] = [await aLearner(college), await aLearner(college)];
  const entry = await anEntry(eve, 'private words');
  const asFay = async (sql: DataSource) =>
    sql.transaction(async (tx) => {
      await tx.query(`select set_config('journal.person', $1, true), set_config('journal.now', $2, true)`, [
        fay.id,
        college.clock.now(),
      ]);
      return tx.query('select id from journal_entry');
    });
  expect(await asFay(college.app.get(DataSource))).toEqual([]);
  expect(await asFay(college.sql)).toEqual([{ id: entry.id }]);
  expect((await fay.get(`/journal-entries/${entry.id}`)).status).toBe(404);
  await college.close();
});

test('a role that passes over row-level security is refused', async () => {
  await run(url, 'alter role rc_api bypassrls');
  await expect(start({ DATABASE_URL: url })).rejects.toThrow(/Run: alter role rc_api nosuperuser nobypassrls\.\n$/);
  await run(url, 'alter role rc_api nobypassrls');
});

test('behind a pooler the API has a login of its own, which a start gives what no pooler can lose', async () => {
  const pooler = await startPooler(url);
  const direct = { DIRECT_DATABASE_URL: url };
  await run(
    url,
    `create role api login password 'tulip'; create role above login password 'tulip' bypassrls;
     grant rc_api to api, above`,
  );
  try {
    expect(await refusal({ DATABASE_URL: pooler.url })).toMatch(
      /drops the startup parameter "options".*name PostgreSQL itself in DIRECT_DATABASE_URL/,
    );
    expect(pooler.seen.startup).toContain('options');
    pooler.seen.startup.clear();
    for (const login of ['postgres', 'above']) {
      const DATABASE_URL = login === 'above' ? asLogin(login, pooler.url) : pooler.url;
      expect(await refusal({ DATABASE_URL, ...direct })).toMatch(
        new RegExp(`the API needs a login that owns no tables .*"${login}" does.*create role college_api login`),
      );
    }
    expect(await run(url, `select from pg_db_role_setting where setrole <> 0`)).toEqual([]);
    await readyWith({ DATABASE_URL: asLogin('api', pooler.url), ...direct });
    expect([...pooler.seen.startup]).not.toContain('options');
    const catalogOf = () => run(url, 'select *, xmin::text from pg_db_role_setting');
    const before = await catalogOf();
    expect(before).toHaveLength(1);
    await readyWith({ DATABASE_URL: asLogin('api', pooler.url), ...direct });
    expect(await catalogOf()).toEqual(before);
    await readyWith({ DATABASE_URL: asLogin('above'), ...direct });
  } finally {
    pooler.stop();
  }
}, 400_000);

test.each([
  ['may make roles', 'createrole', /alter database managed owner to keeper; and start again/],
  ['may not', 'nocreaterole', /create role rc_api nologin; grant rc_api to "keeper"/],
])(
  'a managed PostgreSQL has no superuser, and the login that owns the tables %s',
  async (_, may, toldOf) => {
    const administrator = cluster.urlOf('managed');
    await run(cluster.urlOf('postgres'), 'create database managed');
    await renameRole('rc_api', 'rc_api_elsewhere');
    await run(administrator, `create role keeper login password 'tulip' ${may}`);
    const DATABASE_URL = asLogin('keeper', administrator);
    const told: string[] = [];
    try {
      // Each refusal says what an administrator runs, until there is none.
      for (let said = ''; said !== 'it started'; told.push(said)) {
        if (told.length > 3) throw new Error(told.join('\n'));
        if (said !== '') await run(administrator, /once: (.*); and start again\./.exec(said)?.[1] ?? `-- ${said}`);
        said = await start({ DATABASE_URL }).then((server) => server.end('SIGTERM').then(() => 'it started'), String);
      }
      expect(told.join('\n')).toMatch(toldOf);
      await readyWith({ DATABASE_URL });
      // The API's own login behind a pooler is made by whoever may; its settings it gives itself.
      await run(administrator, `create role of_the_api login password 'tulip'; grant rc_api to of_the_api`);
      const pooler = await startPooler(asLogin('of_the_api', administrator));
      await readyWith({ DATABASE_URL: pooler.url, DIRECT_DATABASE_URL: DATABASE_URL });
      pooler.stop();
    } finally {
      await run(cluster.urlOf('postgres'), 'drop database managed with (force)');
      for (const role of ['rc_api', 'of_the_api', 'keeper'])
        await run(cluster.urlOf('postgres'), `drop role if exists ${role}`);
      await renameRole('rc_api_elsewhere', 'rc_api');
    }
  },
  400_000,
);

const renameRole = (from: string, to: string) =>
  run(
    cluster.urlOf('postgres'),
    `do $$ begin if exists (select from pg_roles where rolname = '${from}') then alter role ${from} rename to ${to}; end if; end $$`,
  );
