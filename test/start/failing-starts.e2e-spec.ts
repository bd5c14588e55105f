import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { cloneDatabase, emptyDatabase } from '../support/database.js';
import { repository } from '../support/repository.js';

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'failing-start-'))));
afterAll(() => rm(folder, { recursive: true }));

/** What a process that ended with 1 said: one sentence, and nothing beside it. */
function saidBy(entry: string, settings: Record<string, string>): string {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(repository, `dist/src/${entry}.js`), 'x@y.example'],
    {
      cwd: repository,
      encoding: 'utf8',
      timeout: 60_000,
      env: { PATH: process.env['PATH'], PORT: '0', DATA_FOLDER: folder, ...settings },
    },
  );
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(/^[^\n]+\.\n$/);
  return stderr;
}

async function inDatabase(url: string, statement: string): Promise<void> {
  const client = new Client(url);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

test('a port that is taken is told before anything is made', async () => {
  const other = createServer();
  await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
  const { port } = other.address() as AddressInfo;
  expect(saidBy('main', { PORT: `${port}` })).toMatch(`PORT ${port} on 127.0.0.1 is taken`);
  expect(await readdir(folder)).toEqual([]);
  other.close();
});

test('a file where a folder should be, for each folder and each kind of process', async () => {
  const file = join(folder, 'file');
  await writeFile(file, '');
  const elsewhere = { DATABASE_URL: 'postgres://127.0.0.1:1/college' };
  expect(saidBy('main', { DATA_FOLDER: file })).toMatch(`DATA_FOLDER ${file}: a file stands`);
  expect(saidBy('worker', { ...elsewhere, KEYS_FOLDER: join(file, 'keys') })).toMatch('KEYS_FOLDER');
  expect(saidBy('commands/rotate-keys', { KEYS_FOLDER: file })).toMatch('KEYS_FOLDER');
  await rm(file);
});

test.each(['main', 'commands/audit-events', 'commands/rotate-keys'])(
  '%s says when its database is not there',
  async (entry) => {
    const nobody = 'postgres://rc:tulip@127.0.0.1:1/college';
    const setting = entry === 'commands/rotate-keys' ? 'KEYS_DATABASE_URL' : 'DATABASE_URL';
    expect(saidBy(entry, { [setting]: nobody })).toBe(
      `${setting} (postgres://127.0.0.1:1/college): nobody listens there. Start that PostgreSQL, or mend host and port.\n`,
    );
    expect(await readdir(folder)).toEqual([]);
  },
);

test('every process and command starts in the one place that tells why it did not', async () => {
  const { scripts } = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const entries = Object.values(scripts).flatMap(
    (script) => /^node src\/start\.mjs (\w[\w/-]*)$/.exec(script)?.[1] ?? [],
  );
  expect(entries.length).toBeGreaterThan(8);
  for (const entry of entries)
    expect(await readFile(join(repository, `src/${entry}.ts`), 'utf8')).toMatch(
      /^await (start|runCommand|withCollege|withReadOnlyClient)\(/m,
    );
});

test('a database that is newer than the program, and one with people whose keys are not there', async () => {
  const database = await cloneDatabase();
  const { url } = database;
  try {
    await inDatabase(
      url,
      `insert into person (id, chosen_name, created_at) values (gen_random_uuid(), 'Ada', '2026-01-01')`,
    );
    expect(saidBy('commands/administrator', { DATABASE_URL: url })).toMatch(/^DATA_FOLDER: .*has no keys.*put back/);
    await inDatabase(url, `insert into migration (timestamp, name) values (1999999999999, 'Later1999999999999')`);
    expect(saidBy('main', { DATABASE_URL: url })).toMatch(/^The database is newer than this program \(.*Later/);
    expect(await readdir(folder)).toEqual([]);
  } finally {
    await database.drop();
  }
});

test('a user without the right to make tables', async () => {
  const database = await emptyDatabase();
  const { url } = database;
  const weak = new URL(url);
  weak.username = `weak_${weak.pathname.slice(4)}`;
  weak.password = 'tulip';
  try {
    await inDatabase(url, `create role ${weak.username} login password 'tulip'`);
    expect(saidBy('main', { DATABASE_URL: weak.href })).toBe(
      'DATABASE_URL: its user may not make the role that the API takes on. Run as an administrator of that ' +
        `PostgreSQL, once: grant rc_api to "${weak.username}"; and start again.\n`,
    );
    await inDatabase(url, `grant rc_api to ${weak.username}`);
    const said = saidBy('main', { DATABASE_URL: weak.href });
    expect(said).toMatch(
      /^DATABASE_URL: its user may not make tables there\. Run as an administrator, once: alter database rc_\w+ owner to weak_/,
    );
    expect(said).not.toContain('tulip');
  } finally {
    await database.drop();
    await inDatabase(new URL('/postgres', url).href, `drop role ${weak.username}`);
  }
});
