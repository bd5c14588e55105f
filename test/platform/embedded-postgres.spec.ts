import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { EmbeddedPostgresError } from '../../src/embedded-postgres/embedded-postgres-error.js';
import type { EmbeddedPostgres } from '../../src/embedded-postgres/server.js';
import { startEmbeddedPostgres } from '../../src/embedded-postgres/start-embedded-postgres.js';
import { discard, throwawayFolder } from '../support/cluster.js';
import { cloneDatabase } from '../support/database.js';

describe('The PostgreSQL that comes with the system', () => {
  let folder: string;
  let postgres: EmbeddedPostgres | undefined;

  beforeAll(async () => {
    // Of mode 700, as homes often are: the user that stands in for root cannot enter it.
    folder = await throwawayFolder();
  });

  afterAll(async () => {
    await postgres?.stop();
    discard(folder);
  });

  const start = (forTests = true) => startEmbeddedPostgres({ folder, forTests });
  const path = (name: string) => join(folder, 'postgres', name);
  const pidFile = () => readFile(path('data/postmaster.pid'), 'utf8').catch(() => undefined);
  const serverPid = async () => Number.parseInt((await pidFile()) ?? '');

  it('creates one database when two processes start at the same moment for the first time', async () => {
    const both = await Promise.all([start(), start()]);
    expect(both.map(({ adopted }) => adopted).sort()).toEqual([false, true]);
    expect(both[0].urlOf('postgres')).toBe(both[1].urlOf('postgres'));
    expect((await readdir(folder)).sort()).toEqual(['postgres']);
    postgres = both.find(({ adopted }) => !adopted);
    await ask(postgres, 'create table course (title text)');
    await ask(postgres, `insert into course values ('Understanding anxiety')`);
  });

  it('is Unicode, in UTC, reachable over the loopback interface alone', async () => {
    const settings = await ask(
      postgres,
      `
        select current_setting('server_encoding') encoding, current_setting('TimeZone') zone,
          current_setting('listen_addresses') addresses, current_setting('unix_socket_directories') sockets,
          current_setting('password_encryption') passwords, lower('ÉTÉ') lowered`,
    );
    expect(settings).toEqual([
      {
        encoding: 'UTF8',
        zone: 'UTC',
        addresses: '127.0.0.1',
        sockets: '',
        passwords: 'scram-sha-256',
        lowered: 'été',
      },
    ]);
  });

  it('keeps its password in a file that only its owner can read, and lets nobody in without it', async () => {
    const { mode } = await stat(path('password'));
    expect((mode & 0o777).toString(8)).toBe('600');
    const url = new URL(postgres?.urlOf('postgres') ?? '');
    expect(Buffer.from(url.password, 'base64url')).toHaveLength(32);
    url.password = 'guess';
    await expect(query(url.href, 'select 1')).rejects.toThrow(/password authentication failed/);
  });

  it('is adopted while it runs, and an adopted one goes on as long as somebody is connected', async () => {
    const client = new Client(postgres?.urlOf('postgres'));
    await client.connect();
    const adopted = await start();
    expect(adopted.adopted).toBe(true);
    await adopted.stop();
    expect((await client.query('select title from course')).rows).toEqual([{ title: 'Understanding anxiety' }]);
    await client.end();
    await adopted.stop();
    expect(await pidFile()).toBeUndefined();
  });

  it('finds the same data at the second start', async () => {
    postgres = await start();
    expect(postgres.adopted).toBe(false);
    expect(await ask(postgres, 'select title from course')).toEqual([{ title: 'Understanding anxiety' }]);
  });

  it('refuses in one sentence while a server holds the folder without answering', async () => {
    const pid = await serverPid();
    process.kill(pid, 'SIGSTOP');
    try {
      await expect(start()).rejects.toThrow(oneSentence(new RegExp(`process ${pid}.*does not answer.*DATABASE_URL`)));
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    expect(await ask(postgres, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('recovers what was committed when it is killed outright', async () => {
    await postgres?.stop();
    postgres = await start(false);
    await ask(postgres, `insert into course values ('Sleeping well')`);
    process.kill(await serverPid(), 'SIGKILL');
    postgres = await start(false);
    expect(postgres.adopted).toBe(false);
    expect(
      await ask(postgres, `select count(*)::int as courses, current_setting('fsync') as fsync from course`),
    ).toEqual([{ courses: 2, fsync: 'on' }]);
  });

  it('starts over the traces of a dead server whose process number somebody else has now', async () => {
    const left = await pidFile();
    await postgres?.stop();
    await writeFile(path('data/postmaster.pid'), (left ?? '').replace(/^\d+/, `${process.pid}`));
    postgres = await start();
    expect(postgres.adopted).toBe(false);
    expect(await ask(postgres, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('refuses in one sentence to open the database of another major version', async () => {
    await postgres?.stop();
    const ours = await readFile(path('data/PG_VERSION'), 'utf8');
    await writeFile(path('data/PG_VERSION'), '16\n');
    await expect(start()).rejects.toThrow(oneSentence(/made by PostgreSQL 16.*DATABASE_URL/));
    await writeFile(path('data/PG_VERSION'), ours);
  });

  it('gives each test file a database of its own', async () => {
    const [one, other] = await Promise.all([cloneDatabase(), cloneDatabase()]);
    await query(one.url, 'create table only_here ()');
    expect(await query(other.url, `select to_regclass('only_here') as found`)).toEqual([{ found: null }]);
    await Promise.all([one.drop(), other.drop()]);
    await expect(query(one.url, 'select 1')).rejects.toThrow(/does not exist/);
  });

  async function ask(server: EmbeddedPostgres | undefined, statement: string): Promise<unknown[]> {
    if (!server) throw new Error('No server runs');
    return query(server.urlOf('postgres'), statement);
  }
});

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new Client(url);
  // A server that is killed also ends connections that are just leaving.
  client.on('error', () => undefined);
  await client.connect().catch(async (error: unknown) => {
    await client.end().catch(() => undefined);
    throw error;
  });
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

function oneSentence(pattern: RegExp) {
  return expect.objectContaining({
    name: EmbeddedPostgresError.name,
    message: expect.stringMatching(new RegExp(`^[^.\\n]*${pattern.source}[^\\n]*\\.$`)),
  });
}
