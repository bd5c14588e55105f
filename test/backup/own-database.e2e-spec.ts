import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { cloneDatabase, emptyDatabase } from '../support/database.js';
import { call } from '../support/operator.js';

let folder: string;
let database: Awaited<ReturnType<typeof cloneDatabase>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'own-backup-'));
  database = await cloneDatabase();
  await mkdir(join(folder, 'keys'));
  await writeFile(join(folder, 'keys/tokens.json'), '{}');
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

/** A program that says that it is of this version, and notes down how it was called. */
async function aProgram(name: string, version: number, work: string): Promise<string> {
  const path = join(folder, name);
  const text = `#!/bin/sh
if [ "$1" = --version ]; then echo 'pg_any (PostgreSQL) ${version}.4'; exit 0; fi
echo "$@" >> "$0.parameters"; env >> "$0.environment"
${work}
`;
  await writeFile(path, text);
  await chmod(path, 0o755);
  return path;
}

const writing = 'for each in "$@"; do case $each in --file=*) echo all of it > "${each#--file=}";; esac; done';

const run = (command: string, parameters: string[], settings: Record<string, string>) =>
  call(command, parameters, {
    DATA_FOLDER: folder,
    DATABASE_URL: database.url,
    METRICS_TOKEN: 'nobody else may know this',
    ...settings,
  }).ended;

const refused = async (parameters: string[], settings: Record<string, string>, command = 'backup') => {
  const before = await readdir(folder);
  const { code, words } = await run(command, parameters, settings);
  expect(code).toBe(1);
  expect(
    (await readdir(folder)).filter((name) => !before.includes(name) && !/\.(parameters|environment)$/.test(name)),
  ).toEqual([]);
  return words;
};

test('a pg_dump that is older than the server, or is not there, is refused in a sentence', async () => {
  const old = await aProgram('old', 15, '');
  expect(await refused([join(folder, 'b')], { PG_DUMP: old })).toMatch(
    /^PG_DUMP [^\n]*it is of PostgreSQL 15, and the other side is of PostgreSQL 18\. Please install[^\n]*\.\n$/,
  );
  expect(await refused([join(folder, 'b')], { PG_DUMP: '/nowhere/pg_dump' })).toMatch(
    /^PG_DUMP [^\n]*no such program[^\n]*\.\n$/,
  );
  expect(await refused([join(folder, 'b')], { PG_DUMP: await aProgram('new', 18, writing), PG_RESTORE: old })).toMatch(
    /^PG_RESTORE/,
  );
});

test('a login that may not read every row is refused before anything is dumped', async () => {
  const role = `weak_${new URL(database.url).pathname.slice(4)}`;
  const client = new Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query(`create role ${role} login password 'tulip'`);
    await client.query(`grant select on all tables in schema public, graphile_worker to ${role}`);
    await client.query(`grant usage on schema graphile_worker to ${role}`);
    const weak = new URL(database.url);
    weak.username = role;
    weak.password = 'tulip';
    const said = await refused([join(folder, 'b')], {
      DATABASE_URL: weak.href,
      PG_DUMP: await aProgram('new', 18, writing),
    });
    expect(said).toMatch(
      /^DATABASE_URL: this user may not read every row \(of \w+, for one\)[^\n]*BYPASSRLS[^\n]*\.\n$/,
    );
    expect(said).not.toContain('tulip');
  } finally {
    await client.query(`drop owned by ${role}`);
    await client.query(`drop role ${role}`);
    await client.end();
  }
});

test('a full disk is told, and leaves no half of a backup', async () => {
  const full = await aProgram(
    'full',
    18,
    'echo "pg_dump: error: could not write to file: No space left on device" >&2; exit 1',
  );
  const said = await refused([join(folder, 'b')], { PG_DUMP: full, PG_RESTORE: full });
  expect(said).toMatch(
    /No space left on device\)\. Make room on that disk, and try again\. Nothing half-made is left\.\n$/,
  );
});

test('a dump and the keys: nobody sees the password; it goes back into an empty database only', async () => {
  const [dump, putBack] = [await aProgram('dump', 18, writing), await aProgram('put-back', 18, '')];
  const wrapped = await emptyDatabase();
  const settings = { PG_DUMP: dump, PG_RESTORE: putBack, KEYS_DATABASE_URL: wrapped.url };
  const [backup, keys] = [join(folder, 'backup'), join(folder, 'keys-backup')];
  const { code, words } = await run('backup', [backup, '--keys', keys], settings);
  expect({ code, words }).toEqual({
    code: 0,
    words: expect.stringMatching(/^Dumped the database: .*\nRead the database back.*\nDumped the wrapped keys: /),
  });
  const { password } = new URL(database.url);
  const [parameters, environment] = await Promise.all([
    readFile(`${dump}.parameters`, 'utf8'),
    readFile(`${dump}.environment`, 'utf8'),
  ]);
  expect(parameters).not.toContain(password);
  expect(parameters).not.toMatch(/row-security/);
  expect(words).not.toContain(password);
  expect(environment).toContain(`PGPASSWORD=${decodeURIComponent(password)}`);
  expect(environment).not.toMatch(/METRICS_TOKEN|DATABASE_URL/);

  expect(await refused([backup], settings, 'restore')).toMatch(
    /DATABASE_URL: this database is not empty \(it has \w+\)/,
  );
  const empty = await emptyDatabase();
  try {
    const into = { ...settings, DATABASE_URL: empty.url };
    expect(await refused([backup, '--keys', keys], into, 'restore')).toMatch(
      /is not empty \(it has tokens\.json\): leave --keys out/,
    );
    const fails = await aProgram('fails', 18, 'echo "pg_restore: error: no such thing" >&2; exit 1');
    const elsewhere = { ...into, KEYS_FOLDER: join(folder, 'elsewhere') };
    await mkdir(elsewhere.KEYS_FOLDER);
    expect(await refused([backup, '--keys', keys], { ...elsewhere, PG_RESTORE: fails }, 'restore')).toMatch(
      /no such thing/,
    );
    expect(await readdir(elsewhere.KEYS_FOLDER)).toEqual([]);
    expect(await run('restore', [backup, '--keys', keys], elsewhere)).toEqual({
      code: 0,
      words: expect.stringMatching(/The next start goes on from it/),
    });
    expect((await readdir(elsewhere.KEYS_FOLDER)).sort()).toEqual(['restored.json', 'tokens.json']);
    expect(await readFile(`${putBack}.parameters`, 'utf8')).toMatch(/--no-owner --no-acl .*--single-transaction/);
  } finally {
    await empty.drop();
    await wrapped.drop();
  }
});
